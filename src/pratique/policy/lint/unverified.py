"""Law that nobody read in the original."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Rule


class UnverifiedArticle(Issue, frozen=True):
    name: ClassVar[str] = "unverified_article"
    severity: ClassVar[Severity] = Severity.error
    description: ClassVar[str] = "A rule that is unverified cites an article, so a trader is told a place in the law that nobody checked."

    source: str
    article: str

    def message(self) -> Said:
        return said("unverified, yet cites {article} of `{source}`", article=self.article, source=self.source)


class UnverifiedProhibition(Issue, frozen=True):
    name: ClassVar[str] = "unverified_prohibition"
    severity: ClassVar[Severity] = Severity.note
    description: ClassVar[str] = "A prohibition is unverified, so it never refuses: every listing it meets waits for a person."

    def message(self) -> Said:
        return said("prohibited but unverified, so it only holds")


class UnverifiedCheck(Check):
    """House rules need no verification."""

    looks_alone: ClassVar[bool] = True

    def rule(self, rule: Rule, /) -> Iterator[Issue]:
        if not rule.is_law or rule.verified.by != "unverified":
            return
        for citation in rule.basis:
            if citation.article is not None:
                yield UnverifiedArticle(rule.id, place_of(rule), citation.source, citation.article)
        if rule.demand == "prohibited" and rule.status == "live":
            yield UnverifiedProhibition(rule.id, place_of(rule))
