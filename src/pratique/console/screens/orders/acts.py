"""What can be done with an order, each act one operation."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.operations import orders
from pratique.assembly.operations.orders import EffectForm
from pratique.base.errors import AbsentError, Fault, InvalidError
from pratique.console.frame.connection import working
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.orders import desk
from pratique.policy.model import Content
from pratique.store.transaction import Transaction

_Doing = Callable[[Transaction, Asked, str, Content], object]
_TEXTS = ("legal_basis", "reasons", "redress")


@require_POST
@screen("order.handle")
def act(request: Asked, name: str, act: str) -> HttpResponse:
    """One of `ACTS`; faults stand beside the form they belong to."""
    if act not in ACTS:
        raise AbsentError("act", act)
    do, said = ACTS[act]
    try:
        with working() as (tx, content):
            do(tx, request, name, content)
    except InvalidError as error:
        return desk.page(request, name, error.faults, request.POST, act)
    messages.success(request, str(said()))
    return redirect("order", name)


def _text(request: Asked, field: str) -> str:
    return request.POST.get(field, "").strip()[:4000]


def _reason(request: Asked) -> dict[str, str]:
    return {language: text for language in ("en", "zh") if (text := _text(request, f"reason_{language}"))}


def _complete(tx: Transaction, request: Asked, name: str, _content: Content) -> object:
    fields = request.POST.getlist("fields")
    texts = {field: _text(request, field) or None for field in _TEXTS if field in fields}
    return orders.complete(tx, request.actor, name, fields, texts)


def _effect(tx: Transaction, request: Asked, name: str, content: Content) -> object:
    what = _text(request, "restriction")
    if what not in (*desk.RESTRICTIONS, "none"):
        raise InvalidError([Fault("restriction", _("say what is done"))])
    restriction = what if what != "none" else None
    form = EffectForm(_text(request, "subject"), what != "none", restriction, _reason(request))  # type: ignore[arg-type]  # one of RESTRICTIONS
    return orders.give_effect(tx, request.actor, name, form, content)


def _lift(tx: Transaction, request: Asked, name: str, content: Content) -> object:
    why = _text(request, "why")
    if why not in ("withdrawn", "annulled", "expired"):
        raise InvalidError([Fault("why", _("say why it no longer stands"))])
    return orders.lift(tx, request.actor, name, why, _text(request, "reference"), content)  # type: ignore[arg-type]  # checked above


ACTS: dict[str, tuple[_Doing, Callable[[], str]]] = {
    "authenticate": (lambda tx, r, name, _c: orders.authenticate(tx, r.actor, name, _text(r, "how")), lambda: _("Authenticated.")),
    "reject": (lambda tx, r, name, _c: orders.reject(tx, r.actor, name, _reason(r)), lambda: _("Turned down; whoever sent it is told.")),
    "query": (lambda tx, r, name, _c: orders.query(tx, r.actor, name), lambda: _("The authority is asked.")),
    "complete": (_complete, lambda: _("Put on record.")),
    "effect": (_effect, lambda: _("Effect given.")),
    "effect-all": (lambda tx, r, name, c: orders.give_effect_to_all(tx, r.actor, name, c), lambda: _("Effect given to everything.")),
    "report": (lambda tx, r, name, _c: orders.send_report(tx, r.actor, name), lambda: _("Report sent to the authority.")),
    "lift": (_lift, lambda: _("What was done because of it is undone.")),
    "close": (lambda tx, r, name, _c: orders.close(tx, r.actor, name), lambda: _("Closed.")),
}
"""Act → how it is done and what is said then."""
