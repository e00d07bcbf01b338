"""Rows as they go by: JSON Lines into a pipe, a table of the worst on a terminal, nothing where a file takes them."""

import sys
from typing import Protocol

from rich.table import Table
from rich.text import Text

from pratique.assembly.catalogue import Portion
from pratique.assembly.report import Collected, Shown
from pratique.assembly.write import decision_lines
from pratique.cli.summary import clean, terminal, verdict_text

_MOST = 40
_EXPLAINED = 20


class Rows(Protocol):
    """Takes each portion, and the whole at the end."""

    def take(self, portion: Portion) -> None:
        """A portion of the run."""

    def finish(self, collected: Collected) -> None:
        """The end of the run."""


def rows_for(*, written: bool, json: bool, explain: bool) -> Rows:
    """What shows the rows: a file already does, a terminal wants a table, a pipe wants lines."""
    if written:
        return _Explained() if explain else _Silent()
    if json or not sys.stdout.isatty():
        return _Lines(explain)
    return _Explained() if explain else _Worst()


class _Silent:
    def take(self, portion: Portion) -> None:
        """Written elsewhere."""

    def finish(self, collected: Collected) -> None:
        """Nothing more to show."""


class _Lines:
    def __init__(self, explain: bool) -> None:
        self._explain = explain

    def take(self, portion: Portion) -> None:
        sys.stdout.buffer.write(decision_lines([decision for found in portion.decisions for decision in found]))
        sys.stdout.buffer.flush()

    def finish(self, collected: Collected) -> None:
        if self._explain:
            _Explained(stderr=True).finish(collected)


class _Worst(_Silent):
    def finish(self, collected: Collected) -> None:
        console = terminal()
        shown = collected.worst.listings()[:_MOST]
        table = Table(box=None, pad_edge=False, header_style="dim")
        names: tuple[str, ...] = ("verdict", "listing", "title", "markets", "why", "fix")
        names = names[: 6 if console.width >= 110 else 5 if console.width >= 80 else 3]  # a column of five characters says nothing
        for name in names:
            table.add_column(
                name, overflow="fold", no_wrap=name == "verdict", ratio={"title": 3, "why": 3, "fix": 3, "listing": 1}.get(name)
            )
        for one in shown:
            finding = next((decision.findings[0] for decision in one.decisions if decision.findings), None)
            rule = collected.content.rules.get(finding.rule) if finding is not None else None
            cells = (
                verdict_text(one.verdict),
                clean(one.listing_id),
                clean(one.title[:100]),
                " ".join(decision.market for decision in one.decisions if decision.verdict == one.verdict),
                rule.title.get("en", rule.id) if rule is not None else finding.rule if finding is not None else "",
                finding.fix if finding is not None else "",
            )
            table.add_row(*cells[: len(names)])
        if shown:
            console.print(table)
        more = collected.tally.listings - collected.tally.worst["allow"] - len(shown)
        if more > 0:
            console.print(f"and {more:,} more with findings; --out FILE writes every row, --report FILE.html a page")
        console.print()


class _Explained(_Silent):
    def __init__(self, *, stderr: bool = False) -> None:
        self._console = terminal(stderr=stderr)

    def finish(self, collected: Collected) -> None:
        for one in collected.worst.listings()[:_EXPLAINED]:
            self._console.print(_explanation(one))


def _explanation(one: Shown) -> Text:
    shown = Text()
    shown.append_text(verdict_text(one.verdict)).append(f"  {clean(one.listing_id)}", style="bold").append(f"  {clean(one.title[:160])}\n")
    for quote in one.quotes:
        shown.append(f"  {clean(quote.field)}: ", style="dim")
        for words, concept in quote.pieces:
            shown.append(clean(words), style="reverse" if concept else "")
            if concept:
                shown.append(f" [{concept}]", style="dim")
        shown.append("\n")
    seen = set()
    for decision in one.decisions:
        for finding in decision.findings:
            if (finding.rule, finding.verdict) in seen:
                continue
            seen.add((finding.rule, finding.verdict))
            markets = " ".join(other.market for other in one.decisions if any(found.rule == finding.rule for found in other.findings))
            shown.append("  ").append_text(verdict_text(finding.verdict)).append(
                f"  {finding.rule}@{finding.version} ({finding.confidence:.2f}) in {markets}\n"
            )
            if finding.basis:
                shown.append(f"     law  {'; '.join(finding.basis)}\n", style="dim")
            if finding.fix:
                shown.append(f"     fix  {finding.fix}\n")
    lacking = sorted({name for decision in one.decisions for name in decision.missing})
    if lacking:
        shown.append(f"  missing: {', '.join(lacking)}\n", style="yellow")
    return shown
