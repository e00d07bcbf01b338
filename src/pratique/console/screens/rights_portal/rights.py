"""Rights a holder registered here, and the forms to register."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pratique.assembly.operations import rights
from pratique.assembly.operations.rights import HolderForm
from pratique.base.errors import Fault, InvalidError
from pratique.casework.rights.holder import RightsHolder
from pratique.casework.rights.right import RIGHT_KINDS, RightFiling
from pratique.console.frame.connection import looking
from pratique.console.frame.entered import codes, lines
from pratique.console.frame.opening import Asked, screen
from pratique.store.transaction import Transaction


@screen("rights.register")
def own(request: Asked) -> HttpResponse:
    """The registration; by POST the holder registers."""
    faults, code = [], 200
    given = {name: request.POST.get(name, "").strip()[:500] for name in ("name", "address", "email", "identity_proof")}
    if request.method == "POST":
        try:
            with looking() as tx:
                form = HolderForm(given["name"], given["address"], given["email"], lines(given["identity_proof"]))
                rights.register(tx, request.actor, form)
        except InvalidError as error:
            faults, code = [f"{fault.field}: {fault.message}" for fault in error.faults], 422
        else:
            messages.success(request, _("Registered. Add your rights; a person looks at each."))
            return redirect("my-rights")
    with looking() as tx:
        holder = holder_of(tx, request)
    return render(request, "rights_portal/rights.html", {"holder": holder, "given": given, "faults": faults}, status=code)


@screen("rights.register")
def add(request: Asked) -> HttpResponse:
    """Register a right with its proof."""
    given = {
        name: request.POST.get(name, "").strip()[:500]
        for name in ("kind", "title", "number", "office", "territories", "nice_classes", "proof", "valid_to")
    }
    faults, code = [], 200
    if request.method == "POST":
        try:
            with looking() as tx:
                holder = holder_of(tx, request)
                if holder is None:
                    return redirect("my-rights")
                rights.add_right(tx, request.actor, holder.id, _filing(given))
        except InvalidError as error:
            faults, code = [f"{fault.field}: {fault.message}" for fault in error.faults], 422
        else:
            messages.success(request, _("Handed in. Once it was looked at, notices can rest on it."))
            return redirect("my-rights")
    shown = {"given": given, "faults": faults, "kinds": RIGHT_KINDS, "nav_here": "my-rights"}
    return render(request, "rights_portal/add.html", shown, status=code)


def holder_of(tx: Transaction, request: Asked) -> RightsHolder | None:
    """The registration of whoever is signed in."""
    return next(iter(rights.every(tx, request.actor, None, waiting=False, cursor=None, limit=1).items), None)


def _filing(given: dict[str, str]) -> RightFiling:
    faults = []
    classes, until = [], None
    for one in given["nice_classes"].replace(",", " ").split():
        if one.isdecimal():
            classes.append(int(one))
        else:
            faults.append(Fault("nice_classes", f"`{one}` is no number"))
    try:
        until = dt.date.fromisoformat(given["valid_to"]) if given["valid_to"] else None
    except ValueError:
        faults.append(Fault("valid_to", "is no date: 2031-06-30"))
    if given["kind"] not in RIGHT_KINDS:
        faults.append(Fault("kind", "say what kind of right it is"))
    if faults:
        raise InvalidError(faults)
    return RightFiling(
        given["kind"],  # type: ignore[arg-type]  # checked above
        given["title"], codes(given["territories"]), lines(given["proof"]),
        given["number"] or None, given["office"].upper() or None, tuple(classes), None, until,
    )  # fmt: skip
