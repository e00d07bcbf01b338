"""A whole catalogue through a screener, portion by portion: nothing is held longer than a portion, nothing is lost."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from pratique.assembly.read import Chunk, Reject, Warned
from pratique.assembly.write import ConceptsRow, DecisionRow, Output, concepts_row
from pratique.engine.decision import Decision
from pratique.facts import Listing, Reading

T = TypeVar("T")
Screen = Callable[[Sequence[Listing]], list[list[Decision]]]


class Portion(msgspec.Struct, frozen=True):
    """A portion of the input with the decisions on each of its listings."""

    chunk: Chunk
    decisions: Sequence[Sequence[Decision | DecisionRow]]


def screened(
    chunks: Iterable[Chunk], screen: Screen, *, own_markets_of: Collection[str] | None = None, output: Output | None = None
) -> Iterator[Portion]:
    """Each portion after it was screened and, with an output, written; portions that an earlier run wrote are read back instead.

    With `own_markets_of` (the codes known), a listing keeps the decisions for its own markets alone. A listing on which the screener
    fails becomes a reject with the reason.
    """
    for index, chunk in enumerate(chunks):
        if output is not None and index < output.saved:
            yield Portion(chunk, regrouped(chunk.listings, output.rows_of(index)))
            continue
        decisions = _all_or_each(chunk, screen)
        if own_markets_of is not None:
            decisions = [_of_own_markets(chunk, position, found, own_markets_of) for position, found in enumerate(decisions)]
        if output is not None:
            output.append([decision for found in decisions for decision in found], chunk.rejects)
        yield Portion(chunk, decisions)


def named(
    chunks: Iterable[Chunk], read: Callable[[Sequence[Listing]], Sequence[Sequence[Reading]]], *, output: Output | None = None
) -> Iterator[tuple[Chunk, list[ConceptsRow]]]:
    """Each portion with the concepts of its listings; otherwise as `screened`."""
    yield from answered(
        chunks,
        lambda listings: [[concepts_row(listing, found)] for listing, found in zip(listings, read(listings), strict=True)],
        output=output,
    )


def answered(
    chunks: Iterable[Chunk], ask: Callable[[Sequence[Listing]], Sequence[Sequence[T]]], *, output: Output | None = None
) -> Iterator[tuple[Chunk, list[T]]]:
    """Each portion with the rows of its listings laid end to end, written where there is an output; otherwise as `screened`."""
    for index, chunk in enumerate(chunks):
        if output is not None and index < output.saved:
            yield chunk, output.rows_of(index)
            continue
        rows = [row for found in _all_or_each(chunk, ask) for row in found]
        if output is not None:
            output.append(rows, chunk.rejects)
        yield chunk, rows


def _all_or_each(chunk: Chunk, screen: Callable[[Sequence[Listing]], Sequence[T]]) -> list[T]:
    """The answer for each listing; those on which `screen` fails are found by halving and move to the rejects."""
    answers: list[T] = []
    kept: list[int] = []

    def take(start: int, end: int) -> None:
        try:
            answers.extend(screen(chunk.listings[start:end]))
            kept.extend(range(start, end))
        except Exception as error:  # one listing must not cost its neighbours their answer
            if os.environ.get("PRATIQUE_DEBUG"):
                raise
            if end - start > 1:
                middle = (start + end) // 2
                take(start, middle)
                take(middle, end)
            else:
                listing = chunk.listings[start]
                reason = f"could not be screened: {type(error).__name__}: {error}"[:300]
                shown = f"listing_id: {listing.listing_id[:60]}, title: {listing.title[:60]}"
                chunk.rejects.append(Reject(chunk.file, chunk.lines[start], reason, shown))

    take(0, len(chunk.listings))
    chunk.listings, chunk.lines = [chunk.listings[at] for at in kept], [chunk.lines[at] for at in kept]
    return answers


def _of_own_markets(chunk: Chunk, position: int, decisions: list[Decision], known: Collection[str]) -> list[Decision]:
    own = chunk.listings[position].markets
    if not own:
        return decisions
    for code in own:
        if code not in known:
            chunk.warnings.append(Warned(chunk.file, chunk.lines[position], f"markets names no market we know: `{code[:20]}`"))
    return [decision for decision in decisions if decision.market in own] or decisions


def regrouped(listings: Sequence[Listing], rows: Sequence[DecisionRow]) -> list[list[DecisionRow]]:
    """Rows in the order of the listings, to each listing its own; two listings may share an id."""
    groups: list[list[DecisionRow]] = []
    at = 0
    for listing in listings:
        markets: set[str] = set()
        group = []
        while at < len(rows) and rows[at].listing_id == listing.listing_id and rows[at].market not in markets:
            markets.add(rows[at].market)
            group.append(rows[at])
            at += 1
        groups.append(group)
    return groups
