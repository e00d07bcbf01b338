"""All terms of all concepts as the patterns of two automata: one over normal forms, one over skeletons."""

import re
from collections import defaultdict
from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick

from pratique.policy.model import Concept, Term
from pratique.signals.text import weigh
from pratique.signals.text.disguise import skeleton
from pratique.signals.text.endings import endings, stem
from pratique.signals.text.fold import is_joined_script
from pratique.signals.text.guard import Words
from pratique.signals.text.normal import both_forms

PLAIN, ACCENTED, ACCENTS_LEFT_OUT = 1, 2, 4
"""Which form of a text a pattern is looked for in: the plain one; the light one, as written; the light one, written without its accents."""

LEAST_WITHOUT_ACCENTS = 6
"""A single word shorter than this is not met without its accents: it would be another word (`súng` a gun, `sung` past of sing)."""
LEAST_DISGUISED = 4
_KANA = re.compile("[\u30a0-\u30ff]")
_LITERAL = re.compile(r"\d[^\w\s]+\d|[+%$€£]$|^[+%$€£@#]")


class Entry:
    """One term in one form, ready to be checked where its pattern was met."""

    __slots__ = ("after", "before", "concept", "fields", "form", "guards", "is_kana", "lead", "length", "literal", "strong", "term", "weights")

    def __init__(self, concept: int, term: Term, text: str, form: int, whole: str) -> None:
        language = term.language
        ends = endings(language)
        starts_free, ends_free = term.text.startswith("*"), term.text.endswith("*")
        joined_start, joined_end = is_joined_script(ord(text[0])), is_joined_script(ord(text[-1]))
        self.concept, self.term, self.form, self.strong = concept, whole, form, term.strong
        self.length = len(whole.replace(" ", ""))
        self.lead = not (starts_free or joined_start or ends.before)
        self.before = ends.before if ends.before and not starts_free and not joined_start else None
        self.after = None if ends_free or joined_end else frozenset(("",)) if term.exact else ends.after
        self.is_kana = bool(_KANA.match(text[0]))
        self.fields = frozenset(term.fields) or None
        self.guards = Words(term.guards) if term.guards else None
        written = term.text.strip("*")
        self.literal = written if term.case else written.lower() if _LITERAL.search(written) else None
        loss = weigh.ACCENTS_LEFT_OUT if form == ACCENTS_LEFT_OUT else 0
        table = weigh.STRONG if term.strong else weigh.UNSUPPORTED
        self.weights = {field: weight - loss for field, weight in table.items()}


class Lexicon:
    """The compiled terms. Built at start: an automaton cannot be stored."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        patterns: defaultdict[str, list[Entry]] = defaultdict(list)
        disguised: defaultdict[str, list[Entry]] = defaultdict(list)
        for number, concept in enumerate(concepts):
            for term in (*concept.terms, *_category_terms(concept)):
                self._add(patterns, disguised, number, term)
        self.entries = tuple(tuple(found) for found in patterns.values())
        self.disguised_entries = tuple(tuple(found) for found in disguised.values())
        self.automaton = AhoCorasick(list(patterns) or ["\0"])
        self.disguised_automaton = AhoCorasick(list(disguised) or ["\0"])

    @staticmethod
    def _add(
        patterns: defaultdict[str, list[Entry]], disguised: defaultdict[str, list[Entry]], concept: int, term: Term
    ) -> None:
        plain, light = (form.strip() for form in both_forms(term.text))
        if not plain:
            return
        forms = [(plain, PLAIN)] if plain == light else [(light, ACCENTED)]
        if plain != light and (" " in plain or len(plain) >= LEAST_WITHOUT_ACCENTS) and not term.exact:
            forms.append((plain, ACCENTS_LEFT_OUT))
        for text, form in forms:
            cut = text if term.exact or term.text.endswith("*") else stem(text, term.language)
            entry = Entry(concept, term, cut, form, plain)
            patterns[f" {cut}" if entry.lead else cut].append(entry)
            if term.language == "en" and text.endswith("y") and not term.exact and len(text) > LEAST_DISGUISED:
                patterns[f" {text[:-1]}ies" if entry.lead else f"{text[:-1]}ies"].append(entry)
        bones = [skeleton(word) for word in plain.split()]
        if not (term.exact or term.case or term.fields) and plain == light and not is_joined_script(ord(plain[0])):
            if sum(map(len, bones)) >= LEAST_DISGUISED - 1 and len(plain.replace(" ", "")) >= LEAST_DISGUISED:
                entry = Entry(concept, term, plain, PLAIN, plain)
                for form_text in {" ".join(bones), "".join(bones)}:
                    disguised[form_text].append(entry)


def _category_terms(concept: Concept) -> list[Term]:
    return [Term(text=text, language="any", fields=("category",)) for text in concept.categories]
