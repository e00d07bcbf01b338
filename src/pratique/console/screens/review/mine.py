"""My day: what I decided, whether others agree, what was overturned, what is due, what I hold."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render

from pratique.assembly.operations import cases, reviewers, rulings
from pratique.base.errors import AbsentError
from pratique.console.frame.connection import looking
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.review.desk import ORIGINS

SPAN = dt.timedelta(days=90)
SOON = dt.timedelta(hours=24)


@screen("case.decide")
def day(request: Asked) -> HttpResponse:
    """The page."""
    with looking() as tx:
        waiting = cases.listed(tx, request.actor, status=["open", "escalated"], origins=ORIGINS, limit=50).items
        try:
            me = reviewers.read(tx, request.actor, request.actor.id)
        except AbsentError:
            me = None
        certified = me.certified(tx.at) if me else frozenset()
        shown = {
            "own": reviewers.own_day(tx, request.actor, tx.at - SPAN),
            "held": cases.held_by(tx, request.actor),
            "pending": rulings.waiting(tx, request.actor),
            "due": sorted((one for one in waiting if one.due_at <= tx.at + SOON), key=lambda one: one.due_at)[:8],
            "figures": [one for one in cases.workload(tx, request.actor, ORIGINS) if one.waiting],
            "sets": [one for one in reviewers.open_sets(tx, request.actor) if one.queue not in certified],
            "me": me,
        }
    return render(request, "review/mine.html", shown)
