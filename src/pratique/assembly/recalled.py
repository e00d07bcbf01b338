"""Notices as a detector: listings held against every notice, what is found given as readings, so that rules and cases work unchanged.

`safety.recalled` is read where the listing is the product of a notice (`same`, or `probably` with less confidence), whatever the country of
the notice; beside it `safety.recalled_us` and the like, for each jurisdiction the notice is of, which is what the law there asks for. Where
the listing only shares maker and kind or most of the name, `safety.similar_to_recalled` is read. The evidence names the notice: field
`notices.<id>`, as text the product and the address of the notice.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np

from pratique.assembly.readings import joined
from pratique.facts import Evidence, Listing, Reading, ReadingTable
from pratique.facts.reading import BASE_CENTILOGITS, CAP_CENTILOGITS
from pratique.identity.matcher import Match, NoticeMatcher, rarity_of
from pratique.identity.notice import ProductNotice
from pratique.identity.words import lower_words, words
from pratique.policy.model import Content
from pratique.signals.text import weigh

RECALLED, SIMILAR = "safety.recalled", "safety.similar_to_recalled"
FAMILIES = frozenset({"safety"})
"""What a decision is degraded in where this detector fails."""
FIELD = "notices."
_KINDS = frozenset({"listing", "ad"})
_SHOWN = 3
"""Notices that are named for one listing at most, the likeliest."""
_SIMILAR_WEIGHT = 480
"""Hundredths of a logit: enough for a person to look, never to act."""


def ordinary_words(content: Content) -> frozenset[str]:
    """Words of the content that name kinds of product or are plain English: no brand is made of them."""
    terms = (term.text for concept in content.concepts.values() for term in concept.terms if term.language == "en")
    return frozenset(word for text in terms for word in lower_words(text))


def matcher_of(
    notices: Sequence[ProductNotice], content: Content, every: Sequence[ProductNotice] | None = None, images: str | None = None
) -> NoticeMatcher:
    """Ready to be asked. Where `notices` are but some, how much words say is counted over `every` one, as when all are asked.

    `images` is the folder of the pictures that are files.
    """
    return NoticeMatcher(notices, rarity=rarity_of(notices if every is None else every, ordinary_words(content)), images=images)


def detector_of(notices: Sequence[ProductNotice], content: Content, every: Sequence[ProductNotice] | None = None) -> "RecallDetector":
    """The same as a detector for this content."""
    return RecallDetector(matcher_of(notices, content, every), Lands(content))


class Lands:
    """Which of a content's concepts stand for the markets of a notice."""

    def __init__(self, content: Content) -> None:
        known = {name.removeprefix(f"{RECALLED}_"): name for name in content.concepts if name.startswith(f"{RECALLED}_")}
        self._by_market = {
            code: tuple(known[one] for one in market.jurisdictions if one in known) for code, market in content.markets.items()
        }
        self._known = known

    def concepts(self, markets: Iterable[str]) -> list[str]:
        """Of the jurisdictions a notice is of: `EU` is one, and so are those of a country in it."""
        found: dict[str, None] = {}
        for code in markets:
            own = self._known.get(code.lower())
            found.update(dict.fromkeys((own,) if own is not None else self._by_market.get(code.upper(), ())))
        return list(found)


class Recalls(Protocol):
    """What holds a listing against notices."""

    def read(self, listing: Listing) -> tuple[Reading, ...]:
        """Readings of `safety.recalled` or `safety.similar_to_recalled`; raises as it likes, then the decision is degraded."""

    def read_many(self, listings: Sequence[Listing]) -> list[tuple[Reading, ...]]:
        """The same of many, quicker; where it raises, each is asked for by itself."""

    def under(self, content: Content) -> "Recalls":
        """The same notices told in the concepts of another content."""


class KeptRecalls:
    """What notices gave once, for one decision that is made again."""

    def __init__(self, evidence: Iterable[Evidence]) -> None:
        self._readings = kept(evidence)

    def read(self, listing: Listing) -> tuple[Reading, ...]:
        """The same whatever is asked."""
        del listing
        return self._readings

    def read_many(self, listings: Sequence[Listing]) -> list[tuple[Reading, ...]]:
        """The same for each."""
        return [self._readings] * len(listings)

    def under(self, content: Content) -> "KeptRecalls":
        """What was read stays what it was."""
        del content
        return self


