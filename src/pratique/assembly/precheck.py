"""What a trader must put right before publishing, in their words: by thing to do, not by rule."""

from collections.abc import Sequence

import msgspec

from pratique.assembly.papers import paper_faults
from pratique.assembly.screener import Screener
from pratique.facts import Listing
from pratique.facts.concept import Text
from pratique.policy.model import VERDICTS


class Step(msgspec.Struct, frozen=True):
    """One thing to do, and for which markets it counts."""

    verdict: str
    """What stands in the way without it."""
    fix: str
    rule: str
    basis: tuple[str, ...]
    markets: tuple[str, ...]
    shown_by: tuple[str, ...]
    """The words of the listing that raise the question."""


class Paper(msgspec.Struct, frozen=True):
    """A document or fact that is missing."""

    names: tuple[str, ...]
    """Any one of them will do."""
    titles: tuple[str, ...]
    markets: tuple[str, ...]


class Fault(msgspec.Struct, frozen=True):
    """Something wrong with a document or identifier that was given."""

    about: str
    field: str
    given: str
    reason: str
    fix: str
    markets: tuple[str, ...] | None
    """Where it counts; `null`: everywhere."""


class Precheck(msgspec.Struct, frozen=True):
    """Where the listing may be offered as it is, and what to do for the other markets."""

    verdict: str
    markets: dict[str, str]
    """Market → verdict."""
    steps: tuple[Step, ...]
    """Gravest first, then what opens most markets."""
    papers: tuple[Paper, ...]
    faults: tuple[Fault, ...]
    """Documents and identifiers that were given and do not count, and why."""
    warnings: tuple[str, ...]
    """Cells that could not be read and count as unknown."""
    degraded: bool


def precheck(
    screener: Screener, listing: Listing, language: str = "en", warnings: Sequence[str] = (), markets: Sequence[str] | None = None
) -> Precheck:
    """Screen without keeping, and turn the findings into things to do; `language` is `en` or `zh`."""
    decisions = [one for one in screener.screen(listing) if markets is None or one.market in markets]
    by_rule: dict[str, tuple[int, Step, list[str]]] = {}
    papers: dict[str, list[str]] = {}
    words: dict[str, list[str]] = {}
    for evidence in decisions[0].evidence if decisions else ():
        shown = words.setdefault(evidence.concept, [])
        if evidence.text and evidence.text not in shown:
            shown.append(evidence.text)
    for decision in decisions:
        for finding in decision.findings:
            if finding.verdict == "allow":
                continue
            known = by_rule.get(finding.rule)
            if known is None:
                fix = finding.fix_zh if language == "zh" and finding.fix_zh else finding.fix
                shown = [word for concept in finding.concepts for word in words.get(concept, ())]
                step = Step(finding.verdict, fix, finding.rule, finding.basis, (), tuple(dict.fromkeys(shown)))
                known = by_rule[finding.rule] = (VERDICTS.index(finding.verdict), step, [])
            known[2].append(decision.market)
        for name in decision.missing:
            papers.setdefault(name, []).append(decision.market)
    steps = sorted(by_rule.values(), key=lambda one: (-one[0], -len(one[2]), one[1].rule))
    worst = max((VERDICTS.index(decision.verdict) for decision in decisions), default=0)
    return Precheck(
        VERDICTS[worst],
        {decision.market: decision.verdict for decision in decisions},
        tuple(msgspec.structs.replace(step, markets=tuple(markets)) for _, step, markets in steps),
        tuple(
            Paper(tuple(name.split("|")), tuple(_title(screener, one, language) for one in name.split("|")), tuple(markets))
            for name, markets in sorted(papers.items(), key=lambda item: (-len(item[1]), item[0]))
        ),
        tuple(
            Fault(one.about, one.field, one.given, _in(one.reason, language), _in(one.fix, language), one.markets)
            for one in paper_faults(screener.content, listing, screener.as_of, [decision.market for decision in decisions])
        ),
        tuple(warnings),
        any(decision.degraded for decision in decisions),
    )


def _title(screener: Screener, name: str, language: str) -> str:
    document = screener.content.documents.get(name)
    return name if document is None else document.title.get(language) or document.title.get("en", name)


def _in(text: Text, language: str) -> str:
    return text.get(language) or text["en"]
