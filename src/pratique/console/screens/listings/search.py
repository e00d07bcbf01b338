"""The list of listings, narrowed by its address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pratique.base.actor import Actor
from pratique.console.frame import saved
from pratique.console.frame.areas import Found
from pratique.console.frame.connection import working
from pratique.console.frame.lists import cursor
from pratique.console.frame.narrowing import wanted_of
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.templatetags.frame import words
from pratique.policy.model import VERDICTS, Content
from pratique.policy.renamed import rule_named
from pratique.store import listings
from pratique.store.listings import MOST_COUNTED, Wanted
from pratique.store.transaction import Transaction


@screen("decision.read")
def listed(request: Asked) -> HttpResponse:
    """Search, filters, saved views."""
    with working() as (tx, content):
        wanted = wanted_of(request.GET, content)
        page = listings.search(tx, request.actor, wanted, cursor=cursor(request))
        number = listings.count(tx, request.actor, wanted)
    shown = {
        "page": page,
        "number": number,
        "is_more": number >= MOST_COUNTED,
        "wanted": wanted,
        "verdicts": tuple(reversed(VERDICTS)),
        "channels": [one for one in content.channels.values() if request.actor.channels is None or one.id in request.actor.channels],
        "markets": _markets(content, request.actor),
        "narrowed": _narrowed(content, wanted),
        "saved": saved.views(request, "listings"),
    }
    return render(request, "listings/list.html", shown)


def find(tx: Transaction, actor: Actor, typed: str, limit: int) -> list[Found]:
    """Listings for the command palette."""
    found = listings.search(tx, actor, Wanted(typed), limit=limit)
    return [
        Found(_("Listing"), one.title, f"{one.subject} · {one.channel or ''}", reverse("listing", args=(one.kind, one.subject)), "listings")
        for one in found.items
    ]


def _markets(content: Content, actor: Actor) -> list[tuple[str, str]]:
    return [(code, words(one.title)) for code, one in sorted(content.markets.items()) if actor.markets is None or code in actor.markets]


def _narrowed(content: Content, wanted: Wanted) -> list[tuple[str, str, str]]:
    """Filters that have no field of their own: name, what it is, its value in words."""
    found = []
    if wanted.rule:
        rule = rule_named(content, wanted.rule)
        found.append(("rule", _("Rule"), words(rule.title) if rule else wanted.rule))
    if wanted.concept:
        concept = content.concepts.get(wanted.concept)
        found.append(("concept", _("Concept"), words(concept.title) if concept else wanted.concept))
    if wanted.family:
        found.append(("family", _("Family"), wanted.family))
    if wanted.trader:
        found.append(("trader", _("Trader"), wanted.trader))
    return found
