"""Rights holders: identity, rights and agents, each judged by a person with evidence."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.operations import rights, threads
from pratique.base.errors import Fault, InvalidError
from pratique.console.frame.connection import looking
from pratique.console.frame.lists import chosen, cursor
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.thread import private_part
from pratique.console.screens.thread.line import lines
from pratique.console.screens.thread.outside import HOLDER

STATUSES = ("registered", "verified", "refused", "suspended")


@screen("rights.read")
def listed(request: Asked) -> HttpResponse:
    """Holders; those with something to look at first."""
    status, show = chosen(request, "status", STATUSES), chosen(request, "show", ("all",))
    waiting = status is None and show is None
    with looking() as tx:
        page = rights.every(tx, request.actor, status, waiting=waiting, cursor=cursor(request), limit=50)
    return render(request, "notices/holders.html", {"page": page, "status": status, "statuses": STATUSES, "is_waiting": waiting})


@screen("rights.read")
def one(request: Asked, name: str) -> HttpResponse:
    """One holder."""
    return _page(request, name)


def _page(request: Asked, name: str, faults: Sequence[Fault] = ()) -> HttpResponse:
    with looking() as tx:
        holder = rights.read(tx, request.actor, name)
        thread = lines(threads.of_holder(tx, request.actor, name), HOLDER)
    shown = {"holder": holder, "thread": thread, "nav_here": "holders", "faults": faults}
    shown |= {"private_address": reverse("holder-private", args=(name,)), "private_key": "holder"}
    return render(request, "notices/holder.html", shown, status=422 if faults else 200)


@require_POST
@screen("rights.verify")
def judge(request: Asked, name: str) -> HttpResponse:
    """Say what was found on the holder, a right or an agent."""
    right, agent = request.POST.get("right") or None, request.POST.get("agent") or None
    words = request.POST.get("words", "").strip()
    try:
        if not words:
            raise InvalidError([Fault("words", _("say by which evidence, or why not"))])
        refused = {"en": words} if "refuse" in request.POST else None
        with looking() as tx:
            rights.judge(tx, request.actor, name, right=right, agent=agent, evidence=words, refused=refused)
    except InvalidError as error:
        return _page(request, name, error.faults)
    messages.success(request, _("Put on record; the holder is told."))
    return redirect("holder", name)


@require_POST
@screen("rights.verify")
def suspend(request: Asked, name: str) -> HttpResponse:
    """Let no notice rest on this holder's rights."""
    try:
        with looking() as tx:
            rights.suspend(tx, request.actor, name, {"en": request.POST.get("words", "").strip()})
    except InvalidError as error:
        return _page(request, name, error.faults)
    return redirect("holder", name)


@require_POST
@screen("private.read")
def private(request: Asked, name: str) -> HttpResponse:
    """Name, address and e-mail."""
    return private_part.shown(request, lambda tx, reason: rights.private_part(tx, request.actor, name, reason))
