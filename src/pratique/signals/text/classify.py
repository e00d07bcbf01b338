"""The product class of a listing, from its category path and its title: many classes are shown, one is sold.

Every term of a class that was met counts by where it stands (`phrase`): the deepest part of a path more than its root, the head of a title
more than its complements. What a class has, the classes below it that were met share; then the tree is walked from its root, always to the
child that has more than half. So the deepest class wins over those above it, and where siblings are too close their parent is the answer.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from pratique.facts import Evidence, Listing, Reading
from pratique.facts.concept import Concept
from pratique.signals.text import phrase
from pratique.signals.text.detector import TextDetector
from pratique.signals.text.normal import normalise
from pratique.signals.text.weigh import SUPPORTED

ROOT = "class.product"
FEATURES = frozenset(("class.bluetooth", "class.wifi"))
"""Classes that say how a thing works, not what it is."""
IN_TITLE, IN_CATEGORY = 0.8, 1.1
WEAK = 0.24
"""What a term counts that says its class only with support."""
DOUBT = 0.2
"""Weight of what was not seen; a single word in a title is never sure."""
LEAST = 0.02
"""Other classes are not named below this confidence."""
SHARE_TO_GO_DEEPER = 0.5
_UP_THE_PATH, _DOWN_THE_TITLE = 0.65, 0.6
_PARTLY = 0.08
"""What a term counts that is next to nothing of its part of a path; one that is all of it counts 1."""
_NOT_THE_HEAD = 0.45
_OTHERWISE_QUALIFIED = 0.3
"""What a noun counts beside a class that qualifies it: the car in a toy car."""
_ID = re.compile(r"\d{1,8}|[a-z]{2}(?:-\d+)+")

Weights = dict[str, float]


class Classifier:
    """Listing → classes, the best first. Made once from the concepts of a content; those that are no classes are left out."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self._classes = {name: concept for name, concept in concepts.items() if concept.family == "class" and name not in (ROOT, *FEATURES)}
        self._detector = TextDetector({name: _with_title(concept) for name, concept in self._classes.items()})
        self._line = {name: tuple(self._above(name)) for name in self._classes}
        """Each class with those above it, nearest first."""
        self._is_head_first = {
            (name, normalise(term.text).strip()): term.language in phrase.HEAD_FIRST
            for name, concept in self._classes.items()
            for term in concept.terms
        }
        self._qualifiers = frozenset(name for name, line in self._line.items() if any(self._classes[above].qualifies for above in line))
        self._by_id = {number: name for name, concept in self._classes.items() for ids in concept.same_as.values() for number in ids}

    def classify(self, listing: Listing, top: int = 3) -> tuple[Reading, ...]:
        """At most `top` classes with their confidence and what shows them: the best, then others that are neither above nor below it."""
        category = listing.category or ""
        readings = self._detector.read(Listing(listing_id="", title=listing.title, category=listing.category))
        parts = phrase.segments(category, listing.title)
        shown = _longest(
            one
            for reading in readings
            for one in reading.evidence
            if one.field == "title" or any(start < one.end <= end for start, end in parts)
        )
        if _ID.fullmatch(category.strip()) and (known := self._by_id.get(category.strip())):
            shown.append(Evidence(known, "category", 0, len(category), category, SUPPORTED["category"], category.strip()))
        weights = self._path_weights(category, parts, [one for one in shown if one.field == "category"])
        for name, weight in self._title_weights(listing.title, [one for one in shown if one.field == "title"]).items():
            weights[name] = weights.get(name, 0.0) + weight
        return self._best(weights, shown, top)

    def hs(self, name: str) -> tuple[str, ...]:
        """Headings of the Harmonised System of a class; where it names none, those of the nearest class above that does."""
        return next((self._classes[above].hs for above in self._line[name] if self._classes[above].hs), ())

    def title(self, name: str) -> str:
        """The name of a class in English."""
        return self._classes[name].title["en"]

    def _above(self, name: str) -> list[str]:
        line: list[str] = []
        at: str | None = name
        while at in self._classes and at not in line:
            line.append(at)
            at = self._classes[at].parent
        return line

    def _path_weights(self, path: str, parts: Sequence[tuple[int, int]], shown: Sequence[Evidence]) -> Weights:
        weights: Weights = {}
        qualified: str | None = None
        for depth, (start, end) in enumerate(parts):
            here: Weights = {}
            cut = phrase.complement(path, start, end)
            for one in shown:
                if start < one.end <= end:  # a term may begin in the part before: `Cell Phones > Accessories`
                    share = min(1.0, _letters(one.text) / max(1, _letters(path[start:end])))
                    weight = (
                        IN_CATEGORY
                        * (_PARTLY + (1 - _PARTLY) * share)
                        * _strength(one)
                        * (phrase.IN_COMPLEMENT if one.start >= cut else 1.0)
                    )
                    here[one.concept] = max(here.get(one.concept, 0.0), weight)
            self._qualify(here, qualified)
            qualified = qualified or next((name for name in here if name in self._qualifiers and here[name] > IN_CATEGORY / 2), None)
            for name, weight in here.items():
                weights[name] = max(weights.get(name, 0.0), weight * _UP_THE_PATH ** (len(parts) - 1 - depth))
        return weights

    def _title_weights(self, title: str, shown: Sequence[Evidence]) -> Weights:
        weights: Weights = {}
        factor = IN_TITLE
        for start, end in phrase.chunks(title):
            inside = sorted((one for one in shown if start <= one.start < end), key=lambda one: one.start)
            if not inside:
                continue
            cut = phrase.complement(title, start, end)
            before = [one for one in inside if one.start < cut]
            here: Weights = {}
            for one in inside:
                weight = factor * _strength(one)
                if one.start >= cut:
                    weight *= phrase.IN_COMPLEMENT
                elif before and one is not (before[0] if self._is_head_first.get((one.concept, one.term)) else before[-1]):
                    weight *= _NOT_THE_HEAD
                here[one.concept] = max(here.get(one.concept, 0.0), weight)
            self._qualify(here, next((one.concept for one in before if one.concept in self._qualifiers), None))
            for name, weight in here.items():
                weights[name] = max(weights.get(name, 0.0), weight)
            factor *= _DOWN_THE_TITLE
        return weights

    def _qualify(self, weights: Weights, qualifier: str | None) -> None:
        """Take weight off the nouns that a class qualifies."""
        if qualifier is not None:
            top = next(name for name in self._line[qualifier] if self._classes[name].qualifies)
            for name in weights:
                if top not in self._line[name]:
                    weights[name] *= _OTHERWISE_QUALIFIED

    def _best(self, weights: Weights, shown: Sequence[Evidence], top: int) -> tuple[Reading, ...]:
        if not weights:
            return ()
        total = sum(weights.values()) + DOUBT
        below = self._shared(weights)
        sums: defaultdict[str, float] = defaultdict(float)
        children: defaultdict[str, list[str]] = defaultdict(list)
        for name, weight in below.items():
            for above in self._line[name]:
                sums[above] += weight
        for name in sums:
            line = self._line[name]
            children[line[1] if len(line) > 1 else ROOT].append(name)
        best = max(children[ROOT], key=lambda name: (sums[name], name))
        while children[best]:
            deeper = max(children[best], key=lambda name: (sums[name], name))
            if sums[deeper] <= SHARE_TO_GO_DEEPER * sums[best]:
                break
            best = deeper
        others = sorted(
            (name for name in below if name not in self._line[best] and best not in self._line[name]), key=lambda name: (-sums[name], name)
        )
        named = [best, *(name for name in others if sums[name] / total >= LEAST)][: max(1, top)]
        return tuple(
            Reading(name, round(sums[name] / total, 4), tuple(one for one in shown if name in self._line[one.concept])) for name in named
        )

    def _shared(self, weights: Weights) -> Weights:
        """Weights after each class has given of its own to the classes below it, no more than they have."""
        shared = dict(weights)
        for name in sorted(weights, key=lambda name: len(self._line[name])):
            lower = {other: shared[other] for other in shared if other != name and name in self._line[other]}
            if lower:
                given = min(shared[name], sum(lower.values()))
                for other, weight in lower.items():
                    shared[other] += given * weight / sum(lower.values())
                shared[name] -= given
        return shared


def _with_title(concept: Concept) -> Concept:
    """Category paths often have the very name of a class."""
    return msgspec.structs.replace(concept, categories=(*concept.categories, *concept.title.values()))


def _strength(one: Evidence) -> float:
    return 1.0 if one.weight >= SUPPORTED["description"] else WEAK


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _longest(shown: Iterable[Evidence]) -> list[Evidence]:
    """Without those that stand within a longer one: a `phone case` is met, not a `phone`."""
    every = sorted(set(shown), key=lambda one: (one.field, one.start, -one.end))
    return [
        one
        for one in every
        if not any(
            other.field == one.field and other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start
            for other in every
        )
    ]
