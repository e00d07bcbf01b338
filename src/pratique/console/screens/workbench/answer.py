"""A question answered: on the page, or as a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from pratique.assembly.operations import workbench
from pratique.assembly.workbench.ask import EXPORTED, LONGEST, QuestionError
from pratique.console.frame.charts import KINDS
from pratique.console.frame.connection import looking
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.workbench.bench import page
from pratique.console.screens.workbench.drawing import SHOWN, chart_of, columns, drawn, rows, suggested


@require_POST
@screen("workbench.query")
def answer(request: Asked) -> HttpResponse:
    """Table and chart; for htmx what belongs below the question, else the whole page."""
    sql = request.POST.get("sql", "")[: LONGEST + 1].replace("\r\n", "\n")
    shown = _answered(request, sql)
    if request.htmx:
        return render(request, "workbench/answer.html", shown)
    return render(request, "workbench/bench.html", {**page(request, sql, shown["chart"]), **shown})


@require_POST
@screen("workbench.query")
def file(request: Asked, form: str) -> HttpResponse:
    """The answer as CSV, XLSX or Parquet; that it was taken out is put on record first."""
    sql = request.POST.get("sql", "")[: LONGEST + 1].replace("\r\n", "\n")
    with looking() as tx:
        extracted = workbench.extract(tx, request.actor)
    try:
        made = workbench.export(request.actor, extracted, sql, form)
    except QuestionError as error:
        shown = {**page(request, sql, chart_of(request.POST)), "answered": True, "wrong": error, "before": _place(error, sql)}
        return render(request, "workbench/bench.html", shown, status=422)
    with looking() as tx:
        workbench.exported(tx, request.actor, sql, form, made.rows)
    return HttpResponse(made.body, headers={"Content-Type": made.kind, "Content-Disposition": f'attachment; filename="answer.{form}"'})


@require_POST
@screen("workbench.query")
def renew(request: Asked) -> HttpResponse:
    """Make the extract anew."""
    with looking() as tx:
        workbench.extract(tx, request.actor, anew=True)
    return redirect("workbench")


def _answered(request: Asked, sql: str) -> dict[str, Any]:
    wanted = chart_of(request.POST)
    with looking() as tx:
        extracted = workbench.extract(tx, request.actor)
    try:
        found = workbench.ask(request.actor, extracted, sql)
    except QuestionError as error:
        return {"answered": True, "wrong": error, "before": _place(error, sql), "chart": wanted}
    chart = suggested(found.table, wanted)
    picture, series = drawn(found.table, chart)
    return {
        "answered": True,
        "columns": columns(found.table),
        "rows": rows(found.table),
        "number": found.table.num_rows,
        "is_more": found.is_more,
        "shown": SHOWN,
        "most": EXPORTED,
        "seconds": found.seconds,
        "made_at": extracted.at,
        "chart": chart,
        "kinds": KINDS,
        "picture": picture,
        "series": series,
    }


def _place(error: QuestionError, sql: str) -> tuple[str, str, str] | None:
    """The line with the fault, parted where it is."""
    if error.line is None or error.column is None:
        return None
    line = sql.split("\n")[error.line - 1] if error.line <= sql.count("\n") + 1 else ""
    at = error.column - 1
    return line[:at], line[at : at + 1] or " ", line[at + 1 :]
