"""A term that is an everyday word elsewhere."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.fold import fold, unspaced
from pratique.policy.lint.issue import DESCRIBING, Check, Context, Issue, Severity, place_of
from pratique.policy.lint.ordinary_words import ordinary_words
from pratique.policy.model import Concept, Term


class TermTrap(Issue, frozen=True):
    name: ClassVar[str] = "term_trap"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = (
        "A strong term is also a word, or part of one, that means something harmless elsewhere, so ordinary listings are met."
    )

    term: str
    language: str
    met: str
    """The other word."""
    met_language: str
    met_concept: str
    """Concept of the other word; empty where it is an everyday word."""

    def message(self) -> Said:
        whose = said("a term of `{concept}`", concept=self.met_concept) if self.met_concept else said("an everyday word")
        if fold(self.term.strip("*")) == fold(self.met):
            return said(
                "strong term `{term}` ({language}) is {whose} ({met_language})",
                term=self.term,
                language=self.language,
                whose=whose,
                met_language=self.met_language,
            )
        return said(
            "strong term `{term}` ({language}) is met in `{met}`, {whose} ({met_language})",
            term=self.term,
            language=self.language,
            met=self.met,
            whose=whose,
            met_language=self.met_language,
        )


class TermTrapCheck(Check):
    """Words are gathered over all concepts; then every strong term is looked up among those of the other languages."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.strong: dict[str, list[tuple[Concept, Term]]] = {}
        self.wild: list[tuple[str, Concept, Term]] = []
        self.words: dict[str, list[tuple[str, str]]] = {}
        for language, words in ordinary_words().items():
            for word in words:
                self.words.setdefault(fold(word), []).append((language, ""))

    def concept(self, concept: Concept, /) -> Iterator[Issue]:
        for term in concept.terms:
            text = fold(term.text.strip("*"))
            self.words.setdefault(text, []).append((term.language, concept.id))
            if not term.strong or term.case or concept.family == "class" or (self.only is not None and concept.id not in self.only):
                continue
            self.strong.setdefault(text, []).append((concept, term))
            if "*" in term.text:
                self.wild.append((text, concept, term))
        return iter(())

    def finish(self) -> Iterator[Issue]:
        if not self.strong:
            return
        for word, uses in self.words.items():
            for part in _parts(word):
                for concept, term in self.strong.get(part, ()):
                    trap = self._trap(concept, term, part, word, uses)
                    if trap is not None:
                        yield trap
            if not unspaced(word):
                for part, concept, term in self.wild:
                    if part != word and _wild_match(term.text, part, word):
                        trap = self._trap(concept, term, part, word, uses)
                        if trap is not None:
                            yield trap

    def _trap(self, concept: Concept, term: Term, part: str, word: str, uses: list[tuple[str, str]]) -> TermTrap | None:
        if _guarded(concept, term, part, word):
            return None
        if part == word and (" " in word or any(language == term.language and other not in ("", concept.id) for language, other in uses)):
            # Whole phrases do not collide by chance, and a word that both concepts have in one language is shared on purpose.
            return None
        for language, other in uses:
            foreign = "any" not in (term.language, language) and language != term.language
            harmless = not other or foreign or (part != word and other.startswith("class."))
            if harmless and not (other and self._is_expected(concept, other)):
                return TermTrap(concept.id, place_of(concept), term.text, term.language, word, language, other)
        return None

    def _is_expected(self, concept: Concept, other: str) -> bool:
        """Whether the other word means much the same, or names a product of a class in which the concept is looked for."""
        return concept.family in DESCRIBING or _are_kin(concept.id, other) or any(name in concept.classes for name in self._upwards(other))

    def _upwards(self, name: str) -> Iterator[str]:
        seen: set[str] = set()
        above: str | None = name
        while above is not None and above not in seen:
            seen.add(above)
            yield above
            found = self.context.content.concepts.get(above)
            above = found.parent if found is not None else None


def _are_kin(one: str, other: str) -> bool:
    """Whether both mean much the same: one family, a word of the id in common, or a list that names its substances."""
    families = one.split(".", 1)[0], other.split(".", 1)[0]
    names = [{part for part in name.replace(".", "_").split("_") if len(part) > 3} for name in (one, other)]
    return families[0] == families[1] or "list" in families or bool(names[0] & names[1])


def _parts(word: str) -> Iterator[str]:
    """The word, and where its script has no spaces every part of two characters and more."""
    yield word
    if unspaced(word):
        for start in range(len(word)):
            for end in range(start + 2, len(word) + 1):
                if end - start < len(word):
                    yield word[start:end]


def _wild_match(pattern: str, part: str, word: str) -> bool:
    before, after = pattern.startswith("*"), pattern.endswith("*")
    if before and after:
        return part in word
    return word.endswith(part) if before else word.startswith(part)


def _guarded(concept: Concept, term: Term, part: str, word: str) -> bool:
    rest = word.replace(part, " ", 1)
    if not rest.strip():
        return False
    guards = [guard for group in concept.guards.values() for guard in group] + list(term.guards)
    return any(fold(guard) in word for guard in guards if fold(guard) != part)
