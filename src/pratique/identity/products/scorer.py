"""From the numbers of a pair to log-odds: with plain weights that a person can read, or learned from pairs that somebody labelled."""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from pratique.base.errors import SetupError
from pratique.identity.products.pairs import F32, NAMES

F64 = npt.NDArray[np.float64]


class PairScorer(Protocol):
    """Gives log-odds that a pair is the same product."""

    def logits(self, values: F32) -> F64:
        """One for each row of `Pairs.values`."""


class Plain:
    """A sum of weights. None was fitted to anybody's data: they are set by what the numbers mean."""

    def __init__(self, base: float, weights: Mapping[str, float]) -> None:
        self._base = base
        self._columns = [NAMES.index(name) for name in weights]
        self._weights = np.array(list(weights.values()), dtype=np.float64)

    def logits(self, values: F32) -> F64:
        return np.asarray(self._base + values[:, self._columns].astype(np.float64) @ self._weights)


PLAIN = Plain(
    -6.6,
    {
        "cosine_words": 4.0,
        "cosine_characters": 3.0,
        "cosine_codes": 3.0,
        "code_equal": 0.4,
        "code_prefix": 2.0,
        "codes_apart": -1.0,
        "codes_sister": -3.0,
        "nearest_least": 3.0,
        "own_digits_least": -0.15,
        "variants_differ": -0.4,
        "colours_differ": -1.0,
        "quantity_gb": 0.7,
        "quantity_in": 0.7,
        "quantity_ghz": 0.7,
        "told_plus": -1.0,
        "told_pro": -1.0,
        "told_mini": -1.0,
    },
)


class Learned:
    """Gradient-boosted trees. Needs the package scikit-learn, which is not among those that are always installed."""

    def __init__(self, values: F32, is_same: npt.NDArray[np.bool_]) -> None:
        """Learn from pairs whose answer is known. Raises SetupError where the package is not there."""
        try:
            from sklearn.ensemble import HistGradientBoostingClassifier
        except ImportError:
            raise SetupError("learning needs scikit-learn; install it: pip install scikit-learn") from None
        self._model: Any = HistGradientBoostingClassifier(
            max_iter=300, learning_rate=0.1, max_leaf_nodes=63, l2_regularization=1.0, random_state=0
        ).fit(values, is_same)

    def logits(self, values: F32) -> F64:
        return np.asarray(self._model.decision_function(values), dtype=np.float64)
