"""All terms of all concepts as patterns of two automata: one over normal forms, one over skeletons."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

import msgspec
from ahocorasick_rs import AhoCorasick

from pratique.facts.concept import Concept, Term
from pratique.signals.text import weigh
from pratique.signals.text.cues import term_signs
from pratique.signals.text.disguise import STRETCHES, skeleton
from pratique.signals.text.endings import endings, stem
from pratique.signals.text.fold import is_joined_script
from pratique.signals.text.normal import both_forms

COMPILED_FORMAT = 5
"""Raised whenever what is compiled from the same terms changes, so that stored lexica are made anew."""

PLAIN, ACCENTED, ACCENTS_LEFT_OUT = 1, 2, 4
"""Which form of a text a pattern is looked for in: the plain one; the light one, as written; the light one, written without its accents."""
ALL_FORMS, OF_LIGHT = PLAIN | ACCENTED | ACCENTS_LEFT_OUT, ACCENTED | ACCENTS_LEFT_OUT
EXACT_END, LANGUAGE_END, FREE_END = 0, 1, 2

CLASS_FIELDS = ("title", "category", "brand", "attributes")
"""Where the terms of a class are met: a description also names what a thing goes with, is washed in or is no part of."""
LEAST_WITHOUT_ACCENTS = 6
"""A single word shorter than this is not met without its accents: it would be another word (`súng` a gun, `sung` past of sing)."""
LEAST_DISGUISED = 4
LEAST_STARRED = 5
LEAST_MODEL = 9
_KANA = re.compile("[\u30a0-\u30ff]")
_LITERAL = re.compile(r"\d[^\w\s]+\d|[+%$€£]$|^[+%$€£@#]")


def _by_form(weights: Mapping[str, int]) -> dict[int, dict[str, int]]:
    less = {kind: weight - weigh.ACCENTS_LEFT_OUT for kind, weight in weights.items()}
    return {PLAIN: dict(weights), ACCENTED: dict(weights), ACCENTS_LEFT_OUT: less}


_STRONG, _UNSUPPORTED = _by_form(weigh.STRONG), _by_form(weigh.UNSUPPORTED)
SURE = {form: {kind: weigh.confidence_of(weight) for kind, weight in weights.items()} for form, weights in _STRONG.items()}
"""Confidence from a single hit of a strong term, by form and kind of field."""


def weights_of(*, strong: bool) -> Mapping[int, Mapping[str, int]]:
    """Weights of a strong or of an unsupported weak term, by form and kind of field."""
    return _STRONG if strong else _UNSUPPORTED


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One term in one form, ready to be checked where its pattern was met."""

    concept: int
    """Number of the concept."""
    term: str
    """The term in plain normal form: what makes it the same term in two fields."""
    form: int
    strong: bool
    length: int
    """Letters of the term, without spaces."""
    language: str
    lead: bool
    """The pattern begins with the space before the term."""
    within: bool
    """The term may follow letters that its language puts before words."""
    end: int
    is_kana: bool
    literal: str | None = None
    """What the original must show: capitals or signs that the normal form loses."""
    fields: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()

    def weight(self, kind: str) -> int:
        """Weight of the hit, unsupported if the term is weak, in a kind of field."""
        return (_STRONG if self.strong else _UNSUPPORTED)[self.form][kind]

    def may_end_with(self, rest: str) -> bool:
        """Whether letters behind the term, up to the next space, are an ending of it."""
        return self.end == FREE_END or rest == "" or (self.end == LANGUAGE_END and rest in endings(self.language).after)


class CompiledTerms(msgspec.Struct, frozen=True):
    """The terms of a content, ready for the automata; can be stored, which the automata cannot."""

    patterns: list[str]
    entries: list[tuple[Entry, ...]]
    disguised_patterns: list[str]
    disguised_entries: list[tuple[Entry, ...]]


