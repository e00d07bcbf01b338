"""Orders by clock, and one with what it wants, what was done and what the authority reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.operations import enforcement, inbox, orders, threads
from pratique.assembly.operations.inbox import Wanted
from pratique.assembly.operations.permission import may
from pratique.base.actor import Actor
from pratique.base.errors import Fault, ForbiddenError
from pratique.console.frame import saved
from pratique.console.frame.areas import Found
from pratique.console.frame.connection import looking, working
from pratique.console.frame.lists import cursor
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.templatetags.frame import name_of
from pratique.console.screens.thread import filters, private_part, subjects
from pratique.console.screens.thread.authority import ORDER
from pratique.console.screens.thread.line import lines
from pratique.store.transaction import Transaction

STATUSES = ("received", "authenticated", "effected", "reported", "lifted", "rejected", "closed", "done", "all")
KINDS = ("product_safety", "illegal_content", "information", "national")
RESTRICTIONS = ("disable", "remove", "label", "age_gate", "information")


@screen("order.read")
def listed(request: Asked) -> HttpResponse:
    """What is to be carried out, what is overdue first."""
    with working() as (tx, content):
        wanted = filters.wanted(request, content, STATUSES, KINDS)
        page = inbox.orders(tx, request.actor, wanted, cursor(request))
        tally = inbox.tally(tx, request.actor, "order")
    shown = {"page": page, "tally": tally, "wanted": wanted, "statuses": STATUSES, "kinds": KINDS, "kind_names": "order_kind"}
    shown |= filters.choices(request, content) | {"saved": saved.views(request, "orders")}
    return render(request, "orders/list.html", shown | {"search_hint": _("Number, file number, authority or listing")})


@screen("order.read")
def one(request: Asked, name: str) -> HttpResponse:
    """The page."""
    return page(request, name)


def page(request: Asked, name: str, faults: Sequence[Fault] = (), given: Mapping[str, Any] | None = None, form: str = "") -> HttpResponse:
    """The page again, with what is wrong with a form."""
    if request.actor.subject is not None:
        raise ForbiddenError("not_your_role", "orders are worked on by the department", "your own stand in the portal")
    with looking() as tx:
        order = orders.read(tx, request.actor, name)
        effects = {each.subject: each for each in order.effects}
        shown_subjects = subjects.shown(tx, request.actor, order.subjects)
        shown: dict[str, Any] = {
            "order": order,
            "clock": order.clocks[0][1] if order.clocks else None,
            "rows": [(each, effects.get(each.subject.key)) for each in shown_subjects],
            "report": orders.read_report(tx, request.actor, name),
            "thread": lines(threads.of_order(tx, request.actor, name), ORDER),
            "actions": enforcement.listed(tx, request.actor, cause=name).items if may(request.actor, "action.read") else (),
            "may_handle": may(request.actor, "order.handle"),
            "is_authentic": order.status in ("authenticated", "effected", "reported"),
            "is_over": order.status in ("rejected", "lifted", "closed"),
            "restrictions": RESTRICTIONS,
        }
    shown |= {"nav_here": "orders", "faults": faults, "given": given or {}, "form": form}
    shown |= {"private_address": reverse("order-private", args=(name,)), "private_key": "order"}
    return render(request, "orders/one.html", shown, status=422 if faults else 200)


@require_POST
@screen("private.read")
def private(request: Asked, name: str) -> HttpResponse:
    """The person at the authority."""
    return private_part.shown(request, lambda tx, reason: orders.contact(tx, request.actor, name, reason))


def find(tx: Transaction, actor: Actor, typed: str, limit: int) -> list[Found]:
    """Orders for the palette, by number, file number or authority."""
    if actor.subject is not None or len(typed) < 3:
        return []
    found = inbox.orders(tx, actor, Wanted("all", words=typed), limit=limit).items
    return [
        Found(
            _("Order"),
            f"{each.reference} · {each.authority.name}",
            str(name_of(each.status, "status")),
            reverse("order", args=(each.id,)),
            "orders",
        )
        for each in found
    ]
