"""Reads every concept out of the text of a listing in one pass."""

from collections import defaultdict
from collections.abc import Mapping

from pratique.facts import Evidence, Listing, Reading
from pratique.facts.concept import Concept
from pratique.signals.text import weigh
from pratique.signals.text.concepts import ConceptRow, ConceptTable
from pratique.signals.text.lexicon import CompiledTerms, Lexicon, compile_terms
from pratique.signals.text.quantity import QuantityReader
from pratique.signals.text.scan import Hit, Scan, Scanner
from pratique.signals.text.units import factors

IN_CLASS = 0.5
"""Confidence from which a listing is taken to be of a product class."""

Weighed = list[tuple[int, Hit]]


class Observation:
    """What was seen in one listing: the confidence of each concept by number, and how it came about."""

    __slots__ = ("confidence", "scan", "values", "weighed")

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.confidence: dict[int, float] = {}
        self.weighed: dict[int, Weighed] = {}
        self.values: dict[int, tuple[list[float], list[Evidence]]] = {}


class TextDetector:
    """Text → readings. Made once from the concepts, used from many threads.

    `quantity_users` names, for a quantity, the concepts whose rules ask for it: a quantity is only read where one of them was, or one of
    its own `within`. Without it, quantities that name no `within` are read everywhere.
    `unit_factors` and `terms` are what a start may keep from an earlier one.
    """

    def __init__(
        self,
        concepts: Mapping[str, Concept],
        quantity_users: Mapping[str, frozenset[str]] | None = None,
        unit_factors: Mapping[str, Mapping[str, float]] | None = None,
        terms: CompiledTerms | None = None,
    ) -> None:
        ordered = tuple(concepts.values())
        self._table = ConceptTable(ordered)
        self._scanner = Scanner(self._table, Lexicon(terms or compile_terms(ordered)))
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
                if not users and quantity_users is None:
                    self._always.append(number)

    @property
    def concepts(self) -> tuple[str, ...]:
        """Ids of the concepts; the place is the number used by `observe`."""
        return self._table.names

    def read(self, listing: Listing) -> tuple[Reading, ...]:
        """Every concept read in a listing, in the order of their ids."""
        return self.readings(self.observe(listing))

    def readings(self, seen: Observation) -> tuple[Reading, ...]:
        """An observation as readings, with the spans of their evidence."""
        readings = []
        for number, confidence in seen.confidence.items():
            values, shown = seen.values.get(number, ((), ()))
            evidence = tuple(shown) or self._evidence(number, seen)
            readings.append(Reading(self._table.names[number], confidence, evidence, tuple(values)))
        return tuple(sorted(readings, key=lambda reading: reading.concept))

    def observe(self, listing: Listing) -> Observation:
        """The same as numbers, without the spans of the evidence: what a batch needs."""
        scan = self._scanner.scan(listing)
        seen = Observation(scan)
        if scan.hits:
            classes = self._weigh_classes(seen)
            self._weigh_others(seen, classes)
        asked = set(self._always)
        for number in seen.confidence.keys() & self._quantities_of.keys():
            asked.update(self._quantities_of[number])
        for number in sorted(asked):
            values, shown = self._quantities[number].read(listing)
            if values:
                seen.values[number] = values, shown
                seen.confidence[number] = 1.0
        return seen

    def _weigh_classes(self, seen: Observation) -> frozenset[int]:
        rows = self._table.rows
        found: dict[int, tuple[float, Weighed]] = {}
        for number, hits in seen.scan.hits.items():
            row = rows[number]
            if row.is_class:
                weighed = _weigh(hits, row, seen.scan, is_supported=False)
                if weighed:
                    confidence = _confidence(weighed)
                    for one in (number, *row.ancestors):
                        if one not in found or confidence > found[one][0]:
                            found[one] = confidence, weighed
        for number, (confidence, weighed) in found.items():
            seen.confidence[number], seen.weighed[number] = confidence, weighed
        return frozenset(number for number, (confidence, _) in found.items() if confidence >= IN_CLASS)

    def _weigh_others(self, seen: Observation, classes: frozenset[int]) -> None:
        rows, hits_of = self._table.rows, seen.scan.hits
        present = set(classes)
        open_hits = []
        for number, hits in hits_of.items():
            row = rows[number]
            if row.is_class or (row.not_classes and not row.not_classes.isdisjoint(classes)):
                continue
            open_hits.append((number, hits, row))
            if any(hit.entry.strong for hit in hits):
                present.add(number)
        for number, hits, row in open_hits:
            supported = not row.classes.isdisjoint(classes) or not row.context_concepts.isdisjoint(present - {number})
            weighed = _weigh(hits, row, seen.scan, is_supported=supported)
            seen.confidence[number], seen.weighed[number] = _confidence(weighed), weighed

    def _evidence(self, number: int, seen: Observation) -> tuple[Evidence, ...]:
        found = set()
        for weight, hit in seen.weighed.get(number, ()):
            start, end = seen.scan.span(hit)
            found.add(
                Evidence(
                    self._table.names[hit.entry.concept],
                    hit.source.field,
                    start,
                    end,
                    hit.source.original[start:end],
                    weight,
                    hit.entry.term,
                )
            )
        return tuple(sorted(found))


def _confidence(weighed: Weighed) -> float:
    if len(weighed) == 1:
        return weigh.confidence_of(weighed[0][0])
    return weigh.confidence((weight, hit.source.field, hit.entry.term) for weight, hit in weighed)


def _weigh(hits: list[Hit], row: ConceptRow, scan: Scan, *, is_supported: bool) -> Weighed:
    """Each hit with its weight; a weak one counts more where another term, a context word, a concept or the class supports it.

    Nobody disguises an innocent word: a disguised term needs no other support.
    """
    weighed = []
    for hit in hits:
        entry, kind = hit.entry, hit.source.kind
        if entry.strong:
            weighed.append((entry.weight(kind), hit))
        elif is_supported or hit.chunk < 0 or _has_company(hit, hits) or (row.has_context and row.context.occur(scan.field_text(hit))):
            weighed.append((weigh.SUPPORTED[kind], hit))
        else:
            weighed.append((entry.weight(kind), hit))
    return weighed


def _has_company(hit: Hit, hits: list[Hit]) -> bool:
    """Whether another term of the concept stands in the same field, apart from this one."""
    field, term = hit.source.field, hit.entry.term
    return len(hits) > 1 and any(
        other.source.field == field and other.entry.term != term and other.entry.term not in term and term not in other.entry.term
        for other in hits
    )