class Lexicon:
    """The automata, and what each pattern stands for."""

    def __init__(self, terms: CompiledTerms) -> None:
        self.patterns = terms.patterns
        self.entries, self.disguised_entries = terms.entries, terms.disguised_entries
        self.automaton = AhoCorasick(terms.patterns)
        self._disguised_patterns = terms.disguised_patterns
        self.stretches = len(STRETCHES)
        """Patterns below this number are no terms: a letter three times running."""
        self._by_shape: defaultdict[tuple[int, str], list[tuple[str, Entry]]] = defaultdict(list)

    @cached_property
    def disguised_automaton(self) -> AhoCorasick:
        """Over skeletons; made when the first text looks disguised, since it costs a start."""
        return AhoCorasick(self._disguised_patterns or ["\0"])

    @cached_property
    def disguised_words(self) -> frozenset[str]:
        """The words of all terms in skeleton."""
        return frozenset(chain.from_iterable(map(str.split, self._disguised_patterns)))

    def starred(self, word: str) -> Iterator[Entry]:
        """Terms of one word, five letters and more, of which a word in lower case shows all letters but the starred ones."""
        if not self._by_shape:
            for entry in (entry for found in self.disguised_entries for entry in found):
                if entry.term.isalpha() and entry.length >= LEAST_STARRED:
                    self._by_shape[entry.length, entry.term[0]].append((entry.term, entry))
        for term, entry in self._by_shape.get((len(word), word[0]), ()):
            if all(shown in ("*", letter) for shown, letter in zip(word, term, strict=True)):
                yield entry


def compile_terms(concepts: Sequence[Concept]) -> CompiledTerms:
    """Every form of every term; the number of a concept is its place."""
    patterns: defaultdict[str, list[Entry]] = defaultdict(list, {stretch: [] for stretch in STRETCHES})
    disguised: defaultdict[str, list[Entry]] = defaultdict(list)
    for number, concept in enumerate(concepts):
        fields = CLASS_FIELDS if concept.family == "class" else ()
        for term in concept.terms:
            _add(patterns, disguised, number, term if term.fields else msgspec.structs.replace(term, fields=fields))
        for category in concept.categories:
            _add(patterns, disguised, number, Term(text=category, language="any", fields=("category",)))
    return CompiledTerms(list(patterns), list(map(_ordered, patterns.values())), list(disguised), list(map(_ordered, disguised.values())))


def narrowed(terms: CompiledTerms, texts: Iterable[str]) -> CompiledTerms:
    """Only patterns that may stand in some texts in normal form: quick to build, good for a first look; a disguised word may be missed."""
    grams = {text[start : start + 3] for text in texts for start in range(len(text) - 2)}

    def may_stand(pattern: str) -> bool:
        core = pattern.strip()
        return len(core) < 3 or (core[:3] in grams and core[-3:] in grams)

    plain = [
        (pattern, found)
        for number, (pattern, found) in enumerate(zip(terms.patterns, terms.entries, strict=True))
        if number < len(STRETCHES) or may_stand(pattern)
    ]
    disguised = [pair for pair in zip(terms.disguised_patterns, terms.disguised_entries, strict=True) if may_stand(pair[0])]
    return CompiledTerms(*([one[part] for one in pairs] for pairs in (plain, disguised) for part in (0, 1)))  # type: ignore[arg-type]  # in pairs


def recompiled(terms: CompiledTerms, concepts: Sequence[Concept], changed: Iterable[int]) -> CompiledTerms:
    """The same for concepts of which only those numbered `changed` differ from what `terms` was compiled of, or are new at the end."""
    numbers = frozenset(changed)
    few = compile_terms(
        [
            concept if number in numbers else msgspec.structs.replace(concept, terms=(), categories=())
            for number, concept in enumerate(concepts)
        ]
    )
    plain = _merged(terms.patterns, terms.entries, few.patterns, few.entries, numbers, len(STRETCHES))
    disguised = _merged(terms.disguised_patterns, terms.disguised_entries, few.disguised_patterns, few.disguised_entries, numbers, 0)
    return CompiledTerms(*plain, *disguised)


