"""How the content is called in the language of a report."""

from pratique.assembly.report.html import Html, tag
from pratique.assembly.report.words import LABELS, SHAPES, VERDICTS
from pratique.policy.model import Content, Rule, Text


class Voice:
    """Names of rules, laws and verdicts, in English or Chinese."""

    def __init__(self, content: Content, language: str) -> None:
        self.content, self.language, self.say = content, language, LABELS[language]

    def name(self, text: Text) -> str:
        """A text of the content in the report's language."""
        return text.get(self.language) or text.get("en", "")

    def rule(self, rule: str) -> Rule | None:
        """A rule of the content; `None` where it no longer has it."""
        return self.content.rules.get(rule)

    def rule_title(self, rule: str) -> str:
        """What a rule is called; its id where the content no longer has it."""
        found = self.content.rules.get(rule)
        return self.name(found.title) if found is not None else rule

    def law(self, rule: str) -> str:
        """The instruments a rule rests on."""
        found = self.content.rules.get(rule)
        cited = [self._cited(citation.source, citation.article) for citation in found.basis] if found is not None else []
        return "; ".join(dict.fromkeys(cited))

    def _cited(self, source: str, article: str | None) -> str:
        found = self.content.sources.get(source)
        name = found.citation if found is not None else source
        return f"{name}, {article}" if article else name

    def verdict(self, verdict: str, count: int | None = None) -> Html:
        """A verdict by shape, colour and word."""
        label = VERDICTS[self.language][verdict]
        return tag("span", tag("i", SHAPES[verdict]), label if count is None else f"{label} {count:,}", class_=f"v {verdict}")
