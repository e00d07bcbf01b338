"""Traders, narrowed by the address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pratique.assembly.operations import traders
from pratique.base.actor import Actor
from pratique.console.frame import saved
from pratique.console.frame.areas import Found
from pratique.console.frame.connection import working
from pratique.console.frame.lists import chosen, cursor, given
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.templatetags.frame import words
from pratique.console.screens.thread import filters
from pratique.enforcement.points import Standing
from pratique.enforcement.trader import Trader, standings
from pratique.policy.model import Content
from pratique.store.transaction import Transaction


@screen("trader.read")
def listed(request: Asked) -> HttpResponse:
    """Traders with the ladder on which each stands worst."""
    free = given(request, "q", "country")
    with working() as (tx, content):
        channel = chosen(request, "channel", content.channels)
        counted = request.GET.get("counted") == "yes"
        page = traders.listed(
            tx,
            request.actor,
            cursor(request),
            words=free.get("q", ""),
            channel=channel,
            country=free.get("country", "").upper() or None,
            counted=counted,
        )
        rows = [(one, _worst(one, content, request.actor, tx)) for one in page.items]
    shown = {"page": page, "rows": rows, "channel": channel, "counted": counted, "free": free, "saved": saved.views(request, "traders")}
    return render(request, "traders/list.html", shown | filters.choices(request, content))


def _worst(trader: Trader, content: Content, actor: Actor, tx: Transaction) -> tuple[str, str, Standing, float] | None:
    """Channel, ladder, standing and share of the last rung, where points count at all."""
    found = [
        (
            name,
            words(content.channels[name].ladders[number].title),
            standing,
            standing.points / content.channels[name].ladders[number].rungs[-1].at,
        )
        for name in trader.channels
        if name in content.channels and (actor.channels is None or name in actor.channels)
        for number, standing in enumerate(standings(trader, content.channels[name], tx.at.date()).values())
        if standing.points or standing.in_effect
    ]
    return max(found, key=lambda one: (one[2].is_closed, one[3])) if found else None


def find(tx: Transaction, actor: Actor, typed: str, limit: int) -> list[Found]:
    """Traders for the palette, by name or account."""
    if actor.subject is not None or len(typed) < 2:
        return []
    found = traders.listed(tx, actor, limit=limit, words=typed).items
    return [Found(_("Trader"), one.id, " · ".join(one.channels), reverse("trader", args=(one.id,)), "traders") for one in found]
