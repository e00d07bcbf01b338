"""One notice with its whole thread."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from pratique.assembly.operations import appeals, enforcement, notices, submitters, threads
from pratique.assembly.operations import files as kept
from pratique.assembly.operations.notice_answer import Answer, answer_of
from pratique.assembly.operations.permission import may
from pratique.base.errors import Fault, ForbiddenError
from pratique.casework.notice.acts import OPEN
from pratique.casework.notice.state import Notice
from pratique.console.frame.connection import working
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.templatetags.frame import words
from pratique.console.screens.thread import private_part, subjects
from pratique.console.screens.thread.casework import NOTICE
from pratique.console.screens.thread.line import lines
from pratique.policy.model import Content
from pratique.store.transaction import Transaction

MEASURES = ("none", "disable", "remove", "label", "age_gate", "demote", "hide_from_search")
"""What can be done about a subject, nothing first."""
_CLASSES = {
    "intellectual_property": ("intellectual_property",),
    "product_safety": ("safety_document", "safety_label", "prohibited_goods"),
    "consumer": ("content_standards", "fraud", "misdeclaration"),
    "illegal_content": ("prohibited_goods", "restricted_goods"),
}
"""Kind of notice → classes of the rules that are offered first."""
MOST_RULES = 20
"""That are offered at once while a rule is typed."""


@screen("notice.read")
def one(request: Asked, name: str) -> HttpResponse:
    """The page."""
    return page(request, name)


def page(request: Asked, name: str, faults: Sequence[Fault] = (), given: Mapping[str, Any] | None = None, form: str = "") -> HttpResponse:
    """The page again, with what is wrong with a form and what was typed into it."""
    if request.actor.subject is not None:
        raise ForbiddenError("not_your_role", "notices are worked on by the department", "your own stand in the portal")
    with working() as (tx, content):
        notice = notices.read(tx, request.actor, name)
        shown = {"notice": notice, "nav_here": "notices", "faults": faults, "given": given or {}, "form": form}
        shown |= _around(tx, request, notice) | _deciding(request, content, notice)
    shown |= {"private_address": reverse("notice-private", args=(name,)), "counter_address": reverse("counter-private", args=(name,))}
    return render(request, "notices/one.html", shown, status=422 if faults else 200)


@screen("notice.decide")
def rules(request: Asked, name: str) -> HttpResponse:
    """Rules whose title or id holds what is typed after the last comma, those that fit the kind of the notice first."""
    before, comma, typed = request.GET.get("rules", "")[:500].rpartition(",")
    parts = typed.casefold().split()
    with working() as (tx, content):
        notice = notices.read(tx, request.actor, name)
    classes = _CLASSES.get(notice.kind, ())
    found = [
        rule
        for rule in content.rules.values()
        if all(any(part in text.casefold() for text in (rule.id, *rule.title.values())) for part in parts)
    ]
    found.sort(key=lambda rule: (rule.enforcement_class not in classes, -rule.severity, rule.id))
    shown = [
        (
            f"{before}{comma} {rule.id}".strip(),
            words(rule.title),
            words(pack.title) if (pack := content.packs.get(rule.jurisdiction)) else rule.jurisdiction,
        )
        for rule in found[:MOST_RULES]
    ]
    return render(request, "notices/rules.html", {"rules": shown})


@require_POST
@screen("private.read")
def private(request: Asked, name: str) -> HttpResponse:
    """Who sent it and what they wrote."""
    return private_part.shown(request, lambda tx, reason: notices.private_part(tx, request.actor, name, reason))


def _around(tx: Transaction, request: Asked, notice: Notice) -> dict[str, Any]:
    actor = request.actor
    return {
        "subjects": subjects.shown(tx, actor, notice.subjects),
        "thread": lines(threads.of_notice(tx, actor, notice.id), NOTICE),
        "actions": enforcement.listed(tx, actor, cause=notice.id).items if may(actor, "action.read") else (),
        "appeals": appeals.listed(tx, actor, record=notice.id).items if may(actor, "appeal.read") else (),
        "sender": submitters.read(tx, actor, notice.submitter) if may(actor, "misuse.read") else None,
        "files": kept.of_record(tx, actor, "notice", notice.id) if may(actor, "private.read") else (),
        "answers": _answers(notice) if notice.decided_at else (),
    }


def _answers(notice: Notice) -> list[tuple[str | None, Answer]]:
    """What each side reads; `None` is the notifier."""
    return [(None, answer_of(notice)), *((trader, answer_of(notice, trader)) for trader in notice.traders)]


def _deciding(request: Asked, content: Content, notice: Notice) -> dict[str, Any]:
    may_decide = may(request.actor, "notice.decide")
    done = {(outcome.subject, market) for outcome in notice.outcomes for market in outcome.markets or (None,)}
    open_keys = [
        (number, key, [market for market in notice.markets or () if (key, market) not in done])
        for number, key in enumerate(notice.keys)
        if (notice.markets is None and (key, None) not in done) or any((key, market) not in done for market in notice.markets or ())
    ]
    return {
        "is_open": notice.status in OPEN,
        "decided_before": request.actor.id in notice.not_by,
        "may_decide": may_decide,
        "measures": MEASURES,
        "open_keys": open_keys,
    }
