"""The run behind `pratique horizon`."""

import datetime
import gc
import json as json_module
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from rich.table import Table
from rich.text import Text

from pratique.assembly.catalogue import answered
from pratique.assembly.horizon import TURNS, Horizon, Turn
from pratique.assembly.read import InputFile, read_listings
from pratique.assembly.report import Tally
from pratique.assembly.screener import Screener
from pratique.base.clock import today
from pratique.cli.options import require_rows, usage
from pratique.cli.progress import Progress
from pratique.cli.summary import show_input, terminal, verdict_text
from pratique.cli.writing import keep_content, writing
from pratique.facts import Listing
from pratique.policy.model import VERDICTS, Content

_MOST_MARKETS = 6
_MOST_MISSING = 3


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for on the command line, checked against the content."""

    files: Sequence[InputFile]
    columns: Mapping[str, str]
    encoding: str | None
    markets: tuple[str, ...] | None
    channel: str | None
    as_of: datetime.date | None
    until: datetime.date | None
    stage: str
    strategy: str
    out: Path | None
    resume: bool
    json: bool


class _Group:
    """The turns of one day that one rule brings."""

    def __init__(self) -> None:
        self.listings: dict[str, None] = {}
        self.markets: Counter[str] = Counter()
        self.missing: Counter[str] = Counter()
        self.verdict = 0
        self.monthly: dict[str, tuple[float, str]] = {}

    def take(self, turn: Turn, verdict: str, asked: frozenset[str]) -> None:
        """`asked`: the facts and documents that the rule asks for."""
        self.listings[turn.listing_id] = None
        self.markets[turn.market] += 1
        self.missing.update(asked.intersection(turn.missing))
        self.verdict = max(self.verdict, VERDICTS.index(verdict))
        if turn.gmv_30d is not None:
            self.monthly[turn.listing_id] = (turn.gmv_30d, turn.currency or "")

    def revenue(self) -> str:
        """Turnover of thirty days by currency; empty where no listing says it."""
        total: defaultdict[str, float] = defaultdict(float)
        for amount, currency in self.monthly.values():
            total[currency] += amount
        return ", ".join(f"{amount:,.0f} {currency}".strip() for currency, amount in sorted(total.items()))


def run(outlook: Outlook, content: Content) -> None:
    """Read, look ahead, write, sum up. Exits 1 when interrupted; raises as the reader, the screener and the writer do."""
    keep_content(content)
    as_of = outlook.as_of or today()
    with usage("--until"):
        horizon = Horizon(
            Screener(
                content, channel=outlook.channel, stage=outlook.stage, as_of=as_of, markets=outlook.markets, strategy=outlook.strategy
            ),
            outlook.until or as_of,
        )
    gc.freeze()  # content lives as long as the run; no use in walking through it

    def turns(listings: Sequence[Listing]) -> list[list[Turn]]:
        found = horizon.turns(listings)
        if outlook.markets is None:
            return [_own(listing, rows) for listing, rows in zip(listings, found, strict=True)]
        return found

    lines = outlook.out is None and (outlook.json or not sys.stdout.isatty())
    tally = Tally()
    groups: defaultdict[tuple[datetime.date, str], _Group] = defaultdict(_Group)
    falling: dict[str, None] = {}
    identity = {
        "input": json_module.dumps([(file.name, file.size, file.changed) for file in outlook.files]),
        "content": content.hash,
        **{name: json_module.dumps(getattr(outlook, name), default=str) for name in outlook.__struct_fields__ if name not in _NO_IDENTITY},
        "as_of": as_of.isoformat(),
    }
    with (
        Progress("looking ahead") as progress,
        writing(outlook.out, TURNS, identity, resume=outlook.resume, done=lambda: progress.count) as output,
    ):
        for chunk, rows in answered(read_listings(outlook.files, columns=outlook.columns, encoding=outlook.encoding), turns, output=output):
            tally.take_input(chunk)
            for turn in rows:
                falling[turn.listing_id] = None
                for finding in turn.findings:
                    rule = content.rules[finding.rule]
                    groups[turn.day, finding.rule].take(turn, finding.verdict, frozenset((*rule.needs, *rule.shown_by)))
            if lines:
                sys.stdout.buffer.write(TURNS.lines(rows))
                sys.stdout.buffer.flush()
            progress.advance(len(chunk.listings), chunk.done)
    console = terminal(stderr=lines or outlook.out is not None)
    if groups:
        console.print(_table(groups, content))
    days = len({day for day, _ in groups})
    on = f"on {days} {'day' if days == 1 else 'days'}"
    console.print(f"{len(falling):,} of {tally.listings:,} listings are asked more of by {outlook.until}, {on}")
    show_input(terminal(stderr=True), tally, progress.seconds, outlook.out, output.rejects_path if output is not None else None)
    require_rows(tally.listings, tally.rejected)


_NO_IDENTITY = ("files", "out", "resume", "json", "as_of")


def _own(listing: Listing, rows: list[Turn]) -> list[Turn]:
    return [turn for turn in rows if turn.market in listing.markets] if listing.markets else rows


def _table(groups: Mapping[tuple[datetime.date, str], _Group], content: Content) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("from", "law", "listings", "markets", "becomes", "lacks", "turnover in 30 days"):
        right = name in ("listings", "turnover in 30 days")
        table.add_column(name, justify="right" if right else "left", overflow="fold", ratio={"law": 4, "lacks": 3}.get(name))
    shown = None
    for (day, rule), group in sorted(groups.items(), key=lambda item: (item[0][0], -len(item[1].listings), item[0][1])):
        title = Text(content.rules[rule].title["en"]).append(f"  {rule}", style="dim")
        table.add_row(
            day.isoformat() if day != shown else "",
            title,
            f"{len(group.listings):,}",
            _few(sorted(group.markets), _MOST_MARKETS),
            verdict_text(VERDICTS[group.verdict]),
            _few([name for name, _ in group.missing.most_common()], _MOST_MISSING),
            group.revenue(),
        )
        shown = day
    return table


def _few(names: Sequence[str], most: int) -> str:
    return " ".join(names[:most]) + (f" +{len(names) - most}" if len(names) > most else "")
