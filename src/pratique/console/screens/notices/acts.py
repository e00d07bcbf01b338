"""Notices assessed and decided, each act one operation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.operations import enforcement, inbox, notices
from pratique.assembly.operations.inbox import Wanted
from pratique.base.errors import Fault, InvalidError
from pratique.casework.notice.acts import OPEN
from pratique.casework.notice.events import Outcome
from pratique.casework.notice.state import Notice
from pratique.console.frame.connection import working
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.notices import one
from pratique.policy.model import Content
from pratique.store.transaction import Transaction


@require_POST
@screen("notice.decide")
def assess(request: Asked, name: str) -> HttpResponse:
    """Say whether the illegality shows at once."""
    knows = request.POST.get("gives_knowledge")
    try:
        if knows not in ("yes", "no"):
            raise InvalidError([Fault("gives_knowledge", _("say yes or no"))])
        with working() as (tx, _content):
            notices.assess(tx, request.actor, name, gives_knowledge=knows == "yes", note=request.POST.get("note", "").strip()[:4000])
    except InvalidError as error:
        return one.page(request, name, error.faults, request.POST, "assess")
    return redirect("notice", name)


@require_POST
@screen("notice.decide")
def decide(request: Asked, name: str) -> HttpResponse:
    """Give every subject its outcome, carry it out, tell both sides; then the next by clock."""
    try:
        with working() as (tx, content):
            notice = notices.read(tx, request.actor, name)
            notices.decide(
                tx,
                request.actor,
                name,
                outcomes(request, notice, content),
                content,
                automation="assisted" if request.POST.get("automation") == "assisted" else "none",
                is_manifestly_unfounded="is_manifestly_unfounded" in request.POST,
                gravity=_number(request.POST.get("gravity", "1")),
            )
            following = _next(tx, request, name) if "next" in request.POST else None
    except InvalidError as error:
        return one.page(request, name, error.faults, request.POST, "decide")
    messages.success(request, _("Decided, carried out, both sides told."))
    return redirect("notice", following) if following else redirect("notice", name)


def outcomes(request: Asked, notice: Notice, content: Content) -> list[Outcome]:
    """One outcome a subject and measure; what was acted upon already is left out.

    Raises InvalidError where a subject has no measure.
    """
    reason = {language: text for language in ("en", "zh") if (text := request.POST.get(f"reason_{language}", "").strip())}
    done = {(each.subject, market) for each in notice.outcomes for market in each.markets or (None,)}
    found: list[Outcome] = []
    faults = []
    for number, key in enumerate(notice.keys):
        by_measure: dict[str, list[str]] = {}
        for market in notice.markets or (None,):
            if (key, market) in done:
                continue
            measure = request.POST.get(f"measure-{number}-{market}") or request.POST.get(f"measure-{number}", "")
            if measure not in one.MEASURES:
                faults.append(Fault(key, _("say what is done")))
                break
            by_measure.setdefault(measure, []).extend([market] if market else [])
        rules = _rules(request.POST.get(f"rules-{number}") or request.POST.get("rules", ""))
        for measure, markets in by_measure.items():
            broken = rules if measure != "none" else ()
            ground = request.POST.get("ground", "").strip() or _ground(content, broken)
            found.append(Outcome(key, tuple(markets), measure, ground, reason, broken))  # type: ignore[arg-type]  # one of MEASURES
    if faults:
        raise InvalidError(faults)
    return found


def _rules(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in typed.replace(",", " ").split() if name))


def _ground(content: Content, rules: tuple[str, ...]) -> str:
    """The citations of the rules, where nobody wrote a ground."""
    known = enforcement.broken(content, rules)
    return "; ".join(dict.fromkeys(text for rule in known for text in rule.basis or (rule.rule,)))


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0


def _next(tx: Transaction, request: Asked, name: str) -> str | None:
    waiting = [each for status in OPEN for each in inbox.notices(tx, request.actor, Wanted(status), limit=2).items if each.id != name]
    return min(waiting, key=lambda each: each.due_at).id if waiting else None
