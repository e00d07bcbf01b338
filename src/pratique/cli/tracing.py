"""What `pratique explain` prints: words, rules that fired step by step, and the nearest that did not."""

import sys
from collections.abc import Iterable, Iterator

import msgspec
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pratique.assembly.report.words import fact_name
from pratique.assembly.report.worst import quotes
from pratique.assembly.screener import Screener
from pratique.cli.summary import clean, terminal, verdict_text
from pratique.engine.decision import Decision, Finding
from pratique.engine.trace import RuleTrace, Trace
from pratique.facts import Listing
from pratique.policy import words
from pratique.policy.model import Content, Rule

_MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("?", "yellow")}
_OPEN = "what is marked ? is not known; were it known to hold, the verdict might be graver"
_UNCHECKED = "this law was not checked against its text, so the listing is held for a person and not refused"
_NEAREST = 6
_LOOKED_AT = 400
"""Near rules among which those of the listing's own kind are sought."""


def show(screener: Screener, listing: Listing, *, as_json: bool) -> None:
    """Print the trace for each market of the screener: for people, or one JSON object a line."""
    console = terminal()
    for market in screener.markets:
        trace = screener.explain(listing, market, nearest=_LOOKED_AT)
        trace = msgspec.structs.replace(trace, nearest=nearest(screener.content, listing, trace.nearest))
        if as_json:
            sys.stdout.buffer.write(msgspec.json.encode(trace) + b"\n")
        else:
            for part in _page(screener.content, listing, trace):
                console.print(part)


def nearest(content: Content, listing: Listing, rules: Iterable[RuleTrace]) -> tuple[RuleTrace, ...]:
    """The few a reader asks about: rules on this kind of subject, those on what it is before those of every product."""
    own = [one for one in rules if listing.kind in content.rules[one.rule].subject]
    own.sort(key=lambda one: _of_every_product(content.rules[one.rule]))
    return tuple(own[:_NEAREST])


def _of_every_product(rule: Rule) -> bool:
    return {*rule.when.any, *(name for group in rule.when.all for name in group)} <= {"product.any"}


def _page(content: Content, listing: Listing, trace: Trace) -> Iterator[RenderableType]:
    yield from _heading(content, listing, trace.decision)
    findings = {finding.rule: finding for finding in trace.decision.findings}
    if trace.fired:
        yield Text("why", style="bold")
    for one in trace.fired:
        yield from _rule(one)
        yield _consequence(content, content.rules[one.rule], one, findings[one.rule])
    if trace.decision.missing:
        yield Text("missing", style="bold")
        yield _grid([(Text("•", style="yellow"), _named(content, name)) for name in trace.decision.missing], 2)
    if trace.nearest:
        yield Text("why not more", style="bold")
    for one in trace.nearest:
        yield from _rule(one)
    yield Text()


def _heading(content: Content, listing: Listing, decision: Decision) -> Iterator[RenderableType]:
    first = Text(f"{decision.market}  ", style="bold").append_text(verdict_text(decision.verdict))
    if decision.confidence is not None:
        first.append(f"  {decision.confidence:.2f}", style="bold")
    yield first.append(f"  {clean(listing.title[:160])}", style="bold")
    market = words.text(content.markets[decision.market].title)
    where = f"stage {decision.stage}, {f'channel {decision.channel}' if decision.channel else 'no channel'}"
    said = f"{market}, as of {decision.as_of}, {where}, content {decision.content_version}, strategy {decision.strategy_version}"
    yield Text(said, style="dim")
    lines = []
    for quote in quotes(listing, decision.evidence):
        line = Text()
        for piece, concept in quote.pieces:
            line.append(clean(piece), style="reverse" if concept else "")
            line.append(f" [{concept}]" if concept else "", style="dim")
        lines.append((Text(f"{clean(quote.field)}:", style="dim"), line))
    if lines:
        yield _grid(lines, 2)
    if not decision.concepts:
        yield Text("  no concept was read", style="dim")


def _rule(rule: RuleTrace) -> Iterator[RenderableType]:
    text = verdict_text(rule.verdict) if rule.verdict != "allow" else Text("○ no finding", style="dim")
    text.append(f"  {rule.title.get('en', rule.rule)}", style="default").append(f"  {rule.rule}, {rule.demand}", style="dim")
    yield Padding.indent(text, 2)
    steps = []
    for step in rule.steps:
        # a demand is neither good nor bad by itself: its text says whether it is met
        mark, colour = ("•", "dim") if step.kind in ("document", "shown") else _MARKS[step.holds]
        steps.append((Text(mark, style=colour), Text(clean(step.text))))
    if steps:
        yield _grid(steps, 6)


def _consequence(content: Content, rule: Rule, trace: RuleTrace, finding: Finding) -> RenderableType:
    """The law with its dates and how it was checked, what the verdict leaves open, and the fix."""
    rows = []
    for citation, written in zip(rule.basis, finding.basis, strict=True):
        source = content.sources.get(citation.source)
        title = words.text(source.title) if source is not None else ""
        rows.append(
            (
                Text("law" if rule.is_law else "rule", style="dim"),
                Text(written).append(f" — {title}" if title and title not in written else "", style="dim"),
            )
        )
    said = "; ".join(part for part in (_dates(rule), _checked(rule)) if part)
    if said:
        rows.append((Text(), Text(said, style="dim")))
    open_facts = any(step.holds is None for step in trace.steps)
    if rule.demand == "prohibited" and open_facts:
        rows.append((Text("but", style="yellow"), Text(_OPEN)))
    elif rule.demand == "prohibited" and rule.verified.by == "unverified" and finding.verdict == "hold":
        rows.append((Text("but", style="yellow"), Text(_UNCHECKED)))
    if finding.fix:
        rows.append((Text("fix", style="green"), Text(finding.fix)))
    return _grid(rows, 6)


def _dates(rule: Rule) -> str:
    return f"in force {words.period(rule.in_force)}" if rule.in_force.from_ or rule.in_force.to else ""


def _checked(rule: Rule) -> str:
    how = {
        "official_text": "checked against the official text",
        "secondary": "checked against a secondary source",
        "unverified": "not checked against the law",
        "house": "",
    }[rule.verified.by]
    return f"{how} on {words.day(rule.verified.checked)}" if how and rule.verified.by != "unverified" else how


def _named(content: Content, name: str) -> Text:
    """What is missing as people call it, and as the listing's columns or documents write it."""
    called = []
    for part in name.split("|"):
        document = content.documents.get(part)
        called.append(words.text(document.title) if document is not None else fact_name(part, "en"))
    return Text(" or ".join(dict.fromkeys(called))).append(f"  {name}", style="dim")


def _grid(rows: Iterable[tuple[Text, Text]], indent: int) -> Padding:
    """A short mark and a text that wraps beside it."""
    grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for mark, text in rows:
        grid.add_row(mark, text)
    return Padding.indent(grid, indent)
