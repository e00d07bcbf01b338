"""How traders are made known: who waits to be looked at, one with what was told and checked, verified or asked to put right."""

from collections.abc import Sequence
from typing import get_args

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.operations import files as kept
from pratique.assembly.operations import threads, traders, verification
from pratique.assembly.operations.permission import may
from pratique.base.errors import Fault, ForbiddenError, InvalidError
from pratique.casework.verification import Evidence
from pratique.casework.verification.demands import LAWS
from pratique.casework.verification.state import Status
from pratique.console.frame.connection import looking, working
from pratique.console.frame.lists import chosen, cursor
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.thread import private_part
from pratique.console.screens.thread.line import lines
from pratique.console.screens.thread.marketplace import VERIFICATION

STATUSES: tuple[str, ...] = get_args(Status)
SOURCES = ("VIES", "Companies House", "国家企业信用信息公示系统", "identity document", "trade register", "bank statement")
RESULTS = ("agrees", "differs", "not_found")


@screen("verification.read")
def listed(request: Asked) -> HttpResponse:
    """Those to be looked at, the longest first; or all, whose clock ends first first."""
    status, law = chosen(request, "status", STATUSES), chosen(request, "law", LAWS)
    waiting = status is None and request.GET.get("show") != "all"
    with looking() as tx:
        page = verification.listed(
            tx,
            request.actor,
            status=status,
            law=law,  # type: ignore[arg-type]  # one of LAWS
            waiting=waiting,
            cursor=cursor(request),
        )
    shown = {"page": page, "status": status, "statuses": STATUSES, "law": law, "laws": LAWS.values(), "is_waiting": waiting}
    return render(request, "traders/verifications.html", shown)


@screen("verification.read")
def one(request: Asked, name: str) -> HttpResponse:
    """One trader's verification."""
    return _page(request, name)


def _page(request: Asked, name: str, faults: Sequence[Fault] = (), form: str = "") -> HttpResponse:
    if request.actor.subject is not None:
        raise ForbiddenError("not_your_role", "this page is for the department", "your own stands in the portal")
    with looking() as tx:
        known = verification.read(tx, request.actor, name)
        shown = {
            "known": known.verification,
            "may_offer": list(known.may_offer.items()),
            "trader": traders.read(tx, request.actor, name),
            "missing": [one.split("|") for one in known.verification.missing],
            "wanted": [one.split("|") for one in known.verification.asked],
            "thread": lines(threads.of_verification(tx, request.actor, name), VERIFICATION),
            "files": kept.of_record(tx, request.actor, "verification", name) if may(request.actor, "private.read") else (),
            "sources": SOURCES,
            "results": RESULTS,
            "nav_here": "verifications",
            "faults": faults,
            "form": form,
        }
    shown |= {"private_address": reverse("verification-private", args=(name,)), "private_key": "verification"}
    return render(request, "traders/verification.html", shown, status=422 if faults else 200)


@require_POST
@screen("verification.check")
def verify(request: Asked, name: str) -> HttpResponse:
    """They are who they say, on this evidence."""
    rows = zip(*(request.POST.getlist(field) for field in ("source", "result", "reference", "of")), strict=False)
    found = [
        Evidence(source.strip()[:200], tuple(of.split()), result, reference.strip()[:200])
        for source, result, reference, of in rows
        if source.strip() and result in RESULTS
    ]
    try:
        with working() as (tx, content):
            verification.verify(tx, request.actor, content, name, found)
    except InvalidError as error:
        return _page(request, name, error.faults, "verify")
    messages.success(request, _("Verified."))
    return redirect("verification", name)


@require_POST
@screen("verification.check")
def remedy(request: Asked, name: str) -> HttpResponse:
    """Tell the trader what has to be put right."""
    reason = {language: text for language in ("en", "zh") if (text := request.POST.get(f"reason_{language}", "").strip()[:4000])}
    try:
        with looking() as tx:
            verification.ask_remedy(tx, request.actor, name, request.POST.getlist("fields"), reason)
    except InvalidError as error:
        return _page(request, name, error.faults, "remedy")
    messages.success(request, _("The trader is asked."))
    return redirect("verification", name)


@require_POST
@screen("private.read")
def private(request: Asked, name: str) -> HttpResponse:
    """What the trader told last."""
    return private_part.shown(request, lambda tx, reason: verification.particulars(tx, request.actor, name, reason))
