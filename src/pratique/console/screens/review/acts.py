"""What can be done on the desk: each is one operation in one transaction."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.operations import cases, rulings
from pratique.base.actor import Actor
from pratique.base.errors import Fault, InvalidError
from pratique.casework.case import QUEUES, Case, Ruling
from pratique.console.frame.connection import looking, working
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.review.desk import ORIGINS, VERDICTS
from pratique.store.transaction import Transaction


@require_POST
@screen("case.claim")
def next_case(request: Asked) -> HttpResponse:
    """Claim what comes first, and go there."""
    queue = request.POST.get("queue") if request.POST.get("queue") in QUEUES else None
    with looking() as tx:
        found = cases.next_case(tx, request.actor, queue, request.POST.getlist("without"), ORIGINS)
    if found is None:
        messages.success(request, _("Nothing more waits for you here."))
        return redirect(f"{reverse('review-queue')}?{urlencode({'queue': queue})}" if queue else reverse("review-queue"))
    return redirect("case", found.id)


def following(tx: Transaction, actor: Actor, case: Case) -> Case | None:
    """The next of the same queue; of another where that one is empty."""
    same = cases.next_case(tx, actor, case.queue, (case.id,), ORIGINS)
    return same or cases.next_case(tx, actor, None, (case.id,), ORIGINS)


@require_POST
@screen("case.decide", "review.answer")
def decide(request: Asked, name: str) -> HttpResponse:
    """Rule on every market of the case; carried out in a few seconds, and on to the next."""
    with working() as (tx, content):
        case = cases.read(tx, request.actor, name)
        rulings.put(tx, request.actor, content, name, _rulings(request, case.markets, case.rules))
        found = following(tx, request.actor, case) if "next" in request.POST else None
    if found is None:
        return redirect("case", name) if "next" not in request.POST else redirect("review-queue")
    return redirect("case", found.id)


def _rulings(request: Asked, markets: tuple[str, ...], rules: tuple[str, ...]) -> list[Ruling]:
    """One ruling a verdict. Raises InvalidError where a market has none."""
    reason, note, rule = (request.POST.get(field, "").strip() for field in ("reason", "note", "rule"))
    by_verdict: dict[str, list[str]] = {}
    faults = []
    for market in markets:
        verdict = request.POST.get(f"verdict-{market}", "")
        if verdict not in VERDICTS:
            faults.append(Fault("verdict", f"say what counts for {market}"))
        by_verdict.setdefault(verdict, []).append(market)
    if faults:
        raise InvalidError(faults)
    known = rule if rule in rules else (rules[0] if rules else "")
    return [Ruling(tuple(where), verdict, known, reason, note) for verdict, where in by_verdict.items()]  # type: ignore[arg-type]  # checked above


@require_POST
@screen("case.decide")
def undo(request: Asked, name: str) -> HttpResponse:
    """Take back what was just decided."""
    with looking() as tx:
        rulings.take_back(tx, request.actor, name)
    messages.success(request, _("Taken back. Nobody was told."))
    return redirect("case", name)


@require_POST
@screen("case.claim")
def claim(request: Asked, name: str) -> HttpResponse:
    """Take this case."""
    with looking() as tx:
        cases.claim(tx, request.actor, name)
    return redirect("case", name)


@require_POST
@screen("case.claim")
def release(request: Asked, name: str) -> HttpResponse:
    """Give it back, and go on with another."""
    with looking() as tx:
        case = cases.release(tx, request.actor, name)
        found = following(tx, request.actor, case)
    return redirect("case", found.id) if found else redirect("review-queue")


@require_POST
@screen("case.escalate")
def escalate(request: Asked, name: str) -> HttpResponse:
    """Hand it up, with a reason."""
    with looking() as tx:
        case = cases.escalate(tx, request.actor, name, request.POST.get("reason", ""), chosen_queue(request))
        found = following(tx, request.actor, case) if "senior_reviewer" not in request.actor.roles else None
    messages.success(request, _("Handed up."))
    return redirect("case", found.id) if found else redirect("review-queue")


def chosen_queue(request: Asked) -> str | None:
    """A queue that was named, if there is one of that name."""
    return request.POST.get("queue") if request.POST.get("queue") in QUEUES else None


@require_POST
@screen("case.escalate")
def comment(request: Asked, name: str) -> HttpResponse:
    """Words for colleagues."""
    with looking() as tx:
        cases.comment(tx, request.actor, name, request.POST.get("text", ""))
    return redirect("case", name)
