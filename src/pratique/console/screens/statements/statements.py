"""Statements of reasons: as the trader reads them, as facts, and as the Transparency Database takes them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pratique.assembly.operations import enforcement, restrictions
from pratique.assembly.operations.restrictions import EXPORTS, Wanted
from pratique.base.actor import Actor
from pratique.base.errors import ForbiddenError, RefusalError
from pratique.console.frame import saved
from pratique.console.frame.areas import Found
from pratique.console.frame.connection import looking, working
from pratique.console.frame.lists import chosen, cursor, given
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.templatetags.frame import name_of
from pratique.console.screens.thread import filters
from pratique.enforcement.transparency import check
from pratique.enforcement.transparency.payload import payload
from pratique.store.transaction import Transaction

STATUSES = ("issued", "withdrawn")


@screen("statement.read")
def listed(request: Asked) -> HttpResponse:
    """Statements, newest first, with where each stands."""
    with working() as (tx, content):
        wanted = Wanted(
            chosen(request, "status", STATUSES),
            channel=chosen(request, "channel", content.channels),
            market=chosen(request, "market", content.markets),
            export=chosen(request, "export", EXPORTS),
            words=given(request, "q").get("q", ""),
        )
        page = restrictions.statements(tx, request.actor, wanted, cursor(request))
        states = restrictions.export_states(tx, request.actor, [one.id for one in page.items])
        figures = restrictions.export_figures(tx, request.actor)
    shown = {"page": page, "wanted": wanted, "statuses": STATUSES, "exports": EXPORTS, "figures": figures}
    shown |= {"rows": [(one, states[one.id].status if one.id in states else "none") for one in page.items]}
    return render(
        request, "statements/list.html", shown | filters.choices(request, content) | {"saved": saved.views(request, "statements")}
    )


@screen("statement.read")
def one(request: Asked, name: str) -> HttpResponse:
    """One statement."""
    if request.actor.subject is not None:
        raise ForbiddenError("not_your_role", "this page is for the department", "your statements stand in the portal")
    with looking() as tx:
        statement = enforcement.statement(tx, request.actor, name)
        state = restrictions.export_states(tx, request.actor, [name]).get(name)
    form = payload(statement)
    shown = {
        "statement": statement,
        "reasons": statement.reasons,
        "export": state,
        "form": [(field, value if isinstance(value, list) else [value]) for field, value in form.items()] if form else None,
        "failed": check(form, "batch").failed if form else {},
        "nav_here": "statements",
    }
    return render(request, "statements/one.html", shown)


def find(tx: Transaction, actor: Actor, typed: str, limit: int) -> list[Found]:
    """An action or statement by its number."""
    try:
        if typed.startswith("statement_"):
            statement = enforcement.statement(tx, actor, typed)
            title, address, icon = _("Statement"), reverse("statement", args=(typed,)), "statements"
            return [Found(title, str(name_of(statement.reasons.kind, "action")), statement.reasons.subject, address, icon)]
        if typed.startswith("action_"):
            action = enforcement.read(tx, actor, typed)
            return [Found(_("Action"), str(name_of(action.kind, "action")), action.subject, reverse("action", args=(typed,)), "close")]
    except RefusalError:
        pass
    return []
