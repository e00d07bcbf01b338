"""Duplicates of a whole catalogue as rows: copies of one listing, or offers of one product."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from pratique.assembly.write.rows import AgreementRow, DuplicateRow
from pratique.facts import Listing
from pratique.identity.duplicates import DuplicateIndex, groups
from pratique.identity.products import PLAIN, PairScorer, clusters, pairs_of, titles


def copies(index: DuplicateIndex, *, identical_only: bool = False) -> Iterator[DuplicateRow]:
    """Groups of copies in an index."""
    for number, group in enumerate(groups(index, identical_only=identical_only), 1):
        first = group.members[0].id
        for one in group.members:
            found = one.comparison
            shown = tuple(AgreementRow(field.field, field.likeness, field.how) for field in found.fields) if found is not None else ()
            likeness, score = (found.likeness, found.score) if found is not None else ("first", 1.0)
            yield DuplicateRow(number, one.id, one.trader, first, likeness, score, shown)


def products(listings: Sequence[Listing], scorer: PairScorer = PLAIN, *, one_a_trader: bool = False) -> Iterator[DuplicateRow]:
    """Groups of offers of one product; with `one_a_trader` no trader offers a product twice."""
    catalogue = titles(listings)
    pairs = pairs_of(catalogue, one_a_trader=one_a_trader)
    logits = scorer.logits(pairs.values)
    odds = {(left, right): value for left, right, value in zip(pairs.left.tolist(), pairs.right.tolist(), logits.tolist(), strict=True)}
    found = clusters(len(catalogue), pairs.left, pairs.right, logits, [one.trader for one in catalogue] if one_a_trader else None)
    for number, rows in enumerate(found, 1):
        first = catalogue[rows[0]]
        for row in rows:
            one = catalogue[row]
            score = 1.0 if row == rows[0] else float(1 / (1 + np.exp(-odds.get((rows[0], row), -4.0))))
            shared = () if row == rows[0] else _shared(first.set & one.set, first.codes & one.codes)
            yield DuplicateRow(number, one.id, one.trader, first.id, "first" if row == rows[0] else "product", round(score, 3), shared)


def _shared(words: Iterable[str], codes: Iterable[str]) -> tuple[AgreementRow, ...]:
    found = []
    if codes := sorted(codes):
        found.append(AgreementRow("codes", 1.0, " ".join(codes)))
    if words := sorted(words):
        found.append(AgreementRow("words", 1.0, " ".join(words)))
    return tuple(found)
