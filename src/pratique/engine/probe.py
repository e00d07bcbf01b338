"""Questions to the facts of a listing that rules share: each is asked once, however many rules hang on its answer.

`roots` are the listing's fields (or `quantity.*`) a probe reads. Where all of them are absent its answer is that of an empty listing,
which is known beforehand.
"""

import datetime
from collections.abc import Collection, Mapping
from typing import Protocol

import msgspec

from pratique.base.pattern import fits
from pratique.base.period import Period
from pratique.engine.comparison import FALSE, TRUE, UNKNOWN, Literal, prepare
from pratique.engine.decision import SHOWN_FROM
from pratique.engine.expression import Expression
from pratique.facts import Document, Listing
from pratique.facts.coverage import covered_markets, covers_goods
from pratique.facts.number.certificate import is_written_so
from pratique.facts.paths import getter, kind_of
from pratique.policy.model import DocumentType

Answer = int | tuple[str, ...] | None
"""Truth (`FALSE`, `TRUE`) or the names for want of which it is unknown; of a need, the mask of markets in which it is met, `None`
where documents are unknown; of something to be shown `SHOWN`, `ABSENT` or `PARTIAL`."""
ABSENT, PARTIAL, SHOWN = 0, 1, 2
EMPTY = Listing(listing_id="", title="")
_ANY = DocumentType("", {}, "certificate")
PERSONS = frozenset({"manufacturer", "responsible_person", "trader"})


class Subject(msgspec.Struct, gc=False):
    """What probes may look at: the facts as given, the quantities read, the concepts read."""

    listing: Listing
    quantities: Mapping[str, tuple[float, ...]]
    confidences: Mapping[str, float]


class Probe(Protocol):
    """One question. `asks` its roots; `ask` answers for a listing."""

    roots: tuple[str, ...]

    def ask(self, subject: Subject) -> Answer:
        """The answer for one listing."""


class ComparisonProbe:
    """`path op literal`."""

    def __init__(self, path: str, op: str, literal: Literal | None) -> None:
        quantity = path.startswith("quantity.")
        self.roots: tuple[str, ...] = (path if quantity else path.partition(".")[0],)
        self.path, self.op, self.literal = path, op, literal
        self.read = None if quantity else getter(path)
        self.compare = prepare(op, literal)
        self._unknown = (path,)

    def ask(self, subject: Subject) -> Answer:
        truth = self.compare((subject.quantities.get(self.path) or None) if self.read is None else self.read(subject.listing))
        return self._unknown if truth == UNKNOWN else truth


class SaleProbe:
    """Whether the offer is of one of these kinds, the channel's own where the listing does not say."""

    roots: tuple[str, ...] = ("sale_kind",)

    def __init__(self, kinds: tuple[str, ...], of_channel: str | None) -> None:
        self.kinds, self.of_channel = kinds, of_channel

    def ask(self, subject: Subject) -> Answer:
        kind = subject.listing.sale_kind or self.of_channel
        if kind is None:
            return ("sale_kind",)
        return TRUE if kind in self.kinds else FALSE


class PlacedProbe:
    """Whether the law touches goods placed on the market on the listing's day; it does where the day is not known."""

    roots: tuple[str, ...] = ("placed_on_market",)

    def __init__(self, period: Period) -> None:
        self.period = period

    def ask(self, subject: Subject) -> Answer:
        day = subject.listing.placed_on_market
        return TRUE if day is None or day in self.period else FALSE


class ExpressionProbe:
    """`expr:`."""

    def __init__(self, text: str, as_of: datetime.date) -> None:
        self.expression = Expression(text, as_of)
        self.roots = self.expression.roots

    def ask(self, subject: Subject) -> Answer:
        return self.expression.ask(subject.listing, subject.quantities)


class NeedProbe:
    """In which markets a need is met by one of the listing's documents."""

    roots: tuple[str, ...] = ("documents", "on_file")

    def __init__(
        self, need: str, types: Mapping[str, DocumentType], markets: tuple[str, ...], every_market: Collection[str], as_of: datetime.date
    ) -> None:
        self.everywhere = (1 << len(markets)) - 1
        self._bits = {code: 1 << i for i, code in enumerate(markets)}
        self._every_market, self._as_of = every_market, as_of
        self._types = {name: types.get(name, _ANY) for name in need.split("|")}
        self.types = tuple(self._types)
        """Types of documents that meet it."""

    def ask(self, subject: Subject) -> Answer:
        listing = subject.listing
        given, on_file = listing.documents, listing.on_file or ()
        if given is None:
            given = ()
            if not any(document.type in self._types for document in on_file):
                return None
        mask = 0
        for document in (*given, *on_file):
            if document.type in self._types and self._valid(document):
                mask |= self._covered(document, listing)
        return mask

    def _valid(self, document: Document) -> bool:
        kind = self._types[document.type]
        pattern = kind.number_pattern
        if pattern is not None and not (document.number is not None and fits(pattern, document.number)):
            return False
        if not is_written_so(document, kind.number_form, kind.issuer_form, self._as_of):
            return False
        if document.valid_to is None:
            return not kind.needs_expiry and (document.valid_from is None or document.valid_from <= self._as_of)
        return self._as_of <= document.valid_to and (document.valid_from is None or document.valid_from <= self._as_of)

    def _covered(self, document: Document, listing: Listing) -> int:
        if not document.covers:
            return self.everywhere
        if not covers_goods(document, listing, self._every_market):
            return 0
        places = covered_markets(document, self._every_market)
        return self.everywhere if places is None else sum(self._bits.get(name, 0) for name in places)


class ShownProbe:
    """Whether one item of `shown_by` is there, and if not, whether it was given in part."""

    def __init__(self, item: str) -> None:
        names = item.split("|")
        self.concepts = tuple(name for name in names if kind_of(name) is None)
        self.quantities = tuple(name for name in names if name.startswith("quantity."))
        facts = [name for name in names if name not in self.concepts and name not in self.quantities]
        roots = [name.partition(".")[0] for name in facts]
        self._facts = tuple((getter(name), getter(root if root in PERSONS else name)) for name, root in zip(facts, roots, strict=True))
        self.roots = tuple(dict.fromkeys([*roots, *self.quantities]))

    def ask(self, subject: Subject) -> Answer:
        for concept in self.concepts:
            if concept == "product.any" or subject.confidences.get(concept, 0.0) >= SHOWN_FROM:
                return SHOWN
        for quantity in self.quantities:
            if subject.quantities.get(quantity):
                return SHOWN
        answer = ABSENT
        for read, read_given in self._facts:
            if is_there(read(subject.listing)):
                return SHOWN
            if read_given(subject.listing) is not None:
                answer = PARTIAL
        return answer


def is_there(fact: object) -> bool:
    """Whether a fact shows something: not absent, not blank, not empty, not a flag that is off."""
    if fact is None or fact is False:
        return False
    if isinstance(fact, str):
        return not fact.isspace() and fact != ""
    return len(fact) > 0 if isinstance(fact, (tuple, dict)) else True
