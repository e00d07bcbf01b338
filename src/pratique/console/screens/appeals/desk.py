"""Appeals by clock, one with everything it rests on, and the decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.operations import appeals, enforcement, inbox, notices, threads
from pratique.assembly.operations import files as kept
from pratique.assembly.operations.appeals import Resolution
from pratique.assembly.operations.inbox import Wanted
from pratique.assembly.operations.permission import may, require
from pratique.base.actor import Actor
from pratique.base.errors import Fault, ForbiddenError, InvalidError
from pratique.casework.appeal import Appeal
from pratique.casework.subject import Subject
from pratique.console.frame import saved
from pratique.console.frame.areas import Found
from pratique.console.frame.connection import working
from pratique.console.frame.lists import cursor
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.templatetags.frame import name_of
from pratique.console.screens.thread import filters, private_part, subjects
from pratique.console.screens.thread.casework import APPEAL, NOTICE
from pratique.console.screens.thread.line import lines
from pratique.console.screens.thread.marketplace import ACTION
from pratique.policy.model import Content
from pratique.store import accounts
from pratique.store.transaction import Transaction

STATUSES = ("decided", "withdrawn", "done", "all")
ABOUT = ("action", "notice")
OUTCOMES = ("upheld", "reversed", "partially_reversed", "omitted")


@screen("appeal.read")
def listed(request: Asked) -> HttpResponse:
    """What is to be answered, what is overdue first."""
    with working() as (tx, content):
        wanted = filters.wanted(request, content, STATUSES, ABOUT)
        page = inbox.appeals(tx, request.actor, wanted, cursor(request))
        tally = inbox.tally(tx, request.actor, "appeal")
    shown = {"page": page, "tally": tally, "wanted": wanted, "statuses": STATUSES, "kinds": ABOUT, "kind_names": "about"}
    shown |= filters.choices(request, content) | {"saved": saved.views(request, "appeals")}
    return render(request, "appeals/list.html", shown | {"search_hint": _("Number, action, notice or trader")})


@screen("appeal.read")
def one(request: Asked, name: str) -> HttpResponse:
    """One appeal with what it contests."""
    return _page(request, name)


def _page(request: Asked, name: str, faults: Sequence[Fault] = (), given: Mapping[str, Any] | None = None) -> HttpResponse:
    if request.actor.subject is not None:
        raise ForbiddenError("not_your_role", "appeals are decided by the department", "your own stand in the portal")
    with working() as (tx, content):
        appeal = appeals.read(tx, request.actor, name)
        shown: dict[str, Any] = {
            "appeal": appeal,
            "nav_here": "appeals",
            "faults": faults,
            "given": given or {},
            "decided_first": request.actor.id in appeal.first_deciders,
            "deciders": [(each, accounts.names(tx, [each]).get(each, each)) for each in appeal.first_deciders],
            "outcomes": OUTCOMES,
            "files": kept.of_record(tx, request.actor, "appeal", name) if may(request.actor, "private.read") else (),
            "markets": sorted(appeal.markets or content.markets),
            **_contested(tx, request.actor, content, appeal),
        }
        shown["thread"] = [*shown.pop("before"), *lines(threads.of_appeal(tx, request.actor, name), APPEAL)]
    shown |= {"private_address": reverse("appeal-private", args=(name,)), "private_key": "appeal"}
    return render(request, "appeals/one.html", shown, status=422 if faults else 200)


def _contested(tx: Transaction, actor: Actor, content: Content, appeal: Appeal) -> dict[str, Any]:
    """The action with its statement, or the notice on which nothing was done."""
    if appeal.about == "notice":
        notice = notices.read(tx, actor, appeal.record)
        before = lines(threads.of_notice(tx, actor, notice.id), NOTICE)
        return {"notice": notice, "subjects": subjects.shown(tx, actor, notice.subjects), "before": before}
    action = enforcement.read(tx, actor, appeal.record)
    subject = Subject(action.subject_kind, action.subject, trader=action.trader)  # type: ignore[arg-type]  # kinds of actions are wider
    return {
        "action": action,
        "subjects": subjects.shown(tx, actor, (subject,)),
        "statement": enforcement.statement(tx, actor, action.statements[-1]) if action.statements else None,
        "broken": enforcement.broken(content, [rule for cause in action.causes for rule in cause.rules]),
        "before": lines(threads.of_action(tx, actor, action.id), ACTION),
    }


@require_POST
@screen("appeal.decide")
def decide(request: Asked, name: str) -> HttpResponse:
    """Decide it; what was wrong is undone with all that followed."""
    outcome = request.POST.get("outcome", "")
    reason = {language: text for language in ("en", "zh") if (text := request.POST.get(f"reason_{language}", "").strip())}
    markets = tuple(request.POST.getlist("markets")) if outcome == "partially_reversed" else None
    try:
        if outcome not in OUTCOMES:
            raise InvalidError([Fault("outcome", _("say how it is decided"))])
        with working() as (tx, content):
            appeals.decide(tx, request.actor, content, name, Resolution(outcome, reason, markets))  # type: ignore[arg-type]  # checked above
            waiting = inbox.appeals(tx, request.actor, Wanted(), limit=20).items if "next" in request.POST else ()
    except InvalidError as error:
        return _page(request, name, error.faults, request.POST)
    messages.success(request, _("Decided; the appellant is told."))
    following = next((each.id for each in waiting if request.actor.id not in each.first_deciders), None)
    return redirect("appeal", following or name)


@require_POST
@screen("private.read")
def private(request: Asked, name: str) -> HttpResponse:
    """What the appellant wrote."""

    def reveal(tx: Transaction, reason: str) -> dict[str, str] | None:
        require(request.actor, "private.read")
        said = appeals.words(tx, request.actor, name, reason)
        return {"words": said} if said is not None else None

    return private_part.shown(request, reveal)


def find(tx: Transaction, actor: Actor, typed: str, limit: int) -> list[Found]:
    """An appeal for the palette, by its number or the trader's."""
    if actor.subject is not None or len(typed) < 3:
        return []
    found = inbox.appeals(tx, actor, Wanted("all", words=typed), limit=limit).items
    return [
        Found(
            _("Appeal"),
            f"{name_of(each.ground, 'ground')} · {each.appellant}",
            str(name_of(each.status, "status")),
            reverse("appeal", args=(each.id,)),
            "appeals",
        )
        for each in found
    ]
