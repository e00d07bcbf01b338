"""One listing of the report: its words with what they show, then each finding with market, law and fix."""

from pratique.assembly.report.html import Html, foreign, tag
from pratique.assembly.report.tally import RANK
from pratique.assembly.report.voice import Voice
from pratique.assembly.report.worst import Quote, Shown
from pratique.assembly.write import FindingRow
from pratique.engine.decision import Finding

_FINDINGS = 12


def case(voice: Voice, shown: Shown) -> Html:
    """A listing that opens to its evidence, rules, law and fix."""
    markets = " ".join(decision.market for decision in shown.decisions if decision.verdict == shown.verdict)
    summary = tag(
        "summary",
        voice.verdict(shown.verdict),
        foreign(shown.title, class_="t"),
        tag("span", foreign(shown.listing_id), " · ", foreign(shown.place), class_="where"),
    )
    body = [
        tag("p", tag("code", markets)),
        *(_quote(quote) for quote in shown.quotes),
        *(_finding(voice, finding, markets) for finding, markets in _findings(shown)[:_FINDINGS]),
    ]
    if any(decision.degraded for decision in shown.decisions):
        body.append(tag("p", voice.say["degraded"], class_="note"))
    lacking = sorted({name for decision in shown.decisions for name in decision.missing})
    if lacking:
        body.append(tag("p", voice.say["lacks"], ": ", *(tag("span", name) for name in lacking), class_="chips"))
    return tag("details", summary, tag("div", *body, class_="inside"), class_="case")


def _quote(quote: Quote) -> Html:
    pieces: list[Html] = []
    for words, concept in quote.pieces:
        if concept:
            pieces += [tag("mark", words), tag("sup", concept)]
        else:
            pieces.append(tag("span", words))
    return tag("blockquote", tag("small", foreign(quote.field)), tag("bdi", *pieces))


def _findings(shown: Shown) -> list[tuple[Finding | FindingRow, list[str]]]:
    """Each rule once, with the markets in which it was found."""
    found: dict[tuple[str, str], tuple[Finding | FindingRow, list[str]]] = {}
    for decision in shown.decisions:
        for finding in decision.findings:
            found.setdefault((finding.rule, finding.verdict), (finding, []))[1].append(decision.market)
    return sorted(found.values(), key=lambda item: (-RANK[item[0].verdict], -item[0].confidence, item[0].rule))


def _finding(voice: Voice, finding: Finding | FindingRow, markets: list[str]) -> Html:
    rule = voice.rule(finding.rule)
    fix = voice.name(rule.fix) if rule is not None else finding.fix
    basis = "; ".join(finding.basis) or voice.law(finding.rule)
    return tag(
        "div",
        tag("p", voice.verdict(finding.verdict), " ", voice.rule_title(finding.rule), " ", tag("code", " ".join(markets))),
        tag("p", basis, " · ", tag("code", finding.rule), f" · {voice.say['confidence']} {finding.confidence:.2f}", class_="law"),
        tag("p", fix, class_="fix") if fix else None,
        class_="finding",
    )
