"""Notices about a trader's listings: what was decided, and the counter-notice where a right is claimed."""

import msgspec
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pratique.assembly.operations import counter_notices, notices
from pratique.assembly.operations import files as kept
from pratique.assembly.operations.counter_notices import CounterForm
from pratique.base.errors import InvalidError
from pratique.console.frame import files
from pratique.console.frame.connection import looking, working
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
        texts = {field: value or None for field, value in given.items() if field != "statement"}
        form = CounterForm(tuple(request.POST.getlist("subject")), given["statement"], **texts, **signed)  # type: ignore[arg-type]  # texts and flags by their names
        try:
            given_files = files.taken(request)
            form = msgspec.structs.replace(form, evidence=(*form.evidence, *(one.name for one in given_files)))
            with working() as (tx, content):
                counter_notices.contest(tx, request.actor, name, form, content)
                kept.attach_to_notice(tx, request.actor, name, given_files)
        except InvalidError as error:
            faults, code = files.told(error), 422
        else:
            messages.success(request, _("The rights holder was told, with the day on which the listing comes back."))
            return redirect("my-notice", name)
    with looking() as tx:
        answer = notices.read_answer(tx, request.actor, name)
        mine = kept.of_record(tx, request.actor, "notice", name)
    restricted = [outcome for outcome in answer.outcomes if outcome.restriction != "none"]
    shown = {
        "answer": answer, "given": given, "faults": faults, "nav_here": "my-notices",
        "may_contest": answer.kind == "intellectual_property" and restricted and answer.counter_notice is None,
        "restricted": restricted, "files": mine,
    }  # fmt: skip
    return render(request, "trader_portal/notice.html", shown, status=code)
