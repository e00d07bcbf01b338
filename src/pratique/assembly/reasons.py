"""Why a market decides so, as a person reads it: evidence → concept → rule → law → what would put it right."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from pratique.assembly.report.words import LANGUAGES, fact_name
from pratique.policy.model import Citation, Content, Rule, Text, Verified
from pratique.policy.renamed import rule_named


class Law(msgspec.Struct, frozen=True):
    """A place in an instrument."""

    citation: str
    title: Text
    article: str | None
    says: Text | None
    """What the article is about, where it was written down."""
    url: str | None


class ShownConcept(msgspec.Struct, frozen=True):
    """A concept with what shows it."""

    id: str
    title: Text
    confidence: float | None
    evidence: tuple[dict[str, Any], ...]
    """Each place once: `field`, `text`, `start`, `end`."""


class Paper(msgspec.Struct, frozen=True):
    """A document or fact that a rule needs."""

    id: str
    title: Text
    is_missing: bool


class Reason(msgspec.Struct, frozen=True):
    """One rule that asks something of a listing in a market."""

    rule: str
    version: int
    title: Text
    demand: str
    verdict: str
    confidence: float
    concepts: tuple[ShownConcept, ...]
    laws: tuple[Law, ...]
    fix: Text
    papers: tuple[Paper, ...]
    verified: Verified | None
    jurisdiction: Text
    severity: int
    is_law: bool
    version_now: int | None
    """Version of the rule in the content at hand, where it is another; 0 where the rule is gone."""

    @property
    def places(self) -> list[dict[str, Any]]:
        """What shows it: each place once, though it may show several of the concepts."""
        found = (one for concept in self.concepts for one in concept.evidence)
        return list({(one["field"], one.get("start"), one.get("end"), one["text"]): one for one in found}.values())


def reasons(
    content: Content,
    findings: Sequence[Mapping[str, Any]],
    concepts: Iterable[Mapping[str, Any]],
    evidence: Iterable[Mapping[str, Any]],
    missing: Sequence[str] = (),
) -> list[Reason]:
    """The chain of each finding of one market, the gravest first, with the words of the content at hand."""
    sure = {str(one["concept"]): float(one["confidence"]) for one in concepts}
    shown: dict[str, list[dict[str, Any]]] = {}
    for one in evidence:
        places = shown.setdefault(str(one["concept"]), [])
        if all((other["field"], other.get("start", 0)) != (one["field"], one.get("start", 0)) for other in places):
            places.append(dict(one))
    lacking = {name for group in missing for name in group.split("|")}
    return [_reason(content, finding, sure, shown, lacking) for finding in findings]


def law_of(content: Content, citation: Citation) -> Law:
    """A citation with what is known of its source."""
    source = content.sources.get(citation.source)
    if source is None:
        return Law(citation.source, {"en": citation.source}, citation.article, None, None)
    return Law(source.citation, source.title, citation.article, source.articles.get(citation.article or ""), source.url)


def title_of(content: Content, name: str) -> Text:
    """What a document or fact is called."""
    known = content.documents.get(name)
    return known.title if known is not None else {language: fact_name(name, language) for language in LANGUAGES}


def _reason(
    content: Content, finding: Mapping[str, Any], sure: dict[str, float], shown: dict[str, list[dict[str, Any]]], lacking: set[str]
) -> Reason:
    name, version = str(finding["rule"]), int(finding["version"])
    rule = rule_named(content, name)
    concepts = tuple(
        ShownConcept(one, content.concepts[one].title if one in content.concepts else {"en": one}, sure.get(one), tuple(shown.get(one, ())))
        for one in finding["concepts"]
    )
    if rule is None:
        known = finding["demand"], finding["verdict"], finding["confidence"], concepts
        return Reason(name, version, {"en": name}, *known, (), {}, (), None, {}, 0, False, 0)
    return Reason(
        name,
        version,
        rule.title,
        finding["demand"],
        finding["verdict"],
        finding["confidence"],
        concepts,
        tuple(law_of(content, citation) for citation in rule.basis),
        rule.fix,
        _papers(content, rule, lacking),
        rule.verified,
        _where(content, rule),
        rule.severity,
        rule.is_law,
        None if rule.version == version else rule.version,
    )


def _papers(content: Content, rule: Rule, lacking: set[str]) -> tuple[Paper, ...]:
    names = [one for group in (*rule.needs, *rule.shown_by) for one in group.split("|")]
    return tuple(Paper(one, title_of(content, one), one in lacking) for one in dict.fromkeys(names))


def _where(content: Content, rule: Rule) -> Text:
    pack = content.packs.get(rule.jurisdiction)
    return pack.title if pack is not None else {"en": rule.jurisdiction.upper()}
