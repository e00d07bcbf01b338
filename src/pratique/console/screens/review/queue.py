"""What waits for a person, what comes first first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pratique.assembly.operations import cases, rulings
from pratique.base.actor import Actor
from pratique.base.errors import RefusalError
from pratique.casework.case import QUEUES
from pratique.casework.case.state import WAITING
from pratique.console.frame import saved
from pratique.console.frame.areas import Found
from pratique.console.frame.connection import looking
from pratique.console.frame.lists import chosen, cursor
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.templatetags.frame import name_of
from pratique.console.screens.review.desk import ORIGINS
from pratique.store.transaction import Transaction

STATUSES = (*WAITING, "decided")


@screen("case.read")
def listed(request: Asked) -> HttpResponse:
    """The list, and how the queues stand."""
    queue, status = chosen(request, "queue", QUEUES), chosen(request, "status", STATUSES)
    with looking() as tx:
        figures = [one for one in cases.workload(tx, request.actor, ORIGINS) if one.waiting or one.queue == queue]
        mine = rulings.waiting(tx, request.actor)
        asked = [status] if status else list(WAITING)
        page = cases.listed(tx, request.actor, queue=queue, status=asked, origins=ORIGINS, cursor=cursor(request))
    shown: dict[str, object] = {"page": page, "figures": figures, "queues": QUEUES, "queue": queue, "status": status, "statuses": STATUSES}
    shown |= {"waiting": sum(one.waiting for one in figures), "pending": mine, "saved": saved.views(request, "review-queue")}
    return render(request, "review/queue.html", shown)


def find(tx: Transaction, actor: Actor, typed: str, limit: int) -> list[Found]:
    """Cases by their name, or by the name of what they are about, for the command palette."""
    if typed.startswith("case_"):
        try:
            found = [cases.read(tx, actor, typed)]
        except RefusalError:
            return []
    else:
        found = list(cases.listed(tx, actor, subject=typed.upper(), limit=limit).items)
    return [Found(_("Case"), case.title, str(name_of(case.status, "status")), reverse("case", args=(case.id,)), "review") for case in found]
