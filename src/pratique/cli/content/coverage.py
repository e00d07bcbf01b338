"""`pratique content coverage`: how much of the law is known, market by market."""

import datetime
import sys
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from pratique.base.clock import today
from pratique.cli import options
from pratique.cli.content.loading import load_or_exit, print_json
from pratique.cli.options import AsJson, AsOf, Overlays, market_codes
from pratique.policy.coverage import MarketCoverage, distinct
from pratique.policy.coverage import coverage as coverage_of
from pratique.policy.model import DEMANDS, Content

EXAMPLES = """\b
Examples:
  pratique content coverage
  pratique content coverage --by class --market DE --market US
  pratique content coverage --by family --as-of 2027-01-01
  pratique content coverage --json"""

By = Annotated[
    Literal["topic", "family", "class"],
    typer.Option("--by", help="Rows of the table: topics of law, families of concepts, or product classes."),
]
Markets = Annotated[list[str] | None, typer.Option("--market", "-m", metavar="CODE", help="Only this market; may be given again.")]
VERIFIED = ("official_text", "secondary", "unverified")


def coverage(by: By = "topic", as_of: AsOf = None, market: Markets = None, content: Overlays = None, as_json: AsJson = False) -> None:
    """Rules in force by market and topic, how they are verified, what they demand, and the gaps. Law only, no house rules.

    By product class, each cell says how far a machine answers: automated, assisted, manual or gap.
    """
    day = options.day(as_of) or today()
    loaded = load_or_exit(content, as_json)
    chosen = market_codes(market, loaded) or tuple(sorted(loaded.markets))
    console = Console() if sys.stdout.isatty() else Console(width=240)
    if by == "class":
        _by_class(loaded, day, chosen, console, as_json)
        return
    rows = [row for row in coverage_of(loaded, day, by) if row.market in chosen]
    once = distinct(loaded)
    if as_json:
        head = {"content": loaded.version, "as_of": day.isoformat(), "by": by, "distinct_rules": dict(once)}
        print_json({**head, "markets": msgspec.to_builtins(rows)})
        return
    widest = max((len(cell) for row in rows for cell in (*row.cells, *row.gaps)), default=0)
    for abreast in _abreast(rows, console.width - widest, max((len(row.market) for row in rows), default=0) + 2):
        console.print(f"[bold]rules in force by market and {by}[/]")
        console.print(_cells(abreast, by))
        console.print()
    console.print("[bold]by verification and demand[/]")
    console.print(_totals(rows))
    console.print(
        f"\n{sum(once.values())} distinct rules of law: {', '.join(f'{once[name]} {name}' for name in VERIFIED)}", highlight=False
    )
    said: dict[str, list[str]] = {}
    for row in rows:
        for topic, reason in row.gaps.items():
            said.setdefault(f"{topic}: {reason['en']}", []).append(row.market)
    if said:
        console.print("\n[bold]declared gaps[/]")
        for gap, markets in sorted(said.items()):
            console.print(f"{' '.join(markets)}  {gap}", highlight=False)
    for row in rows:
        if row.open:
            console.print(f"nothing known in {row.market} on: {', '.join(row.open)}", highlight=False)


def _by_class(content: Content, day: datetime.date, markets: Sequence[str], console: Console, as_json: bool) -> None:
    from pratique.assembly.register import LEVELS, register
    from pratique.assembly.screener import Screener
    from pratique.cli.content.pages import SHAPES, class_lines, class_width

    rows = register(content, Screener(content, as_of=day).detector, day, markets)
    if as_json:
        print_json({"content": content.version, "as_of": day.isoformat(), "by": "class", "classes": msgspec.to_builtins(rows)})
        return
    for abreast in _abreast(markets, console.width - class_width(rows) - 2, 2) if sys.stdout.isatty() else [markets]:
        for line in class_lines(rows, abreast):
            console.print(line, highlight=False, markup=False, no_wrap=True, overflow="ignore", crop=False)
        console.print()
    for level, meaning in LEVELS.items():
        console.print(f"{SHAPES[level]} {level}: {meaning}", highlight=False)


def _abreast(items: Sequence[Any], room: int, each: int) -> Iterator[Sequence[Any]]:
    """As many at a time as there is room for beside each other."""
    many = max(1, room // max(1, each))
    for start in range(0, len(items), many):
        yield items[start : start + many]


def _cells(rows: Sequence[MarketCoverage], by: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(by, no_wrap=True)
    for row in rows:
        table.add_column(row.market, justify="right")
    for cell in sorted({cell for row in rows for cell in (*row.cells, *row.gaps)}):
        table.add_row(cell, *(str(row.cells[cell]) if cell in row.cells else "gap" if cell in row.gaps else "·" for row in rows))
    return table


def _totals(rows: list[MarketCoverage]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("market", "rules", "to come", *(name.replace("_", " ") for name in (*VERIFIED, *DEMANDS))):
        table.add_column(heading, justify="left" if heading == "market" else "right")
    for row in rows:
        counts = [row.later] + [row.verified.get(name, 0) for name in VERIFIED] + [row.demand.get(name, 0) for name in DEMANDS]
        table.add_row(row.market, str(row.rules), *(str(count or "·") for count in counts))
    return table
