"""Golden sets: things whose right answer is agreed, for trials and certificates."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pratique.assembly.operations import reviewers
from pratique.assembly.operations.permission import may
from pratique.assembly.snapshot import restored
from pratique.base.errors import RefusalError
from pratique.casework.case import QUEUES
from pratique.console.frame.connection import looking, working
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.review.desk import VERDICTS
from pratique.policy.renamed import rule_named
from pratique.store import decisions


@require_http_methods(["GET", "POST"])
@screen("review.answer", "golden.write")
def sets(request: Asked) -> HttpResponse:
    """All sets, my certificates; a new set for whoever keeps them."""
    with looking() as tx:
        if request.method == "POST":
            made = reviewers.make_golden_set(tx, request.actor, request.POST.get("queue", ""), request.POST.get("title", "").strip()[:200])
            messages.success(request, _("Made. Cases are added from their own page once they are decided."))
            return redirect("review-trial", made.id)
        found = reviewers.open_sets(tx, request.actor)
        try:
            me: Any = reviewers.read(tx, request.actor, request.actor.id)
        except RefusalError:
            me = None
        shown = {"sets": found, "me": me, "queues": QUEUES.values(), "now": tx.at, "may_write": may(request.actor, "golden.write")}
    return render(request, "review/golden.html", shown)


@require_http_methods(["GET", "POST"])
@screen("review.answer")
def trial(request: Asked, name: str) -> HttpResponse:
    """Answer a set without seeing what is right."""
    with working() as (tx, content):
        asked = reviewers.questions(tx, request.actor, name)
        if request.method == "POST":
            answers = {one.id: request.POST.get(one.id, "") for one in asked}
            result = reviewers.take_trial(tx, request.actor, name, answers)
            return render(request, "review/trial_result.html", {"result": result, "nav_here": "review-golden"})
        bodies = decisions.snapshots(tx, [bytes.fromhex(one.snapshot) for one in asked])
        items = [(one, restored(bodies[bytes.fromhex(one.snapshot)].encode(), None), rule_named(content, one.rule)) for one in asked]
    return render(request, "review/trial.html", {"items": items, "verdicts": VERDICTS, "name": name, "nav_here": "review-golden"})


@require_POST
@screen("golden.write")
def add(request: Asked, name: str) -> HttpResponse:
    """Add a decided case to a set."""
    with looking() as tx:
        reviewers.add_golden(tx, request.actor, request.POST.get("set", ""), [name])
    messages.success(request, _("Added to the golden set."))
    return redirect("case", name)
