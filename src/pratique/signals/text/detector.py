"""Reads every concept out of the text of a listing in one pass."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from operator import attrgetter

import msgspec

from pratique.facts import Evidence, Listing, Reading
from pratique.facts.brand import Brand
from pratique.facts.concept import Concept
from pratique.signals.brand.reader import BrandReader, Shown
from pratique.signals.text import weigh
from pratique.signals.text.concepts import ConceptRow, ConceptTable
from pratique.signals.text.cues import shown_signs
from pratique.signals.text.hit import Hit
from pratique.signals.text.lexicon import SURE, CompiledTerms, Lexicon, compile_terms
from pratique.signals.text.many import ManyReader
from pratique.signals.text.quantity import QuantityReader
from pratique.signals.text.roles import RoleReader
from pratique.signals.text.scan import Scanner
from pratique.signals.text.units import factors

IN_CLASS = 0.5
"""Confidence from which a listing is taken to be of a product class."""
_NONE: frozenset[int] = frozenset()
_NOTHING: tuple[list[float], list[Evidence]] = ([], [])
_CONCEPT = attrgetter("concept")


EVERY_LISTING = "product.any"
"""Read of every subject without being looked for: what it asks for is always read."""


class Observation(msgspec.Struct):
    """What was seen in one listing: the confidence of each concept by number, and how it came about."""

    hits: dict[int, list[Hit]]
    """Every term met, by the concept it shows."""
    confidence: dict[int, float] = {}
    shown: dict[int, list[Hit]] = {}
    """The hits that show each concept; for a class, perhaps those of one below it."""
    supported: dict[int, list[int]] = {}
    """For concepts of which a weak term was met: the weight of each of their hits. Others have the weight of the entry."""
    values: dict[int, tuple[list[float], list[Evidence]]] = {}
    roles: dict[int, list[Shown]] = {}
    """What shows the roles in which brands are named."""


class TextDetector:
    """Text → readings. Made once from the concepts, used from many threads.

    `quantity_users` names, for a quantity, the concepts whose rules ask for it: a quantity is only read where one of them was, or one of
    its own `within`. Without it, quantities that name no `within` are read everywhere.
    `unit_factors` and `terms` are what a start may keep from an earlier one. `brands` is the register.
    """

    def __init__(
        self,
        concepts: Mapping[str, Concept],
        quantity_users: Mapping[str, frozenset[str]] | None = None,
        unit_factors: Mapping[str, Mapping[str, float]] | None = None,
        terms: CompiledTerms | None = None,
        brands: Mapping[str, Brand] | None = None,
    ) -> None:
        ordered = tuple(concepts.values())
        self._table = ConceptTable(ordered)
        self._lexicon = Lexicon(terms or compile_terms(ordered))
        self._scanner = Scanner(self._table, self._lexicon)
        self._roles = RoleReader(BrandReader(concepts, brands), self._table.numbers)
        self._quantities: dict[int, QuantityReader] = {}
        self._quantities_of: defaultdict[int, list[int]] = defaultdict(list)
        self._always: list[int] = []
        for concept in ordered:
            if concept.quantity:
                unit = concept.quantity.unit
                table = unit_factors[unit] if unit_factors and unit in unit_factors else factors(unit)
                number = self._table.numbers[concept.id]
                self._quantities[number] = QuantityReader(concept, concept.quantity, table)
                users = {*concept.quantity.within, *(quantity_users or {}).get(concept.id, ())}
                for user in users & self._table.numbers.keys():
                    self._quantities_of[self._table.numbers[user]].append(number)
                if EVERY_LISTING in users or (not users and quantity_users is None):
                    self._always.append(number)

    @property
    def concepts(self) -> tuple[str, ...]:
        """Ids of the concepts; the place is the number used by `observe`."""
        return self._table.names

    @cached_property
    def many(self) -> ManyReader:
        """Reads many listings at once, as `observe` does one."""
        quantities = self._quantities, self._quantities_of, self._always
        return ManyReader(self._table, self._lexicon, self._scanner, *quantities, IN_CLASS, self._roles)

    def read(self, listing: Listing) -> tuple[Reading, ...]:
        """Every concept read in a listing, in the order of their ids."""
        return self.readings(self.observe(listing))

    def readings(self, seen: Observation) -> tuple[Reading, ...]:
        """An observation as readings, with the spans of their evidence."""
        readings = []
        known: dict[int, tuple[Evidence, ...]] = {}  # a class and those above it are shown by the same hits
        names = self._table.names
        for number, confidence in seen.confidence.items():
            values, shown = seen.values.get(number, _NOTHING)
            if shown:
                evidence = tuple(shown)
            elif number in seen.roles:
                roles = [one.evidence(names[number]) for one in seen.roles[number]]
                evidence = tuple(sorted({*self._evidence(seen.shown.get(number, []), seen), *roles}))
            else:
                hits = seen.shown.get(number, [])
                evidence = known.get(id(hits), ())
                if not evidence:
                    evidence = known[id(hits)] = self._evidence(hits, seen)
            readings.append(Reading(names[number], confidence, evidence, tuple(values)))
        readings.sort(key=_CONCEPT)
        return tuple(readings)

    def observe(self, listing: Listing) -> Observation:
        """The same as numbers, without the spans of the evidence: what a batch needs."""
        seen = Observation(self._scanner.scan(listing))
        if seen.hits:
            self._weigh_others(seen, self._weigh_classes(seen))
            if not self._roles.woken_by.isdisjoint(seen.confidence):
                for number, (confidence, roles) in self._roles.read(listing, seen.confidence).items():
                    seen.confidence[number] = max(confidence, seen.confidence.get(number, 0.0))
                    seen.roles[number] = roles
        asked = list(self._always)
        for number in seen.confidence:
            if number in self._quantities_of:
                asked += self._quantities_of[number]
        for number in sorted(set(asked)) if asked else ():
            values, shown = self._quantities[number].read(listing)
            if values:
                seen.values[number] = values, shown
                seen.confidence[number] = 1.0
        return seen

    def _weigh_classes(self, seen: Observation) -> frozenset[int]:
        rows, confidence, shown = self._table.rows, seen.confidence, seen.shown
        for number, hits in seen.hits.items():
            row = rows[number]
            if row.is_class:
                found = _weigh(number, hits, row, seen, is_supported=False)
                for one in row.line:
                    if one not in confidence or found > confidence[one]:
                        confidence[one], shown[one] = found, hits
        return frozenset([number for number, found in confidence.items() if found >= IN_CLASS]) if confidence else _NONE

    def _weigh_others(self, seen: Observation, classes: frozenset[int]) -> None:
        rows, confidence, shown = self._table.rows, seen.confidence, seen.shown
        doubtful = []
        for number, hits in seen.hits.items():
            row = rows[number]
            if row.is_class or (classes and row.not_classes and not row.not_classes.isdisjoint(classes)):
                continue
            shown[number] = hits
            if len(hits) == 1 and hits[0].entry.strong:
                confidence[number] = SURE[hits[0].entry.form][hits[0].form.source.kind]
            elif all(hit.entry.strong for hit in hits):
                confidence[number] = _weigh(number, hits, row, seen, is_supported=False)
            else:
                doubtful.append((number, hits, row))
        if not doubtful:
            return
        strong = [number for number, hits in shown.items() if not rows[number].is_class and any(hit.entry.strong for hit in hits)]
        present = classes.union(strong)
        for number, hits, row in doubtful:
            supported = not row.classes.isdisjoint(classes) or not row.context_concepts.isdisjoint(present - {number})
            confidence[number] = _weigh(number, hits, row, seen, is_supported=supported)

    def _evidence(self, hits: list[Hit], seen: Observation) -> tuple[Evidence, ...]:
        found = []
        weights = seen.supported.get(hits[0].entry.concept) if hits else None
        for place, hit in enumerate(hits):
            entry, source = hit.entry, hit.form.source
            start, end = hit.whole_span()
            weight = weights[place] if weights else _weight(hit)
            name = self._table.names[entry.concept]
            found.append(Evidence(name, source.field, start, end, source.original[start:end], weight, shown_signs(entry.term)))
        return tuple(sorted(set(found))) if len(found) > 1 else tuple(found)


def _weight(hit: Hit) -> int:
    return hit.entry.weight(hit.form.source.kind)


def _weigh(number: int, hits: list[Hit], row: ConceptRow, seen: Observation, *, is_supported: bool) -> float:
    """Confidence from the hits of a concept; a weak one counts more where another term, a context word, a concept or the class supports it.

    Nobody disguises an innocent word: a disguised term needs no other support.
    """
    hit = hits[0]
    if len(hits) == 1 and hit.entry.strong:
        return SURE[hit.entry.form][hit.form.source.kind]
    weights = [_weight(hit) for hit in hits]
    for place, hit in enumerate(hits):
        if not hit.entry.strong:
            seen.supported[number] = weights
            if is_supported or hit.is_disguised or _has_company(hit, hits) or (row.has_context and row.context.occur(hit.field_text())):
                weights[place] = weigh.SUPPORTED[hit.form.source.kind]
    if len(weights) == 1:
        return weigh.confidence_of(weights[0])
    return weigh.confidence([(weight, hit.form.source.field, hit.entry.term) for weight, hit in zip(weights, hits, strict=True)])


def _has_company(hit: Hit, hits: list[Hit]) -> bool:
    """Whether another term of the concept stands in the same field, apart from this one."""
    field, term = hit.form.source.field, hit.entry.term
    return len(hits) > 1 and any(other.form.source.field == field and weigh.is_company(term, other.entry.term) for other in hits)
