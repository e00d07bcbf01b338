"""What `pratique explain` prints: words, rules that fired step by step, and the nearest that did not."""

import sys

import msgspec
from rich.text import Text

from pratique.assembly.report.worst import quotes
from pratique.assembly.screener import Screener
from pratique.cli.summary import clean, terminal, verdict_text
from pratique.engine.trace import RuleTrace, Trace, explain
from pratique.facts import Listing

_MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("?", "yellow")}


def show(screener: Screener, listing: Listing, *, as_json: bool) -> None:
    """Print the trace for each market of the screener: for people, or one JSON object a line."""
    readings = screener.concepts(listing)
    console = terminal()
    for market in screener.markets:
        trace = explain(
            screener.content,
            listing,
            readings,
            market=market,
            channel=screener.channel,
            stage=screener.stage,
            as_of=screener.as_of,
            strategy=screener.strategy,
        )
        if as_json:
            sys.stdout.buffer.write(msgspec.json.encode(trace) + b"\n")
        else:
            console.print(_trace(listing, trace))


def _trace(listing: Listing, trace: Trace) -> Text:
    decision = trace.decision
    text = Text(f"{decision.market}  ", style="bold").append_text(verdict_text(decision.verdict))
    if decision.confidence is not None:
        text.append(f"  {decision.confidence:.2f}")
    text.append(f"  {clean(listing.title[:160])}\n", style="bold")
    where = f"stage {decision.stage}, {f'channel {decision.channel}' if decision.channel else 'no channel'}"
    text.append(f"as of {decision.as_of}, {where}, content {decision.content_version}, strategy {decision.strategy_version}\n", style="dim")
    for quote in quotes(listing, decision.evidence):
        text.append(f"  {clean(quote.field)}: ", style="dim")
        for words, concept in quote.pieces:
            text.append(clean(words), style="reverse" if concept else "")
            text.append(f" [{concept}]" if concept else "", style="dim")
        text.append("\n")
    if not decision.concepts:
        text.append("  no concept was read\n", style="dim")
    fixes = {finding.rule: finding for finding in decision.findings}
    if trace.fired:
        text.append("why\n", style="bold")
    for rule in trace.fired:
        text.append("  ").append_text(_rule(rule))
        finding = fixes[rule.rule]
        text.append(f"      law  {'; '.join(finding.basis)}\n" if finding.basis else "", style="dim")
        text.append(f"      fix  {finding.fix}\n" if finding.fix else "")
    if decision.missing:
        text.append(f"missing  {', '.join(decision.missing)}\n", style="yellow")
    if trace.nearest:
        text.append("why not more\n", style="bold")
    for rule in trace.nearest:
        text.append("  ").append_text(_rule(rule))
    return text


def _rule(rule: RuleTrace) -> Text:
    text = verdict_text(rule.verdict) if rule.verdict != "allow" else Text("○ no finding", style="dim")
    text.append(f"  {rule.title.get('en', rule.rule)}", style="default").append(f"  {rule.rule}, {rule.demand}\n", style="dim")
    for step in rule.steps:
        # a demand is neither good nor bad by itself: its text says whether it is met
        mark, colour = ("•", "dim") if step.kind in ("document", "shown") else _MARKS[step.holds]
        text.append(f"      {mark} ", style=colour).append(f"{clean(step.text)}\n", style="default")
    return text
