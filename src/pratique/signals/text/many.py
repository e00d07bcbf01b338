"""Many listings read at once: what `TextDetector.observe` sees in each, as columns.

Texts that several listings share are read once. `docs/decisions/0009-one-pass-over-many.md` says why this is a way of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pratique.facts import Listing, ReadingTable
from pratique.signals.text.check_table import KIND_NUMBER
from pratique.signals.text.concepts import ConceptTable
from pratique.signals.text.fields import other_fields
from pratique.signals.text.lexicon import Lexicon
from pratique.signals.text.many_quantities import ManyQuantities
from pratique.signals.text.quantity import QuantityReader
from pratique.signals.text.roles import RoleReader
from pratique.signals.text.scan import Scanner
from pratique.signals.text.sheet import Sheet
from pratique.signals.text.sweep import Hits, Sweep
from pratique.signals.text.tally import CONFIDENCE, HitColumns, Tally
from pratique.signals.text.vocabulary import Ints

_TITLE, _DESCRIPTION, _OTHERS = range(3)
"""Numbers of fields within a listing; the others count on."""
MOST_LISTINGS, MOST_CHARACTERS = 1024, 1 << 20
"""How many are read at once: what fits the nearer caches."""


class Columns(NamedTuple):
    """Readings of some listings, by row and concept; and the values of quantities."""

    row: Ints
    concept: Ints
    confidence: npt.NDArray[np.float64]
    values: Mapping[int, tuple[list[int], list[float]]]
    """Quantity → rows and values."""


class _Texts(NamedTuple):
    """The texts of some listings, those that recur once, and where each stands."""

    kinds: Ints
    originals: list[str]
    text: Ints
    row: Ints
    field: Ints


def portions(listings: Sequence[Listing]) -> Iterator[tuple[int, Sequence[Listing]]]:
    """Listings in portions to be read at once, each with the number of its first."""
    start = characters = 0
    for number, listing in enumerate(listings):
        characters += len(listing.title) + len(listing.description or "")
        if characters >= MOST_CHARACTERS or number - start + 1 >= MOST_LISTINGS:
            yield start, listings[start : number + 1]
            start, characters = number + 1, 0
    if start < len(listings):
        yield start, listings[start:]


class ManyReader:
    """Reads many listings. Made once for a detector, when it is first wanted: it costs a start."""

    def __init__(
        self,
        table: ConceptTable,
        lexicon: Lexicon,
        scanner: Scanner,
        quantities: Mapping[int, QuantityReader],
        quantities_of: Mapping[int, Sequence[int]],
        always: Sequence[int],
        in_class: float,
        roles: RoleReader,
    ) -> None:
        self._roles = roles
        self._names = table.names
        self._tally = Tally(table.rows, in_class)
        self._quantities = ManyQuantities(len(table.names), quantities, quantities_of, always)
        self._sweep = Sweep(scanner, lexicon, self._quantities.cues)

    def read(self, listings: Sequence[Listing]) -> Columns:
        """What is read in some listings: as many as are kept in mind at once."""
        found = _gathered(listings)
        sheet = Sheet(found.kinds, found.originals)
        hits = self._sweep.meet(sheet)
        forms: dict[int, str] = {}

        def text_of(form: int) -> str:
            if form not in forms:
                forms[form] = sheet.form(form).form
            return forms[form]

        row, concept, total = self._tally.weigh(len(listings), _by_listing(found, hits), self._sweep.terms, text_of)
        confidence = CONFIDENCE[total]
        row, concept, confidence = self._roles.read_many(listings, row, concept, confidence)
        values = self._quantities.read(listings, row, concept, sheet, self._sweep.cues, found.row, found.text)
        return Columns(*_with_quantities(row, concept, confidence, values, len(self._names)), values)


def _gathered(listings: Sequence[Listing]) -> _Texts:
    size = len(listings)
    originals = [listing.title for listing in listings]
    described = [row for row, listing in enumerate(listings) if listing.description]
    originals += [listings[row].description or "" for row in described]
    kinds = [KIND_NUMBER["title"]] * size + [KIND_NUMBER["description"]] * len(described)
    text, row = list(range(len(originals))), [*range(size), *described]
    field = [_TITLE] * size + [_DESCRIPTION] * len(described)
    known: dict[tuple[str, str], int] = {}
    for number, listing in enumerate(listings):
        if listing.category or listing.brand or listing.attributes or listing.warnings:
            for place, (_, kind, written) in enumerate(other_fields(listing), _OTHERS):
                at = known.get((kind, written))
                if at is None:
                    at = known[kind, written] = len(originals)
                    originals.append(written)
                    kinds.append(KIND_NUMBER[kind])
                text.append(at)
                row.append(number)
                field.append(place)
    return _Texts(np.array(kinds), originals, np.array(text), np.array(row), np.array(field))


def _by_listing(found: _Texts, hits: Hits) -> HitColumns:
    """The hits of each text wherever it stands."""
    count = np.bincount(hits.text, minlength=len(found.originals))
    start = np.cumsum(count) - count
    fan = count[found.text]
    place = np.repeat(np.arange(len(found.text)), fan)
    at = np.arange(len(place)) - np.repeat(np.cumsum(fan) - fan - start[found.text], fan)
    return HitColumns(
        found.row[place],
        hits.concept[at],
        found.field[place],
        found.kinds[hits.text[at]],
        hits.strong[at],
        hits.spelling[at],
        hits.term[at],
        hits.form[at],
    )


def _with_quantities(
    row: Ints, concept: Ints, confidence: npt.NDArray[np.float64], values: Mapping[int, tuple[list[int], list[float]]], concepts: int
) -> tuple[Ints, Ints, npt.NDArray[np.float64]]:
    """Readings and, beside or instead of those of terms, the quantities that have values: those are sure."""
    if not values:
        return row, concept, confidence
    key = row * concepts + concept
    read = np.unique(np.concatenate([np.array(rows, dtype=np.int64) * concepts + number for number, (rows, _) in values.items()]))
    others = ~np.isin(key, read)
    key, confidence = np.concatenate([key[others], read]), np.concatenate([confidence[others], np.ones(len(read))])
    order = np.argsort(key, kind="stable")
    return key[order] // concepts, key[order] % concepts, confidence[order]


def as_table(size: int, names: Sequence[str], portions_read: Sequence[tuple[int, Columns]]) -> ReadingTable:
    """Readings of successive portions, each with the number of its first listing, as one table."""
    rows = [np.zeros(0, dtype=np.int64), *(start + one.row for start, one in portions_read)]
    concepts = [np.zeros(0, dtype=np.int64), *(one.concept for _, one in portions_read)]
    confidences = [np.zeros(0), *(one.confidence for _, one in portions_read)]
    values: dict[str, tuple[list[int], list[float]]] = {}
    for start, one in portions_read:
        for number, (at, read) in one.values.items():
            known = values.setdefault(names[number], ([], []))
            known[0].extend([start + row for row in at])
            known[1].extend(read)
    return ReadingTable(
        size,
        names,
        np.concatenate(rows).astype(np.int32),
        np.concatenate(concepts).astype(np.int32),
        np.concatenate(confidences),
        {name: (np.array(at, dtype=np.int32), np.array(read, dtype=np.float64)) for name, (at, read) in values.items()},
    )


def as_columns(table: ReadingTable) -> Columns:
    """A table of readings as a portion."""
    order = np.lexsort((table.concept, table.row))
    numbers = {name: number for number, name in enumerate(table.concepts)}
    values = {numbers[name]: (rows.tolist(), read.tolist()) for name, (rows, read) in table.values.items()}
    return Columns(table.row[order].astype(np.int64), table.concept[order].astype(np.int64), table.confidence[order], values)
