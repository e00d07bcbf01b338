"""The page: the question, what can be asked, what was kept."""

from typing import Any, cast

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from pratique.assembly.operations import workbench
from pratique.assembly.workbench.export import FORMATS
from pratique.assembly.workbench.views import VIEWS
from pratique.base.errors import AbsentError
from pratique.console.frame.connection import looking
from pratique.console.frame.opening import Asked, screen
from pratique.console.records.models import Account, SavedQuery
from pratique.console.screens.workbench.drawing import Chart, chart_of
from pratique.console.screens.workbench.examples import EXAMPLES

MOST = 100
"""Questions one person keeps."""


@screen("workbench.query")
def bench(request: Asked) -> HttpResponse:
    """Empty, or with a question that was kept: `?query=12`, `?example=held`."""
    sql, chart, title = "", Chart(), ""
    example = EXAMPLES.get(request.GET.get("example", ""))
    if example is not None:
        sql, chart = example.sql, chart_of(example.chart)
    number = request.GET.get("query", "")
    if number:
        kept = visible(request).filter(pk=int(number)).first() if number.isdecimal() and len(number) < 12 else None
        if kept is None:
            raise AbsentError("query", number)
        sql, chart, title = kept.sql, chart_of(kept.chart), kept.name if kept.account_id == request.user.pk else ""
    return render(request, "workbench/bench.html", page(request, sql, chart, title))


def page(request: Asked, sql: str, chart: Chart, title: str = "") -> dict[str, Any]:
    """What the page shows beside an answer."""
    with looking() as tx:
        known = workbench.known(tx, request.actor)
    return {
        "sql": sql,
        "chart": chart,
        "query_title": title,
        "views": [(one, known.rows.get(one.name) if known else None) for one in VIEWS.values()],
        "extract": known,
        "examples": EXAMPLES,
        "formats": tuple(FORMATS),
        "queries": [(one, one.account_id == request.user.pk) for one in visible(request)[:MOST]],
    }


def visible(request: Asked) -> Any:
    """Questions somebody sees: their own and what others share."""
    account = cast(Account, request.user)
    return SavedQuery.objects.filter(Q(account=account) | Q(is_shared=True)).select_related("account").order_by("name")
