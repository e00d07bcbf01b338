"""Names of brands, and the words beside them that say in which role they are named, compiled and found in normal forms."""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from pratique.facts.brand import MISSPELT, Brand, is_of_brands
from pratique.facts.concept import Concept, Cue
from pratique.signals.text.disguise import skeleton
from pratique.signals.text.fold import is_joined_script
from pratique.signals.text.normal import both_forms, normalise_light

LEAST_INFLECTED, LONGEST_ENDING = 5, 2
"""Letters of a Cyrillic name that may have an ending, and of the ending."""
LEAST_DISGUISED = 4
"""Shorter names are not believed in a disguise."""
REACH = 64
"""Characters on either side of a name in which its cues are looked for."""
_SEEN = 1 << 13


class Mention(NamedTuple):
    """A name met at a half-open span of a form."""

    start: int
    end: int
    brand: str
    """Id of the brand; of a name that no brand of the register has, the name itself."""
    concepts: frozenset[str]
    """Brand concepts that it shows."""


class Beside(NamedTuple):
    """A cue met at a half-open span of a form."""

    start: int
    end: int
    role: str
    cue: Cue


class Named(NamedTuple):
    """What a name stands for."""

    brand: str
    concepts: frozenset[str]
    is_ordinary: bool
    """An ordinary word as well, and a brand only in a field for brands."""

    @property
    def may_be_part(self) -> bool:
        """Whether it shows its brand within a longer name too."""
        return not self.is_ordinary and MISSPELT not in self.concepts


class Names:
    """Brands and cues, compiled."""

    def __init__(self, concepts: Mapping[str, Concept], brands: Iterable[Brand]) -> None:
        self.by_id = {brand.id: brand for brand in brands}
        of_name = {both_forms(name)[0].strip(): brand.id for brand in self.by_id.values() for name in brand.misspelt}
        of_name |= {both_forms(name)[0].strip(): brand.id for brand in self.by_id.values() for name in brand.written()}
        self._named: dict[str, Named] = {}
        for concept in concepts.values():
            for term in concept.terms if is_of_brands(concept.id) else ():
                if not set("*#") & set(term.text):
                    plain = both_forms(term.text)[0].strip()
                    is_ordinary = bool(term.fields) and "title" not in term.fields
                    brand = of_name.get(plain, plain)
                    shown = {concept.id, self.by_id[brand].concept} if concept.id == MISSPELT and brand in self.by_id else {concept.id}
                    for form in both_forms(term.text):
                        self._name(form, Named(brand, frozenset(shown), is_ordinary))
        self._draw_together()
        self._names = sorted(self._named)
        self._find_names = AhoCorasick(self._names, matchkind=MatchKind.LeftmostLongest)
        self.of_class = [
            (name, concept.id, cue) for concept in concepts.values() for cue in concept.cues for name in cue.classes
        ]  # fmt: skip
        """Class → role and cue of names in it that nothing stands beside."""
        self._before, self._after = _Cues(concepts, is_before=True), _Cues(concepts, is_before=False)
        self.bones = functools.lru_cache(256)(self._bones)
        """Names of these concepts in skeleton, with the brand and the concepts they show."""
        self.seen = functools.lru_cache(_SEEN)(self._met)

    def _name(self, form: str, named: Named) -> None:
        bare = form.strip()
        pattern = bare if bare and is_joined_script(ord(bare[0])) else f" {bare}"
        known = self._named.get(pattern)
        if known is not None:
            named = Named(known.brand, known.concepts | named.concepts, known.is_ordinary and named.is_ordinary)
        self._named[pattern] = named

    def _draw_together(self) -> None:
        """A name that holds another shows what that shows too, and is of its brand where the register knows none of its own."""
        inner = AhoCorasick(list(self._named))
        patterns = list(self._named)
        for pattern in patterns:
            named = self._named[pattern]
            for number, start, end in inner.find_matches_as_indexes(f"{pattern} ", overlapping=True):
                part = self._named[patterns[number]]
                if patterns[number] != pattern and _is_whole(f"{pattern} ", start, end) and part.may_be_part:
                    brand = part.brand if named.brand not in self.by_id and part.brand in self.by_id else named.brand
                    named = Named(brand, named.concepts | part.concepts, named.is_ordinary)
            self._named[pattern] = named

    def mentions(self, form: str, concepts: frozenset[str], *, is_brand_field: bool) -> list[Mention]:
        """Names of these brand concepts, the longest where one is part of another, in their order."""
        return [
            Mention(start, end, named.brand, named.concepts)
            for start, end, named in (self.seen if is_brand_field else self._met)(form)
            if not named.concepts.isdisjoint(concepts) and (is_brand_field or not named.is_ordinary)
        ]

    def _met(self, form: str) -> list[tuple[int, int, Named]]:
        found = []
        for number, start, end in self._find_names.find_matches_as_indexes(form):
            pattern = self._names[number]
            if form[end] == " " or (MISSPELT not in self._named[pattern].concepts and _is_whole(form, start, end)):
                found.append((start + (pattern[0] == " "), end, self._named[pattern]))
        return found

    def beside(self, form: str, start: int, end: int) -> tuple[list[Beside], list[Beside]]:
        """Cues in front of and behind a name."""
        low = max(0, start - REACH)
        return self._before.find(form[low:start], low), self._after.find(form[end : end + REACH], end)

    def _bones(self, concepts: frozenset[str]) -> dict[str, tuple[str, frozenset[str]]]:
        found = {}
        for pattern, named in self._named.items():
            name = pattern.strip()
            is_one = named.may_be_part and not named.concepts.isdisjoint(concepts)
            if is_one and " " not in name and len(name) >= LEAST_DISGUISED:
                found[skeleton(name)] = named.brand, named.concepts
        return found


class _Cues:
    """The cues of one side."""

    def __init__(self, concepts: Mapping[str, Concept], *, is_before: bool) -> None:
        self._cues: defaultdict[str, list[tuple[str, Cue]]] = defaultdict(list)
        for concept in concepts.values():
            for cue in concept.cues:
                for group in (cue.before if is_before else cue.after).values():
                    for text in group:
                        bare = normalise_light(text).strip()
                        self._cues[bare if is_joined_script(ord(bare[0])) else f" {bare} "].append((concept.id, cue))
        self._patterns = sorted(self._cues)
        self._find = AhoCorasick(self._patterns)

    def find(self, stretch: str, offset: int) -> list[Beside]:
        if stretch.isspace() or not stretch:
            return []
        found = []
        padded = f" {stretch} "  # a stretch may begin or end within a word, which then is none
        for number, start, end in self._find.find_matches_as_indexes(padded, overlapping=True):
            pattern = self._patterns[number]
            inside = pattern[0] == " "
            found += [Beside(offset + start - 1 + inside, offset + end - 1 - inside, *one) for one in self._cues[pattern]]
        return found


def _is_whole(form: str, start: int, end: int) -> bool:
    """Whether a name ends where it was met, or goes on as a name does: a number (`iphone15`), a plural, a Russian ending."""
    if form[start] != " " or form[end] == " ":
        return True
    last, behind = form[end - 1], form[end]
    if behind.isdigit():
        return not last.isdigit()
    rest = form[end : form.index(" ", end)]
    if rest == "s":
        return True
    return "\u0400" <= last <= "\u052f" and end - start > LEAST_INFLECTED and len(rest) <= LONGEST_ENDING and rest.isalpha()