class RecallDetector:
    """Listing → readings. Subjects that are no listing have none."""

    def __init__(self, matcher: NoticeMatcher, lands: Lands) -> None:
        self.matcher, self._lands = matcher, lands

    def under(self, content: Content) -> "RecallDetector":
        """The same matcher, which is what takes long to make; other jurisdictions may have a concept now."""
        return RecallDetector(self.matcher, Lands(content))

    def read(self, listing: Listing) -> tuple[Reading, ...]:
        """Of the likeliest notices: one reading, and one more for each jurisdiction that they are of."""
        return self.read_many([listing])[0]

    def read_many(self, listings: Sequence[Listing]) -> list[tuple[Reading, ...]]:
        """The same for each."""
        found = iter(self.matcher.match_many([listing for listing in listings if listing.kind in _KINDS]))
        return [self._readings(listing, next(found)) if listing.kind in _KINDS else () for listing in listings]

    def _readings(self, listing: Listing, found: Sequence[Match]) -> tuple[Reading, ...]:
        recalled = [one for one in found if one.score.verdict in ("same", "probably")]
        if not recalled:
            return (_reading(listing, SIMILAR, found),) if found else ()
        by_concept = {RECALLED: recalled}
        for match in recalled:
            for concept in self._lands.concepts(match.markets):
                by_concept.setdefault(concept, []).append(match)
        return tuple(_reading(listing, concept, matches) for concept, matches in sorted(by_concept.items()))


def _reading(listing: Listing, concept: str, found: Sequence[Match]) -> Reading:
    best = found[0]
    weight = _SIMILAR_WEIGHT if concept == SIMILAR else _weight(best.score.probability)
    evidence = []
    for place, match in enumerate(found[:_SHOWN]):
        text = f"{match.product} ({match.notice}, {match.url})" if match.url else f"{match.product} ({match.notice})"
        evidence.append(Evidence(concept, f"{FIELD}{match.notice}", 0, len(text), text, 0 if place else weight, match.notice))
    evidence += _spans(listing, concept, best)
    return Reading(concept, weigh.confidence_of(weight), tuple(sorted(evidence)))


def _weight(probability: float) -> int:
    """Hundredths of a logit that bring a concept from its base to this probability."""
    logit = math.log(max(probability, 1e-6) / max(1 - probability, 1e-6))
    return min(CAP_CENTILOGITS - BASE_CENTILOGITS, max(0, round(100 * logit) - BASE_CENTILOGITS))


def _spans(listing: Listing, concept: str, match: Match) -> list[Evidence]:
    """Where in the listing the product is named: the stretch of the title from its first word to its last."""
    named = set(words(match.product))
    places = [(start, end) for start, end, word in _title_words(listing.title) if not named.isdisjoint(words(word))]
    if not places:
        return []
    start, end = places[0][0], places[-1][1]
    return [Evidence(concept, "title", start, end, listing.title[start:end], 0, match.notice)]


def _title_words(title: str) -> Iterable[tuple[int, int, str]]:
    at = 0
    for word in title.split():
        start = title.index(word, at)
        at = start + len(word)
        bare = word.strip(".,;:!?()[]\"'“”®™©")
        if bare:
            inner = title.index(bare, start)
            yield inner, inner + len(bare), bare


def joined_table(table: ReadingTable, found: Mapping[int, tuple[Reading, ...]], text: Mapping[int, tuple[Reading, ...]]) -> ReadingTable:
    """The table with what notices gave for some rows. `text` are the rows' readings of the text where it read one of the same concepts."""
    numbers = {name: number for number, name in enumerate(table.concepts)}
    rows, concepts, confidence = list(table.row), list(table.concept), list(table.confidence)
    at = {
        (int(row), int(concept)): place
        for place, (row, concept) in enumerate(zip(table.row, table.concept, strict=True))
        if int(row) in found
    }
    for row, readings in found.items():
        for reading in readings:
            number = numbers.get(reading.concept)
            if number is None:
                continue
            place = at.get((row, number))
            if place is not None:
                known = next((one for one in text.get(row, ()) if one.concept == reading.concept), None)
                confidence[place] = joined(known, reading).confidence if known is not None else max(confidence[place], reading.confidence)
            else:
                rows.append(np.int32(row))
                concepts.append(np.int32(number))
                confidence.append(np.float64(reading.confidence))
    order = np.lexsort((np.array(concepts, dtype=np.int32), np.array(rows, dtype=np.int32)))
    return ReadingTable(
        table.size,
        table.concepts,
        np.array(rows, dtype=np.int32)[order],
        np.array(concepts, dtype=np.int32)[order],
        np.array(confidence, dtype=np.float64)[order],
        table.values,
    )


def kept(evidence: Iterable[Evidence]) -> tuple[Reading, ...]:
    """What notices gave when a decision was made, out of its evidence: for a replay, when those notices may be others."""
    every = tuple(evidence)
    shown = [one for one in every if one.field.startswith(FIELD)]
    found = []
    for concept in sorted({one.concept for one in shown}):
        own = [one for one in shown if one.concept == concept]
        notices = {one.term for one in own}
        whole = [one for one in every if one.concept == concept and one.term in notices]
        found.append(Reading(concept, weigh.confidence_of(max(one.weight for one in own)), tuple(sorted(whole))))
    return tuple(found)
