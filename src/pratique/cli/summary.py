"""The end of a run in words and numbers, on standard error."""

import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pratique.assembly.report import Tally
from pratique.assembly.report.tally import Noticed
from pratique.assembly.report.words import SHAPES, VERDICTS
from pratique.policy.model import VERDICTS as ORDER
from pratique.policy.model import Content

COLOURS = {"allow": "green", "allow_with_conditions": "yellow", "hold": "dark_orange", "refuse": "red"}
_TOP = 8
_FEW_MARKETS, _MOST_ABREAST, _BLOCK = 16, 3, 54
"""From more markets on, up to so many blocks stand side by side, each about so wide."""
_FALLING = tuple(reversed(ORDER))


def terminal(*, stderr: bool = False) -> Console:
    """A console that is wide enough for tables where it is no terminal."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else 160, highlight=False, emoji=False, markup=False, soft_wrap=False)


def verdict_text(verdict: str) -> Text:
    """A verdict by shape, colour and word."""
    return Text(f"{SHAPES[verdict]} {VERDICTS['en'][verdict].lower()}", style=COLOURS[verdict])


def clean(text: str) -> str:
    """A stranger's text on one line, without characters that steer a terminal or turn its direction."""
    return "".join(character if character.isprintable() else " " for character in text)


def show_summary(tally: Tally, content: Content, seconds: float, out: Path | None, rejects: Path | None) -> None:
    """By market and verdict, the rules that decided most, and what was wrong with the input."""
    console = terminal(stderr=True)
    if tally.verdicts:
        console.print(_by_market(tally, console.width))
    rules = tally.top_rules(_TOP)
    if rules:
        table = Table(box=None, pad_edge=False, header_style="dim", title_justify="left")
        table.add_column("top reasons")
        for verdict in _FALLING[:-1]:
            table.add_column(verdict_text(verdict), justify="right")
        for rule, counts in rules:
            found = content.rules.get(rule)
            title = Text(found.title.get("en", rule) if found is not None else rule).append(f"  {rule}", style="dim")
            table.add_row(title, *(f"{counts[verdict]:,}" if verdict in counts else "·" for verdict in _FALLING[:-1]))
        console.print()
        console.print(table)
    if tally.degraded:
        console.print(Text(f"{tally.degraded:,} decisions are degraded: a detector failed", style="yellow"))
    console.print()
    show_input(console, tally, seconds, out, rejects)


def _by_market(tally: Tally, width: int) -> Table:
    """Verdicts by market; many markets stand in blocks side by side where there is room."""
    abreast = 1 if len(tally.markets) <= _FEW_MARKETS else max(1, min(_MOST_ABREAST, width // _BLOCK))
    height = -(-len(tally.markets) // abreast)
    blocks = Table.grid(padding=(0, 4, 0, 0))
    parts = []
    for start in range(0, len(tally.markets), height):
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column("market")
        for verdict in _FALLING:
            table.add_column(verdict_text(verdict), justify="right")
        for market in tally.markets[start : start + height]:
            table.add_row(market, *(f"{number:,}" if (number := tally.verdicts[market, verdict]) else "·" for verdict in _FALLING))
        parts.append(table)
    blocks.add_row(*parts)
    return blocks


def show_input(console: Console, tally: Tally, seconds: float, out: Path | None, rejects: Path | None) -> None:
    """What was read, what was not, how fast, and where it went."""
    _noticed(console, "rejected", "row", tally.rejects)
    _noticed(console, "warned of", "cell", tally.warnings)
    rate = tally.listings / seconds if seconds > 0 else 0.0
    decisions = f", {tally.decisions:,} decisions" if tally.decisions else ""
    console.print(f"{tally.listings:,} listings{decisions} in {seconds:,.1f} s ({rate:,.0f} listings a second)")
    if out is not None:
        console.print(f"written: {out}")
    if rejects is not None and tally.rejects:
        console.print(f"rejects: {rejects}")


def _noticed(console: Console, verb: str, noun: str, found: dict[str, Noticed]) -> None:
    total = sum(one.count for one in found.values())
    if not total:
        return
    console.print(Text(f"{total:,} {noun}{'s' if total > 1 else ''} {verb}:", style="yellow"))
    for kind, one in sorted(found.items(), key=lambda item: -item[1].count)[:_TOP]:
        console.print(f"  {one.count:,} × {clean(kind)}  first at {', '.join(map(clean, one.places))}; e.g. {clean(one.example)[:120]}")
    if len(found) > _TOP:
        console.print(f"  and {len(found) - _TOP:,} other kinds")


def as_json(tally: Tally, seconds: float, out: Path | None) -> dict[str, Any]:
    """The same for machines."""

    def noticed(found: dict[str, Noticed]) -> dict[str, Any]:
        return {kind: {"count": one.count, "places": one.places, "example": one.example} for kind, one in found.items()}

    return {
        "listings": tally.listings,
        "decisions": tally.decisions,
        "degraded": tally.degraded,
        "verdicts": {market: {verdict: tally.verdicts[market, verdict] for verdict in _FALLING} for market in tally.markets},
        "rules": dict(tally.top_rules(20)),
        "missing": dict(tally.missing.most_common(20)),
        "rejected": tally.rejected,
        "rejects": noticed(tally.rejects),
        "warned": tally.warned,
        "warnings": noticed(tally.warnings),
        "seconds": round(seconds, 3),
        "out": str(out) if out is not None else None,
    }
