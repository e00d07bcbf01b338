"""How the queues stand, how people agree, what each decided."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render

from pratique.assembly.operations import cases, reviewers
from pratique.casework.case import QUEUES
from pratique.console.frame.connection import working
from pratique.console.frame.opening import Asked, screen
from pratique.policy.renamed import former_names, rule_named
from pratique.store import accounts

SPAN = dt.timedelta(days=90)


@screen("review.read")
def boards(request: Asked) -> HttpResponse:
    """Workload with what is due when, agreement, figures of reviewers."""
    with working() as (tx, content):
        figures = cases.workload(tx, request.actor)
        due = cases.due_soon(tx, request.actor)
        agreement = reviewers.agreement(tx, request.actor, tx.at - SPAN, former_names(content.rules))
        people = reviewers.figures(tx, request.actor, tx.at - SPAN)
        names = accounts.names(tx, [one.reviewer for one in people] + list(agreement.by_reviewer))
        rules = {name: rule.title for name in agreement.by_rule if (rule := rule_named(content, name)) is not None}
    shown = {
        "figures": figures,
        "queues": QUEUES,
        "due": due,
        "most_due": max((number for _, number in due), default=0),
        "agreement": agreement,
        "people": people,
        "names": names,
        "rules": rules,
    }
    return render(request, "review/boards.html", shown)
