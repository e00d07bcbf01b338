"""The table of clocks on the page is the one the software counts by."""

from pathlib import Path

from pratique.casework import statutory

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "notices-and-orders.md"
_UNITS = {"working_days": "working days", "days": "days", "hours": "hours", "months": "months"}


def table() -> str:
    rows = ["| clock | time | days of | by | |", "|---|---|---|---|---|"]
    rows += [
        f"| `{one.id}` | {one.amount} {_UNITS[one.unit]} | {one.calendar} | {one.basis} | "
        f"{' · '.join([*([one.force] if one.force != 'law' else []), *([] if one.is_verified else ['from general knowledge'])])} |"
        for one in statutory.ALL.values()
    ]
    return "\n".join(rows)


def test_the_page_has_every_clock() -> None:
    text = PAGE.read_text("utf-8")
    shown = text.partition("<!-- clocks -->\n")[2].partition("\n<!-- /clocks -->")[0]
    assert shown == table(), "replace the table between the marks by `python -m tests.docs.test_clocks_page`"


if __name__ == "__main__":
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition("<!-- clocks -->\n")
    PAGE.write_text(f"{before}<!-- clocks -->\n{table()}\n<!-- /clocks -->{rest.partition('<!-- /clocks -->')[2]}", "utf-8")
