"""Decisions about a trader, with their reasons; a complaint is made where the decision is read."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pratique.assembly.operations import appeals, enforcement
from pratique.assembly.operations import files as kept
from pratique.assembly.operations.appeals import AppealForm
from pratique.base.errors import InvalidError
from pratique.console.frame import files
from pratique.console.frame.connection import looking, working
from pratique.console.frame.lists import cursor
from pratique.console.frame.opening import Asked, screen

SIX_MONTHS = dt.timedelta(days=183)
"""At least six months to contest (Regulation (EU) 2022/2065 Art. 20(1)); the operation has the last word."""


@screen("statement.read")
def listed(request: Asked) -> HttpResponse:
    """All of them, newest first."""
    with looking() as tx:
        page = enforcement.statements_of(tx, request.actor, cursor=cursor(request))
    return render(request, "trader_portal/statements.html", {"page": page})


@screen("statement.read")
def one(request: Asked, name: str) -> HttpResponse:
    """One as it was told; by POST the complaint against it."""
    words, faults, code = "", [], 200
    with looking() as tx:
        found = enforcement.statement(tx, request.actor, name)
    if request.method == "POST":
        words = request.POST.get("words", "").strip()
        try:
            evidence = files.taken(request)
            with working() as (tx, content):
                language = "zh" if (get_language() or "").startswith("zh") else "en"
                appeal = appeals.file(tx, request.actor, content, AppealForm(found.reasons.action, words, language))
                kept.attach_to_appeal(tx, request.actor, appeal.id, evidence)
        except InvalidError as error:
            faults, code = files.told(error), 422
        else:
            messages.success(request, _("Your complaint is with us. A person decides on it, not the one who decided first."))
            return redirect("my-complaint", appeal.id)
    with looking() as tx:
        action = enforcement.read(tx, request.actor, found.reasons.action)
        complaints = appeals.listed(tx, request.actor, record=action.id).items
        may_contest = not complaints and action.status != "reversed" and tx.at - found.issued_at <= SIX_MONTHS
    shown = {
        "statement": found, "action": action, "complaints": complaints, "may_contest": may_contest, "words": words, "faults": faults,
        "until": found.issued_at + SIX_MONTHS, "nav_here": "my-statements",
    }  # fmt: skip
    return render(request, "trader_portal/statement.html", shown, status=code)
