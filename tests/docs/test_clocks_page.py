"""The tables of clocks and periods on the pages are those the software counts by."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pratique.casework import statutory
from pratique.casework.deadline import Deadline
from pratique.casework.retention import PERIODS
from pratique.casework.verification import clocks, look_back

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
_UNITS = {"working_days": "working days", "days": "days", "hours": "hours", "months": "months"}
_STARTS = {
    "contract_ended": "the contract with the trader ended",
    "last_decision": "the last decision on it",
    "record_over": "its matter was over",
    "request": "the request",
    "session_over": "the session was over",
    "sign_in": "the attempt",
}


def table(deadlines: Iterable[Deadline]) -> str:
    rows = ["| clock | time | days of | by | |", "|---|---|---|---|---|"]
    rows += [
        f"| `{one.id}` | {one.amount} {_UNITS[one.unit]} | {one.calendar} | {one.basis} | "
        f"{' · '.join([*([one.force] if one.force != 'law' else []), *([] if one.is_verified else ['from general knowledge'])])} |"
        for one in deadlines
    ]
    return "\n".join(rows)


def periods() -> str:
    rows = ["| period | what | kept for | after | by | |", "|---|---|---|---|---|---|"]
    rows += [
        f"| `{one.id}` | {one.holds['en']} | {f'{one.hours} hours' if one.hours else f'{one.months} months'} | {_STARTS[one.starts]} | {one.basis} | "
        f"{'house' if one.force == 'house' else ''} |"
        for one in PERIODS.values()
    ]
    return "\n".join(rows)


PAGES: dict[tuple[str, str], Callable[[], str]] = {
    ("notices-and-orders.md", "clocks"): lambda: table(statutory.ALL.values()),
    ("traders.md", "clocks"): lambda: table((*clocks.ALL.values(), look_back.INFORM_BUYERS)),
    ("retention.md", "periods"): periods,
}


def parts(name: str, mark: str) -> tuple[str, str, str]:
    before, _, rest = (REFERENCE / name).read_text("utf-8").partition(f"<!-- {mark} -->\n")
    shown, _, after = rest.partition(f"<!-- /{mark} -->")
    return before, shown.rstrip("\n"), after


@pytest.mark.parametrize(("name", "mark"), PAGES)
def test_the_page_has_every_row(name: str, mark: str) -> None:
    assert parts(name, mark)[1] == PAGES[name, mark](), "replace the table between the marks by `python -m tests.docs.test_clocks_page`"


if __name__ == "__main__":
    for (name, mark), make in PAGES.items():
        before, _, after = parts(name, mark)
        (REFERENCE / name).write_text(f"{before}<!-- {mark} -->\n{make()}\n<!-- /{mark} -->{after}", "utf-8")
