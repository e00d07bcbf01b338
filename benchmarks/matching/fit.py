"""Fit the shipped weights: `python -m benchmarks.matching.fit` prints them. Nothing but made-up notices goes in."""

import random
from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.matching import made_up
from benchmarks.matching.trial import written
from pratique.identity.agreement import FIELDS, Agreement
from pratique.identity.matcher import NoticeMatcher
from pratique.identity.offer import of_listing, sketch_of

JOINT = (("model", "spoken_of"), ("gtin", "spoken_of"), ("model", "brand"), ("model_other", "brand"), ("model_silent", "name_says"))
FOR, AGAINST = frozenset({"gtin", "model", "brand", "name", "name_says", "own_known", "kind"}), frozenset(
    {"gtin_other", "model_other", "brand_other", "own_extra", "replaced", "spoken_of", "part", "model_silent"}
)  # fmt: skip


def pairs(count: int, seed: int) -> tuple[list[Agreement], list[int]]:
    """Agreements of made-up listings with every product that is looked at for them; 1 where it is that product."""
    notices = list(made_up.notices(count, seed))
    matcher = NoticeMatcher(notices, scorer=_Open())  # type: ignore[arg-type]  # has the one method that is asked for
    agreements, labels = [], []
    for one in written(notices, random.Random(seed)):
        sketch = sketch_of(of_listing(one.listing))
        for match in matcher.compared(sketch, matcher.candidates([sketch])[0]):
            agreements.append(match.agreement)
            labels.append(int(one.kind == "recalled" and match.notice == one.notice))
    return agreements, labels


class _Open:
    """Lets every candidate through."""

    def logit(self, agreement: Agreement) -> float:
        return agreement.name

    def verdict(self, probability: float, agreement: Agreement) -> str:  # noqa: ARG002 - as the scorer has it
        return "similar"

    def score(self, agreement: Agreement) -> object:  # noqa: ARG002 - as the scorer has it
        from pratique.identity.scorer import Score

        return Score(0.5, "similar", ())


def columns(agreements: Sequence[Agreement]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Fields and products of fields."""
    plain = np.array(agreements, dtype=np.float64)
    products = [plain[:, FIELDS.index(one)] * plain[:, FIELDS.index(other)] for one, other in JOINT]
    return np.column_stack([plain, *products])


def main() -> None:
    """Fit and print."""
    agreements, labels = pairs(4_000, 7)
    x, y = columns(agreements), np.array(labels)
    model = LogisticRegression(C=1.0, max_iter=2_000).fit(x, y)
    names = [*FIELDS, *("×".join(pair) for pair in JOINT)]
    print(f"base {model.intercept_[0]:.2f} of {len(y):,} pairs, {y.sum():,} the same")
    for name, weight in zip(names, model.coef_[0], strict=True):
        print(f"{name:22} {weight:6.2f}")


if __name__ == "__main__":
    main()
