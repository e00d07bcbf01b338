"""One indicator: its definition, its trend, its slices, and the rows it is counted over."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import formats

from pratique.assembly.operations import figures
from pratique.console.frame import charts
from pratique.console.frame.charts import Series, chart
from pratique.console.frame.connection import working
from pratique.console.frame.lists import chosen, cursor
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.templatetags.frame import words
from pratique.console.screens.cockpit.asked import View, asked, choices, label
from pratique.console.screens.cockpit.names import address, of_row
from pratique.console.screens.cockpit.shown import hours, rests_on, tile, written
from pratique.policy.model import Content
from pratique.store.figures.dictionary import Indicator
from pratique.store.figures.measure import Sliced, Trended
from pratique.store.figures.populations import RECORDS

SIDES = {"yes": True, "no": False, "all": None}


@screen("figure.read")
def figure(request: Asked, name: str) -> HttpResponse:
    """Narrowed by the address; `by` chooses the slice, `hit` one side of a share."""
    one = figures.indicator(name)
    by = chosen(request, "by", one.slices) or one.slices[0]
    side = (chosen(request, "hit", SIDES) or ("no" if one.better == "up" else "yes")) if one.unit == "share" else "all"
    with working() as (tx, content):
        view = asked(request, content, tx.at)
        trended = figures.measured(tx, request.actor, name, view.period, view.narrowed)
        slices = figures.sliced(tx, request.actor, name, view.period, view.narrowed, by)
        rows = figures.rows(tx, request.actor, name, view.period, view.narrowed, hit=SIDES[side], cursor=cursor(request))
    record = RECORDS[name]
    shown = {
        "indicator": one,
        "tile": tile(one, trended),
        "interval": trended.now.interval if one.unit == "share" else None,
        "now": trended.now,
        "trend": _trend(one, trended, view),
        "weeks": _weeks(one, trended, view),
        "by": by,
        "slices": _slices(one, slices, by, view, content),
        "rows": [
            (row, of_row(record, row.id, row.subject_kind, row.subject), hours(row.value) if row.value is not None else "")
            for row in rows.items
        ],
        "page": rows,
        "hit": side,
        **choices(request, content, view),
    }
    return render(request, "cockpit/figure.html", shown)


def _took(value: float | None) -> str:
    return "" if value is None else hours(value)


def _trend(one: Indicator, trended: Trended, view: View) -> str:
    if one.is_stock:
        return ""
    labels = [formats.date_format(day, "MONTH_DAY_FORMAT") for day in view.period.starts]
    axis = charts.percent if one.unit == "share" else charts.plain
    return chart("line", labels, [Series("", trended.values)], title=words(one.title), axis=axis, height=210)


def _weeks(one: Indicator, trended: Trended, view: View) -> list[tuple[object, str, str]]:
    """The trend as a table: first day, value, what it rests on."""
    return [
        (day, written(one.unit, week.value if week else None), rests_on(one, week) if week else "")
        for day, week in zip(view.period.starts, trended.weeks, strict=False)
    ]


def _slices(one: Indicator, slices: list[Sliced], by: str, view: View, content: Content) -> list[dict[str, object]]:
    most = max((each.figure.value or 0 for each in slices), default=0)
    widest = max((each.figure.interval[1] for each in slices if each.figure.interval), default=1.0) or 1.0
    found: list[dict[str, object]] = []
    for each in slices:
        interval = each.figure.interval if one.unit == "share" else None
        found.append(
            {
                "label": label(by, each.key, content),
                "address": address("cockpit-figure", one.id, **{**view.filters, by: each.key, "by": by}) if each.key else "",
                "value": written(one.unit, each.figure.value),
                "rests_on": rests_on(one, each.figure),
                "low": interval[0] / widest if interval else None,
                "high": interval[1] / widest if interval else None,
                "share": (each.figure.value or 0) / (widest if interval else 1),
                "most": most,
            }
        )
    return found
