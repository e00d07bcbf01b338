"""Whoever sends notices and appeals: what became of them, and what follows where they misuse it."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from pratique.assembly.operations import inbox, submitters, threads
from pratique.assembly.operations.inbox import Wanted
from pratique.base.errors import Fault, InvalidError
from pratique.console.frame.connection import looking
from pratique.console.frame.lists import chosen, cursor
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.thread.line import lines
from pratique.console.screens.thread.outside import SUBMITTER

STATUSES = ("active", "warned", "suspended")
PROPOSALS = ("warn", "suspend")


@screen("misuse.read")
def listed(request: Asked) -> HttpResponse:
    """Senders, newest first, or those about whom something should be done."""
    status, proposal = chosen(request, "status", STATUSES), chosen(request, "proposal", PROPOSALS)
    with looking() as tx:
        page = submitters.every(tx, request.actor, proposal, status, cursor(request), 50)
    return render(request, "notices/senders.html", {"page": page, "status": status, "statuses": STATUSES, "proposal": proposal})


@screen("misuse.read")
def one(request: Asked, name: str) -> HttpResponse:
    """One sender."""
    return _page(request, name)


def _page(request: Asked, name: str, faults: Sequence[Fault] = ()) -> HttpResponse:
    with looking() as tx:
        view = submitters.read(tx, request.actor, name)
        shown = {
            "sender": view.submitter,
            "circumstances": view.circumstances,
            "is_suspended": view.submitter.is_suspended(tx.at),
            "judged": tuple(reversed(view.submitter.judged[-50:])),
            "notices": inbox.notices(tx, request.actor, Wanted("all", words=name), limit=20).items,
            "thread": lines(threads.of_submitter(tx, request.actor, name), SUBMITTER)[-40:],
            "nav_here": "senders",
            "faults": faults,
        }
    return render(request, "notices/sender.html", shown, status=422 if faults else 200)


@require_POST
@screen("misuse.decide")
def suspend(request: Asked, name: str) -> HttpResponse:
    """Process nothing of theirs for a while."""
    try:
        with looking() as tx:
            submitters.suspend(tx, request.actor, name, _reason(request), intention="intention" in request.POST)
    except InvalidError as error:
        return _page(request, name, error.faults)
    return redirect("sender", name)


@require_POST
@screen("misuse.decide")
def lift(request: Asked, name: str) -> HttpResponse:
    """End a suspension early."""
    try:
        with looking() as tx:
            submitters.lift(tx, request.actor, name, _reason(request))
    except InvalidError as error:
        return _page(request, name, error.faults)
    return redirect("sender", name)


def _reason(request: Asked) -> dict[str, str]:
    return {language: text for language in ("en", "zh") if (text := request.POST.get(f"reason_{language}", "").strip())}
