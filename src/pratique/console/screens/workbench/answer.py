"""A question answered: on the page, or as a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.operations import workbench
from pratique.assembly.workbench.ask import CUT_OFF, EXPORTED, LONGEST, SECONDS, STOPPED, TOO_SLOW, QuestionError
from pratique.assembly.workbench.extract import Extract
from pratique.assembly.workbench.sandbox import NOTHING, ONE_QUESTION, ONLY_SELECT, TOO_LONG, TOO_MUCH
from pratique.console.frame.charts import KINDS
from pratique.console.frame.connection import looking, working
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.workbench.bench import page
from pratique.console.screens.workbench.drawing import SHOWN, chart_of, columns, drawn, rows, suggested
from pratique.policy.renamed import former_names


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
    extracted = _extract(request)
    try:
        made = workbench.export(request.actor, extracted, sql, form)
    except QuestionError as error:
        shown = {
            **page(request, sql, chart_of(request.POST)),
            "answered": True,
            "wrong": error,
            "told": told(error),
            "before": _place(error, sql),
        }
        return render(request, "workbench/bench.html", shown, status=422)
    with looking() as tx:
        workbench.exported(tx, request.actor, sql, form, made.rows)
    return HttpResponse(made.body, headers={"Content-Type": made.kind, "Content-Disposition": f'attachment; filename="answer.{form}"'})


@require_POST
@screen("workbench.query")
def renew(request: Asked) -> HttpResponse:
    """Make the extract anew."""
    _extract(request, anew=True)
    return redirect("workbench")


@require_POST
@screen("workbench.query")
def stop(request: Asked) -> HttpResponse:
    """End a question of one's own that is being answered."""
    workbench.stop(request.actor, request.POST.get("run", "")[:40])
    return HttpResponse(status=204)


def _answered(request: Asked, sql: str) -> dict[str, Any]:
    wanted = chart_of(request.POST)
    extracted = _extract(request)
    try:
        found = workbench.ask(request.actor, extracted, sql, request.POST.get("run", "")[:40])
    except QuestionError as error:
        return {"answered": True, "wrong": error, "told": told(error), "before": _place(error, sql), "chart": wanted}
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


def _extract(request: Asked, *, anew: bool = False) -> Extract:
    with working() as (tx, content):
        return workbench.extract(tx, request.actor, former_names(content.rules), anew=anew)


def told(error: QuestionError) -> str:
    """What is wrong, in the reader's language where it was said here; in DuckDB's own words where it was said there."""
    known = {
        NOTHING: _("Nothing is asked: write a SELECT."),
        ONE_QUESTION: _("One question at a time: take the semicolon and what follows away."),
        ONLY_SELECT: _("Only SELECT: the data can be read, not changed."),
        TOO_MUCH: _("It takes more memory than a question may: ask for less, or add it up first."),
        TOO_LONG: _("The answer is larger than an answer may be: ask for fewer columns, or cut long texts."),
        CUT_OFF: _("It was stopped: it takes more memory or time than a question may."),
        STOPPED: _("You stopped it."),
        TOO_SLOW.format(seconds=SECONDS): _("It took longer than %(seconds)s seconds and was stopped: narrow it, or add it up first.")
        % {"seconds": SECONDS},
    }
    return known.get(error.message, error.message)


def _place(error: QuestionError, sql: str) -> tuple[str, str, str] | None:
    """The line with the fault, parted where it is."""
    if error.line is None or error.column is None:
        return None
    line = sql.split("\n")[error.line - 1] if error.line <= sql.count("\n") + 1 else ""
    at = error.column - 1
    return line[:at], line[at : at + 1] or " ", line[at + 1 :]
