"""Product pairs of the literature: trained on their training part alone, threshold from their validation part, F1 on their test part.

`python -m benchmarks.matching.literature [FOLDER]` writes `docs/reference/matching-literature.json`. Nothing learned here is kept or shipped.
"""

import json
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier

from benchmarks import shared
from benchmarks.matching.pair_features import PairFeatures, Prepared

DATA = shared.DATA / "product_pairs.parquet"
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "matching-literature.json"
PUBLISHED = {
    "Textual/Abt-Buy": {"Magellan": 0.436, "DeepMatcher": 0.628, "Ditto": 0.893},
    "Structured/Amazon-Google": {"Magellan": 0.491, "DeepMatcher": 0.693, "Ditto": 0.756},
    "Structured/Walmart-Amazon": {"Magellan": 0.719, "DeepMatcher": 0.669, "Ditto": 0.868},
    "Dirty/Walmart-Amazon": {"Magellan": 0.374, "DeepMatcher": 0.538, "Ditto": 0.857},
}
"""F1 as printed in Mudgal et al. (SIGMOD 2018) and Li et al. (PVLDB 14, 2020), Table 5 of the latter."""


class Result(NamedTuple):
    """One task."""

    task: str
    train: int
    test: int
    precision: float
    recall: float
    f1: float


def measure(task: str, data: Path = DATA, seeds: int = 3) -> Result:
    """Train, choose the threshold, test."""
    table = pl.read_parquet(data).filter(pl.col("dataset") == task)
    known: dict[str, Prepared] = {}

    def prepared(written: str) -> Prepared:
        if written not in known:
            known[written] = Prepared(
                len(known), {name: str(value) for name, value in json.loads(written).items() if value not in (None, "")}
            )
        return known[written]

    parts = {}
    for part in ("train", "valid", "test"):
        rows = table.filter(pl.col("split") == part)
        parts[part] = (
            [(prepared(one), prepared(other)) for one, other in zip(rows["record_a"], rows["record_b"], strict=True)],
            rows["match"].to_numpy(),
        )
    counted = list({id(record): record for pair in parts["train"][0] for record in pair}.values())
    features = PairFeatures(counted)
    x = {part: features.matrix(pairs) for part, (pairs, _) in parts.items()}
    y = {part: labels for part, (_, labels) in parts.items()}
    probability = {part: np.zeros(len(labels)) for part, labels in y.items()}
    for seed in range(seeds):
        boosted = HistGradientBoostingClassifier(
            max_iter=250,
            learning_rate=0.05,
            max_leaf_nodes=15,
            min_samples_leaf=10,
            l2_regularization=1.0,
            max_features=0.3,
            random_state=seed,
        ).fit(x["train"], y["train"])
        forest = ExtraTreesClassifier(
            300, min_samples_leaf=1, max_features=0.3, class_weight="balanced_subsample", n_jobs=1, random_state=seed
        ).fit(x["train"], y["train"])
        for part in ("valid", "test"):
            probability[part] += (boosted.predict_proba(x[part])[:, 1] + forest.predict_proba(x[part])[:, 1]) / (2 * seeds)
    thresholds = np.linspace(0.1, 0.9, 81)
    scores = np.array([_f1(y["valid"], probability["valid"] >= threshold)[2] for threshold in thresholds])
    best = float(thresholds[scores >= scores.max() - 0.002].mean())
    return Result(task, len(y["train"]), len(y["test"]), *_f1(y["test"], probability["test"] >= best))


def _f1(
    truth: "np.ndarray[tuple[int], np.dtype[np.int64]]", found: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> tuple[float, float, float]:
    hit = float(np.sum(found & (truth == 1)))
    precision, recall = hit / max(1.0, float(np.sum(found))), hit / max(1.0, float(np.sum(truth == 1)))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def main(data: Path) -> None:
    """Measure every task and keep the figures."""
    figures = []
    for task, published in PUBLISHED.items():
        result = measure(task, data, seeds=1)
        print(f"{result.task:28} P {result.precision:.3f}  R {result.recall:.3f}  F1 {result.f1:.3f}  {published}", flush=True)
        figures.append(
            {
                **{name: round(value, 3) if isinstance(value, float) else value for name, value in result._asdict().items()},
                "published": published,
            }
        )
    PAGE.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "product_pairs.parquet" if len(sys.argv) > 1 else DATA)
