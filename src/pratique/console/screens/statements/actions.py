"""Actions: the list, one with its causes and statements, lifted or reversed."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.operations import appeals, enforcement, restrictions, threads
from pratique.assembly.operations.permission import may
from pratique.assembly.operations.restrictions import Wanted
from pratique.base.errors import Fault, ForbiddenError, InvalidError
from pratique.casework.subject import Subject
from pratique.console.frame import saved
from pratique.console.frame.connection import working
from pratique.console.frame.lists import chosen, cursor, given
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.thread import filters, subjects
from pratique.console.screens.thread.line import lines
from pratique.console.screens.thread.marketplace import ACTION
from pratique.enforcement.action.kinds import KINDS

STATUSES = ("in_effect", "expired", "lifted", "reversed")


@screen("action.read")
def listed(request: Asked) -> HttpResponse:
    """Actions, newest first."""
    with working() as (tx, content):
        wanted = Wanted(
            chosen(request, "status", STATUSES),
            chosen(request, "kind", KINDS),
            chosen(request, "channel", content.channels),
            chosen(request, "market", content.markets),
            words=given(request, "q").get("q", ""),
        )
        page = restrictions.actions(tx, request.actor, wanted, cursor(request))
    shown = {"page": page, "wanted": wanted, "statuses": STATUSES, "kinds": KINDS} | filters.choices(request, content)
    return render(request, "statements/actions.html", shown | {"saved": saved.views(request, "actions")})


@screen("action.read")
def one(request: Asked, name: str) -> HttpResponse:
    """One action."""
    return _page(request, name)


def _page(request: Asked, name: str, faults: Sequence[Fault] = ()) -> HttpResponse:
    if request.actor.subject is not None:
        raise ForbiddenError("not_your_role", "actions are looked at by the department", "your own stand in the portal")
    with working() as (tx, content):
        action = enforcement.read(tx, request.actor, name)
        subject = Subject(action.subject_kind, action.subject, trader=action.trader)  # type: ignore[arg-type]  # kinds of actions are wider
        shown = {
            "action": action,
            "subjects": subjects.shown(tx, request.actor, (subject,)),
            "broken": enforcement.broken(content, [rule for cause in action.causes for rule in cause.rules]),
            "statements": [enforcement.statement(tx, request.actor, each) for each in action.statements],
            "appeals": appeals.listed(tx, request.actor, record=name).items if may(request.actor, "appeal.read") else (),
            "thread": lines(threads.of_action(tx, request.actor, name), ACTION),
            "nav_here": "actions",
            "faults": faults,
        }
    return render(request, "statements/action.html", shown, status=422 if faults else 200)


@require_POST
@screen("action.lift")
def end(request: Asked, name: str) -> HttpResponse:
    """Lift it, since it is needed no more; or reverse it, as if it had never been."""
    how, reason = request.POST.get("how"), request.POST.get("reason", "").strip()[:4000]
    try:
        if not reason:
            raise InvalidError([Fault("reason", _("say why"))])
        with working() as (tx, content):
            if how == "reverse":
                because_of = request.POST.get("because_of", "").strip()[:200] or request.actor.id
                enforcement.reverse(tx, request.actor, content, name, reason, because_of)
            else:
                enforcement.lift(tx, request.actor, name, reason)
    except InvalidError as error:
        return _page(request, name, error.faults)
    messages.success(request, _("Reversed, with its points and all that followed.") if how == "reverse" else _("Lifted."))
    return redirect("action", name)
