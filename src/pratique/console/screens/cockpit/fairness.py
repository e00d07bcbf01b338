"""Whether traders of one size, country or language fare worse than others."""

from django.http import HttpResponse
from django.shortcuts import render

from pratique.assembly.operations import figures
from pratique.console.frame.connection import working
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.cockpit.asked import asked, choices, label
from pratique.console.screens.cockpit.names import address
from pratique.store.figures.measure import Figure


@screen("figure.read")
def fairness(request: Asked) -> HttpResponse:
    """Held, overturned and wrongly held, each by size, country and language, with intervals."""
    with working() as (tx, content):
        view = asked(request, content, tx.at)
        found = figures.fairness(tx, request.actor, view.period, view.narrowed)
    tables = [
        {
            "fair": one,
            "rows": [
                (
                    label(one.by, group.key, content),
                    group,
                    _drawn(group.figure, _widest(one.groups)),
                    address("cockpit-figure", one.indicator.id, **{**view.filters, one.by: group.key, "by": one.by}),
                )
                for group in one.groups
            ],
        }
        for one in found
    ]
    by_size = len(figures.FAIR_BY)
    rows = [tables[start : start + by_size] for start in range(0, len(tables), by_size)]
    return render(request, "cockpit/fairness.html", {"rows": rows, **choices(request, content, view)})


def _widest(groups: tuple[figures.Group, ...]) -> float:
    """What the lines of a table are drawn to, so that small shares can be told apart."""
    return max((group.figure.interval[1] for group in groups if group.figure.interval), default=1.0) or 1.0


def _drawn(figure: Figure, widest: float) -> tuple[float, float, float]:
    low, high = figure.interval or (0.0, 1.0)
    return low / widest, (figure.value or 0.0) / widest, high / widest
