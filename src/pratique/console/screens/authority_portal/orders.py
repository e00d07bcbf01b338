"""Orders of an authority: given, carried out, reported."""

import datetime as dt
from typing import get_args

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pratique.assembly.operations import orders
from pratique.base.errors import Fault, InvalidError
from pratique.casework.order.filing import Authority, Instruction, OrderFiling, OrderKind
from pratique.casework.order.identical import Identical
from pratique.console.frame.connection import looking, working
from pratique.console.frame.entered import codes, pointed
from pratique.console.frame.lists import cursor
from pratique.console.frame.opening import Asked, screen

KINDS: tuple[str, ...] = get_args(OrderKind)
INSTRUCTIONS: tuple[str, ...] = get_args(Instruction)
_FIELDS = (
    "kind", "name", "country", "reference", "subjects", "legal_basis", "reasons", "redress", "markets", "instruction", "contact_name",
    "contact_email", "gtins", "brand", "models", "until",
)  # fmt: skip


@screen("order.read")
def listed(request: Asked) -> HttpResponse:
    """All of them, what is due first."""
    with looking() as tx:
        page = orders.every(tx, request.actor, {}, None, "due_at", cursor(request), 50)
    return render(request, "authority_portal/orders.html", {"page": page})


@screen("order.receive")
def new(request: Asked) -> HttpResponse:
    """Give an order. What the law wants of it and it lacks is asked for, not refused."""
    given = {name: request.POST.get(name, "").strip()[:20_000] for name in _FIELDS}
    faults, code = [], 200
    if request.method == "POST":
        try:
            with working() as (tx, content):
                receipt = orders.receive(tx, request.actor, _filing(given), content)
        except InvalidError as error:
            faults, code = [f"{fault.field}: {fault.message}" for fault in error.faults], 422
        else:
            messages.success(request, _("Received. The report follows by the moment that stands here."))
            return redirect("my-order", receipt.order_id)
    shown = {"given": given, "faults": faults, "kinds": KINDS, "instructions": INSTRUCTIONS, "nav_here": "my-orders"}
    return render(request, "authority_portal/new.html", shown, status=code)


@screen("order.read")
def one(request: Asked, name: str) -> HttpResponse:
    """One order, what was done on it, and the report once it was sent."""
    with looking() as tx:
        order = orders.read(tx, request.actor, name)
        report = orders.read_report(tx, request.actor, name) if order.reported_at is not None else None
    return render(request, "authority_portal/order.html", {"order": order, "report": report, "nav_here": "my-orders"})


def _filing(given: dict[str, str]) -> OrderFiling:
    faults = []
    if given["kind"] not in KINDS:
        faults.append(Fault("kind", "say under which law"))
    if given["instruction"] not in INSTRUCTIONS:
        faults.append(Fault("instruction", "say what is to be done"))
    identical = _identical(given, faults)
    if faults:
        raise InvalidError(faults)
    return OrderFiling(
        given["kind"],  # type: ignore[arg-type]  # checked above
        Authority(given["name"], given["country"].upper()),
        given["reference"],
        pointed(given["subjects"]),
        legal_basis=given["legal_basis"],
        reasons=given["reasons"],
        redress=given["redress"],
        instruction=given["instruction"],  # type: ignore[arg-type]  # checked above
        markets=codes(given["markets"]),
        identical=identical,
        contact_name=given["contact_name"] or None,
        contact_email=given["contact_email"] or None,
    )


def _identical(given: dict[str, str], faults: list[Fault]) -> Identical | None:
    """What identifies the product, where equal listings are to be found as well."""
    if not (given["gtins"] or given["models"]):
        return None
    try:
        until = dt.date.fromisoformat(given["until"])
    except ValueError:
        faults.append(Fault("until", "say until when equal listings are to be found: 2027-06-30"))
        return None
    return Identical(until, tuple(given["gtins"].split()), given["brand"] or None, tuple(given["models"].split()))
