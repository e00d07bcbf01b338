"""Acts that wait for a second person: read, approved and done, turned down, or taken back."""

from collections.abc import Mapping, Sequence

import msgspec
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.operations import approval, proposals, threads
from pratique.base.errors import Fault, InvalidError
from pratique.casework.four_eyes import GATES, Proposal
from pratique.console.frame.connection import looking, working
from pratique.console.frame.lists import chosen, cursor
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.thread.authority import PROPOSAL
from pratique.console.screens.thread.line import lines, who
from pratique.store import accounts

STATUSES = ("open", "done", "rejected", "withdrawn", "expired")
MOST_SHOWN = 100
"""Of the records an act would touch."""


@screen("proposal.read")
def listed(request: Asked) -> HttpResponse:
    """What is open, or of any other state."""
    status, act = chosen(request, "status", (*STATUSES, "all")) or "open", chosen(request, "act", GATES)
    with looking() as tx:
        page = proposals.listed(tx, request.actor, None if status == "all" else status, act, cursor(request))
        names = accounts.names(tx, sorted({one.proposed_by for one in page.items}))
    rows = [(one, who(one.proposed_by, names)) for one in page.items]
    shown = {"page": page, "rows": rows, "status": status, "statuses": (*STATUSES, "all"), "act": act, "gates": GATES.values()}
    return render(request, "proposals/list.html", shown)


@screen("proposal.read")
def one(request: Asked, name: str) -> HttpResponse:
    """One proposal, with what exactly would be done."""
    return _page(request, name)


def _page(request: Asked, name: str, faults: Sequence[Fault] = ()) -> HttpResponse:
    with looking() as tx:
        proposal = proposals.read(tx, request.actor, name)
        thread = threads.of_proposal(tx, request.actor, name)
    gate = GATES.get(proposal.act)
    is_own = proposal.proposed_by == request.actor.id
    shown = {
        "proposal": proposal,
        "gate": gate,
        "details": _details(proposal),
        "proposed_by": who(proposal.proposed_by, thread.names),
        "thread": lines(thread, PROPOSAL),
        "is_own": is_own,
        "may_decide": gate is not None and not is_own and not request.actor.roles.isdisjoint(gate.approvers),
        "nav_here": "proposals",
        "faults": faults,
    }
    return render(request, "proposals/one.html", shown, status=422 if faults else 200)


def _details(proposal: Proposal) -> list[tuple[str, str, Sequence[str]]]:
    """What the act is done with: field, value, or the first of many values."""
    form = msgspec.json.decode(proposal.details.get("form", "{}"))
    found: list[tuple[str, str, Sequence[str]]] = []
    for field, value in form.items() if isinstance(form, Mapping) else ():
        if isinstance(value, list):
            many = [" · ".join(str(part) for part in one.values()) if isinstance(one, Mapping) else str(one) for one in value]
            found.append((field, str(len(many)), many[:MOST_SHOWN]))
        else:
            found.append((field, str(value), ()))
    return found


@require_POST
@screen("proposal.approve", "proposal.make")
def decide(request: Asked, name: str) -> HttpResponse:
    """Agree and have it done, say no, or take one's own back."""
    how, note = request.POST.get("how"), request.POST.get("note", "").strip()[:4000]
    try:
        with working() as (tx, content):
            if how == "approve":
                became = approval.approve(tx, request.actor, content, name, note)
                said = _("Approved and done: %(done)s, left as they are: %(refused)s")
                messages.success(request, said % {"done": len(became.done), "refused": len(became.refused)})
            elif how == "withdraw":
                proposals.withdraw(tx, request.actor, name)
            else:
                proposals.reject(tx, request.actor, name, note)
    except InvalidError as error:
        return _page(request, name, error.faults)
    return redirect("proposal", name)
