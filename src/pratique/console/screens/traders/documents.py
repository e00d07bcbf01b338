"""Documents of traders: who waits the longest, one with its files beside what is said of it, accepted or refused with a reason."""

from collections.abc import Sequence
from typing import get_args

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.operations import documents
from pratique.assembly.operations import files as kept
from pratique.assembly.operations.permission import may
from pratique.base.errors import ForbiddenError, InvalidError
from pratique.casework.document.state import Status
from pratique.console.frame.connection import looking, working
from pratique.console.frame.lists import chosen, cursor, given
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.refusals import faults
from pratique.console.frame.templatetags.frame import words
from pratique.store import listings
from pratique.store.listings import Wanted

STATUSES: tuple[str, ...] = get_args(Status)


@screen("document.read")
def listed(request: Asked) -> HttpResponse:
    """Those that wait, the longest first; or those of another state, newest first."""
    _only_staff(request)
    status, trader = chosen(request, "status", STATUSES) or "filed", given(request, "trader").get("trader")
    with working() as (tx, content):
        page = documents.listed(tx, request.actor, status=status, trader=trader, cursor=cursor(request))
        rows = [
            (one, words(content.documents[one.filing.type].title) if one.filing.type in content.documents else "") for one in page.items
        ]
    shown = {"page": page, "rows": rows, "status": status, "statuses": STATUSES, "trader": trader}
    return render(request, "traders/documents.html", shown)


@screen("document.read")
def one(request: Asked, name: str) -> HttpResponse:
    """One document."""
    return _page(request, name)


def _page(request: Asked, name: str, wrong: Sequence[str] = ()) -> HttpResponse:
    _only_staff(request)
    with working() as (tx, content):
        found = documents.read(tx, request.actor, name)
        kind = content.documents.get(found.filing.type)
        asking = [rule for rule in content.rules.values() if any(found.filing.type in need.split("|") for need in rule.needs)]
        named = [(each, listings.find(tx, request.actor, "listing", each)) for each in found.filing.covers[:10]]
        shown = {
            "document": found,
            "kind": kind,
            "files": kept.of_record(tx, request.actor, documents.ABOUT, name) if may(request.actor, "private.read") else (),
            "covered": [(each, entries[0] if entries else None) for each, entries in named],
            "asking": asking[:8],
            "waiting": listings.count(tx, request.actor, Wanted(trader=found.trader)),
            "may_check": found.status == "filed" and may(request.actor, "document.check"),
            "may_withdraw": found.status == "accepted" and may(request.actor, "document.withdraw"),
            "faults": wrong,
            "nav_here": "documents",
        }
    return render(request, "traders/document.html", shown, status=422 if wrong else 200)


@require_POST
@screen("document.check")
def judge(request: Asked, name: str) -> HttpResponse:
    """Accept it, or refuse it with the reason; then the next that waits."""
    refused = request.POST.get("reason", "").strip() if "refuse" in request.POST else None
    try:
        with looking() as tx:
            documents.judge(tx, request.actor, name, refused=refused)
            waiting = documents.listed(tx, request.actor, status="filed", limit=1).items
    except InvalidError as error:
        return _page(request, name, [faults(error)])
    messages.success(
        request, _("Refused; the trader reads why.") if refused is not None else _("Accepted; the listings it covers are decided anew.")
    )
    return redirect("document", waiting[0].id) if waiting else redirect("documents")


@require_POST
@screen("document.withdraw")
def withdraw(request: Asked, name: str) -> HttpResponse:
    """Let an accepted one count no longer."""
    try:
        with looking() as tx:
            documents.withdraw(tx, request.actor, name, request.POST.get("reason", ""))
    except InvalidError as error:
        return _page(request, name, [faults(error)])
    messages.success(request, _("It counts no longer; the trader's listings are decided anew."))
    return redirect("document", name)


def _only_staff(request: Asked) -> None:
    if request.actor.subject is not None:
        raise ForbiddenError("not_your_role", "this page is for the department", "your own stand in the portal")
