"""Offer clusters of real shops: learned on the clusters of one half, measured on the other. See docs/reference/duplicates.md."""

import os
import random
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from pratique.facts import Listing
from pratique.identity.products import Pairs, PairScorer, Title, blocks, clusters, pairs_of, titles
from pratique.identity.products.blocking import may_be_same
from pratique.identity.products.scorer import PLAIN, Learned

OFFERS = Path(os.environ.get("PRATIQUE_SHARED", Path(__file__).parents[4] / "shared")) / "data" / "offer_clusters.parquet"
pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.skipif(not OFFERS.exists(), reason="the offers are kept elsewhere")]


def half(rows: pl.DataFrame, chosen: set[str]) -> tuple[list[Title], list[str]]:
    some = rows.filter(pl.col("cluster_id").is_in(list(chosen)))
    listings = [
        Listing(row["product_id"], row["product_title"], trader_id=row["vendor_id"], category=row["category_label"])
        for row in some.to_dicts()
    ]
    return titles(listings), some["cluster_id"].to_list()


def pairwise(found: list[list[int]], truth: list[str]) -> tuple[float, float, float]:
    """F1, precision and recall over pairs of offers in the same cluster."""
    wanted = sum(count * (count - 1) // 2 for count in Counter(truth).values())
    given = sum(len(cluster) * (len(cluster) - 1) // 2 for cluster in found)
    right = sum(count * (count - 1) // 2 for cluster in found for count in Counter(truth[row] for row in cluster).values())
    return 2 * right / (given + wanted), right / max(1, given), right / wanted


def blocking_recall(catalogue: list[Title], truth: list[str]) -> tuple[float, int]:
    """Share of the true pairs that stand in a block and do not contradict each other; and how many pairs do."""
    found, possible = 0, 0
    names = np.array(truth)
    for block in blocks(catalogue):
        may = may_be_same(catalogue, block, one_a_trader=True)
        of = names[list(block.rows)]
        found += int((may & (of[:, None] == of[None, :])).sum()) // 2
        possible += int(may.sum()) // 2
    return found / sum(count * (count - 1) // 2 for count in Counter(truth).values()), possible


def test_offers_of_one_product_are_found() -> None:
    rows = pl.read_parquet(OFFERS)
    names = sorted(rows["cluster_id"].unique())
    random.Random(1).shuffle(names)
    known, known_truth = half(rows, set(names[: len(names) // 2]))
    catalogue, truth = half(rows, set(names[len(names) // 2 :]))
    recall, possible = blocking_recall(catalogue, truth)
    print(f"blocking recall {recall:.4f}, {possible:,} of {len(truth) * (len(truth) - 1) // 2:,} pairs")
    assert recall >= 0.98
    learning = pairs_of(known, one_a_trader=True)
    same = np.array(known_truth)[learning.left] == np.array(known_truth)[learning.right]
    asked = pairs_of(catalogue, one_a_trader=True)
    for name, scorer, least in (("plain", PLAIN, 0.7), ("learned", Learned(learning.values, same), 0.8)):
        f1, precision, found = measured(asked, scorer, catalogue, truth)
        print(f"{name}: pairwise F1 {f1:.3f}, precision {precision:.3f}, recall {found:.3f}")
        assert f1 >= least, name


def measured(asked: Pairs, scorer: PairScorer, catalogue: list[Title], truth: list[str]) -> tuple[float, float, float]:
    traders = [title.trader for title in catalogue]
    return pairwise(clusters(len(truth), asked.left, asked.right, scorer.logits(asked.values), traders), truth)
