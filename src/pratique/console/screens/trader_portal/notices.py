"""Notices about a trader's listings: what was decided, and the counter-notice where a right is claimed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pratique.assembly.operations import counter_notices, notices
from pratique.assembly.operations.counter_notices import CounterForm
from pratique.base.errors import InvalidError
from pratique.console.frame.connection import looking, working
from pratique.console.frame.entered import lines
from pratique.console.frame.lists import cursor
from pratique.console.frame.opening import Asked, screen
from pratique.store.pages import Page

_TEXTS = ("statement", "law", "signature", "name", "address", "telephone")
_SIGNED = ("no_infringement", "mistake_under_penalty_of_perjury", "accepts_jurisdiction_and_service")


@screen("notice.counter")
def listed(request: Asked) -> HttpResponse:
    """All of them, newest first."""
    with looking() as tx:
        items, following = notices.own(tx, request.actor, cursor(request), 50)
    return render(request, "trader_portal/notices.html", {"page": Page(items, following)})


@screen("notice.counter")
def one(request: Asked, name: str) -> HttpResponse:
    """What was decided; by POST a counter-notice."""
    faults, code = [], 200
    given = {field: request.POST.get(field, "").strip() for field in _TEXTS}
    if request.method == "POST":
        signed = {field: field in request.POST for field in _SIGNED}
        evidence = lines(request.POST.get("evidence", ""))[:20]
        texts = {field: value or None for field, value in given.items() if field != "statement"}
        form = CounterForm(tuple(request.POST.getlist("subject")), given["statement"], evidence=evidence, **texts, **signed)  # type: ignore[arg-type]  # texts and flags by their names
        try:
            with working() as (tx, content):
                counter_notices.contest(tx, request.actor, name, form, content)
        except InvalidError as error:
            faults, code = [f"{fault.field}: {fault.message}" for fault in error.faults], 422
        else:
            messages.success(request, _("The rights holder was told, with the day on which the listing comes back."))
            return redirect("my-notice", name)
    with looking() as tx:
        answer = notices.read_answer(tx, request.actor, name)
    restricted = [outcome for outcome in answer.outcomes if outcome.restriction != "none"]
    shown = {
        "answer": answer, "given": given, "faults": faults, "nav_here": "my-notices",
        "may_contest": answer.kind == "intellectual_property" and restricted and answer.counter_notice is None,
        "restricted": restricted,
    }  # fmt: skip
    return render(request, "trader_portal/notice.html", shown, status=code)
