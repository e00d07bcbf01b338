"""A language of the market that the knowledge does not speak."""

import re
from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Concept, Rule

_HAN = re.compile("[\u3400-\u9fff]")


class TranslationMissing(Issue, frozen=True):
    name: ClassVar[str] = "translation_missing"
    severity: ClassVar[Severity] = Severity.note
    description: ClassVar[str] = "A concept that a market's rules use has no terms in that market's language and does not say `none known`."

    languages: tuple[str, ...]

    def message(self) -> Said:
        return said("neither terms nor `none known` in {languages}", languages=" ".join(self.languages))


class TextUntranslated(Issue, frozen=True):
    name: ClassVar[str] = "text_untranslated"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = "A text for people says the same in Chinese as in English, so its reader gets the other language."

    field: str
    text: str

    def message(self) -> Said:
        return said("the Chinese `{field}` is not Chinese: “{text}”", field=self.field, text=self.text)


class TranslationMissingCheck(Check):
    """Which languages a concept needs follows from the rules that use it and the markets where they apply."""

    def concept(self, concept: Concept, /) -> Iterator[Issue]:
        chinese = concept.title.get("zh", "")
        if not _HAN.search(chinese) and concept.family not in ("brand", "list"):
            yield TextUntranslated(concept.id, place_of(concept), "title", chinese)

    def rule(self, rule: Rule, /) -> Iterator[Issue]:
        for field, text in (("title", rule.title), ("fix", rule.fix)):
            if not _HAN.search(text.get("zh", "")):
                yield TextUntranslated(rule.id, place_of(rule), field, text.get("zh", ""))

    def finish(self) -> Iterator[Issue]:
        content = self.context.content
        needed: dict[str, set[str]] = {}
        for rule in content.rules.values():
            if rule.status != "live":
                continue
            spoken = {language for code in self.context.markets_of(rule.jurisdiction) for language in content.markets[code].languages}
            for name in {*(name for group in rule.when.all for name in group), *rule.when.any}:
                needed.setdefault(name, set()).update(spoken)
        for name, languages in sorted(needed.items()):
            concept = content.concepts.get(name)
            if concept is None or concept.family in ("list", "product", "quantity"):
                continue
            has = {term.language for term in concept.terms} | set(concept.none_known)
            lacking = tuple(sorted(languages - has))
            if concept.terms and has != {"any"} and lacking:
                yield TranslationMissing(name, place_of(concept), lacking)
