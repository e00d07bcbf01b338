"""A trader's complaints and what became of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pratique.assembly.operations import appeals, enforcement
from pratique.assembly.operations import files as kept
from pratique.console.frame.connection import looking
from pratique.console.frame.lists import cursor
from pratique.console.frame.opening import Asked, screen


@screen("appeal.file")
def listed(request: Asked) -> HttpResponse:
    """All of them, newest first."""
    with looking() as tx:
        page = appeals.listed(tx, request.actor, cursor=cursor(request))
    return render(request, "trader_portal/complaints.html", {"page": page})


@screen("appeal.file")
def one(request: Asked, name: str) -> HttpResponse:
    """One with its thread; by POST it is taken back."""
    if request.method == "POST":
        with looking() as tx:
            appeals.withdraw(tx, request.actor, name)
        messages.success(request, _("Taken back."))
        return redirect("my-complaint", name)
    with looking() as tx:
        found = appeals.read(tx, request.actor, name)
        words = appeals.words(tx, request.actor, name)
        action = enforcement.read(tx, request.actor, found.record) if found.about == "action" else None
        mine = kept.of_record(tx, request.actor, "appeal", name)
    shown = {"appeal": found, "words": words, "action": action, "files": mine, "nav_here": "my-complaints"}
    return render(request, "trader_portal/complaint.html", shown)
