"""Who a trader is: what the law asks for, what was given and found, and the form to give it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pratique.assembly.operations import files as kept
from pratique.assembly.operations import verification
from pratique.assembly.operations.verification import Particulars
from pratique.base.errors import AbsentError, Fault, InvalidError
from pratique.casework.verification.demands import FIELDS, LAWS, PAPERS, LawName
from pratique.casework.verification.events import Paper
from pratique.console.frame import files
from pratique.console.frame.connection import looking
from pratique.console.frame.opening import Asked, screen


@screen("verification.submit")
def particulars(request: Asked) -> HttpResponse:
    """The state; by POST what the trader tells, all of it anew. What was told before is in the vault and not shown again."""
    who = str(request.actor.subject)
    faults: dict[str, str] = {}
    given = {name: request.POST.get(name, "").strip()[:500] for name in FIELDS}
    code = 200
    if request.method == "POST":
        try:
            papers = files.taken(request)
            with looking() as tx:
                kept_files = kept.attach_to_verification(tx, request.actor, who, papers)
                verification.submit(tx, request.actor, who, _form(request, given, [one.id for one in kept_files]))
        except InvalidError as error:
            faults, code = {fault.field: fault.message for fault in error.faults}, 422
        else:
            messages.success(request, _("Thank you. A person looks at it now."))
            return redirect("my-particulars")
    with looking() as tx:
        try:
            known = verification.read(tx, request.actor, who)
        except AbsentError:
            known = None
    found = known.verification if known else None
    asked = _asked(found.laws) if found else []
    shown = {
        "known": found,
        "may_offer": [(LAWS[law].title, ok) for law, ok in known.may_offer.items()] if known else [],
        "fields": [(name, FIELDS[name], given[name], faults.pop(name, ""), name in (found.given if found else ())) for name in asked],
        "missing": [[FIELDS[one] for one in group.split("|") if one in FIELDS] for group in found.missing] if found else [],
        "wanted": [[FIELDS[one] for one in group.split("|") if one in FIELDS] for group in found.asked] if found else [],
        "faults": faults,
        "papers": PAPERS,
        "names": FIELDS,
    }
    return render(request, "trader_portal/particulars.html", shown, status=code)


def _asked(laws: tuple[LawName, ...]) -> list[str]:
    """Fields that the laws speak of, in the order of the form."""
    wanted = {name for law in laws for demand in LAWS[law].demands for name in demand.fields}
    return [name for name in FIELDS if name in wanted or name == "vat"]


def _form(request: Asked, given: dict[str, str], files_: Sequence[str]) -> Particulars:
    """`files_` are the documents that came with it; all of them are of the kind that was chosen."""
    until = request.POST.get("paper-valid_to", "")
    try:
        day = dt.date.fromisoformat(until) if until else None
    except ValueError:
        raise InvalidError([Fault("paper-valid_to", _("is no day"))]) from None
    kind: Any = request.POST.get("paper-kind", "other")
    papers = tuple(Paper(kind=kind, reference=name, valid_to=day) for name in files_)
    texts: dict[str, Any] = {name: value for name, value in given.items() if value}
    return Particulars(**texts, papers=papers, is_registered="is_registered" in request.POST, is_business="is_business" in request.POST)
