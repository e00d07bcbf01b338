"""Notices by clock."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pratique.assembly.operations import inbox
from pratique.assembly.operations.inbox import Wanted
from pratique.base.actor import Actor
from pratique.casework.notice.filing import KINDS
from pratique.console.frame import saved
from pratique.console.frame.areas import Found
from pratique.console.frame.connection import working
from pratique.console.frame.lists import cursor
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.templatetags.frame import name_of
from pratique.console.screens.thread import filters
from pratique.store.transaction import Transaction

STATUSES = ("acknowledged", "assessed", "contested", "decided", "informed", "closed", "withdrawn", "done", "all")


@screen("notice.read")
def listed(request: Asked) -> HttpResponse:
    """What waits, what is overdue first."""
    with working() as (tx, content):
        wanted = filters.wanted(request, content, STATUSES, KINDS)
        page = inbox.notices(tx, request.actor, wanted, cursor(request))
        tally = inbox.tally(tx, request.actor, "notice")
    shown = {"page": page, "tally": tally, "wanted": wanted, "statuses": STATUSES, "kinds": KINDS, "kind_names": "notice_kind"}
    shown |= filters.choices(request, content) | {"saved": saved.views(request, "notices")}
    return render(request, "notices/list.html", shown | {"search_hint": _("Number, listing, trader or sender")})


def find(tx: Transaction, actor: Actor, typed: str, limit: int) -> list[Found]:
    """Notices for the palette, by number or by what they are about."""
    if actor.subject is not None or len(typed) < 3:
        return []
    found: dict[str, Found] = {}
    for words in (typed, f"listing:{typed}"):
        for one in inbox.notices(tx, actor, Wanted("all", words=words), limit=limit).items:
            title = f"{name_of(one.kind, 'notice_kind')} · {', '.join(one.keys[:2])}"
            found[one.id] = Found(_("Notice"), title, str(name_of(one.status, "status")), reverse("notice", args=(one.id,)), "notices")
    return list(found.values())[:limit]