def _merged(
    patterns: list[str],
    entries: list[tuple[Entry, ...]],
    more: list[str],
    more_entries: list[tuple[Entry, ...]],
    changed: frozenset[int],
    fixed: int,
) -> tuple[list[str], list[tuple[Entry, ...]]]:
    """Patterns without the entries of changed concepts, and with their new ones; the first `fixed` patterns keep their place."""
    kept: dict[str, tuple[Entry, ...]] = {}
    for number, (pattern, found) in enumerate(zip(patterns, entries, strict=True)):
        left = tuple(entry for entry in found if entry.concept not in changed)
        if left or number < fixed:
            kept[pattern] = left
    for pattern, found in zip(more, more_entries, strict=True):
        if found:
            kept[pattern] = _ordered([*kept.get(pattern, ()), *found])
    return list(kept), list(kept.values())


def _ordered(entries: list[Entry]) -> tuple[Entry, ...]:
    """The terms of a pattern, concept by concept, the most telling first: once a concept is shown, its others add nothing there."""
    return tuple(sorted(dict.fromkeys(entries), key=lambda entry: (entry.concept, not entry.strong, entry.form, -entry.end, entry.guards)))


def _add(patterns: defaultdict[str, list[Entry]], disguised: defaultdict[str, list[Entry]], concept: int, term: Term) -> None:
    plain, light = (form.strip() for form in both_forms(term_signs(term.text)))
    if not plain:
        return
    forms = [(plain, PLAIN)] if plain == light else [(light, ACCENTED)]
    if plain != light and (" " in plain or len(plain) >= LEAST_WITHOUT_ACCENTS) and not term.exact:
        forms.append((plain, ACCENTS_LEFT_OUT))
    for text, form in forms:
        cut = text if term.exact or term.text.endswith("*") else stem(text, term.language)
        entry = _entry(concept, term, cut, form, plain)
        patterns[f" {cut}" if entry.lead else cut].append(entry)
        if term.language == "en" and text.endswith("y") and not term.exact and len(text) > LEAST_DISGUISED:
            patterns[f" {text[:-1]}ies" if entry.lead else f"{text[:-1]}ies"].append(entry)
    if term.case or plain != light or is_joined_script(ord(plain[0])):
        return
    if len(plain) < LEAST_MODEL and any(character.isdigit() for character in plain):
        return  # digits of a short model number are no letters in disguise, and its skeleton is that of many words
    bones = [skeleton(word) for word in plain.split()]
    if sum(map(len, bones)) >= LEAST_DISGUISED - 1 and len(plain.replace(" ", "")) >= LEAST_DISGUISED:
        entry = _entry(concept, term, plain, PLAIN, plain)
        for form_text in sorted({" ".join(bones), "".join(bones)}):
            disguised[form_text].append(entry)


def _entry(concept: int, term: Term, text: str, form: int, plain: str) -> Entry:
    starts_free, ends_free = term.text.startswith("*"), term.text.endswith("*")
    joined_start, joined_end = is_joined_script(ord(text[0])), is_joined_script(ord(text[-1]))
    within = bool(endings(term.language).before) and not starts_free and not joined_start
    written = term_signs(term.text).strip("*")
    return Entry(
        concept=concept,
        term=plain,
        form=form,
        strong=term.strong,
        length=len(plain.replace(" ", "")),
        language=term.language,
        lead=not (starts_free or joined_start or within),
        within=within,
        end=FREE_END if ends_free or joined_end else EXACT_END if term.exact else LANGUAGE_END,
        is_kana=bool(_KANA.match(text[0])),
        literal=written if term.case else written.lower() if _LITERAL.search(written) else None,
        fields=term.fields,
        guards=term.guards,
    )
