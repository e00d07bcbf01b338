"""One trader of the group: accounts, ledger and standing, and all that was done, said and contested."""

from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from pratique.assembly.operations import enforcement, inbox, links, restrictions, threads, traders, verification
from pratique.assembly.operations.permission import may
from pratique.assembly.operations.verification import Known
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, ForbiddenError
from pratique.console.frame.connection import working
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.thread import private_part
from pratique.console.screens.thread.line import lines
from pratique.console.screens.thread.marketplace import TRADER
from pratique.console.screens.traders import linking
from pratique.console.screens.traders.drawing import drawn
from pratique.enforcement.points import Standing
from pratique.enforcement.trader import Trader
from pratique.enforcement.trader.state import Entry
from pratique.policy.model import Content, Ladder
from pratique.store import listings
from pratique.store.listings import Wanted
from pratique.store.transaction import Transaction

LEAST = 8
"""Rows of each kind on the page; the rest is one click away."""


class LadderShown(msgspec.Struct, frozen=True):
    """Standing on one ladder."""

    ladder: Ladder
    standing: Standing
    picture: str
    points: dict[str, float]
    """Violation → what it costs today; 0 once it ran out."""
    entries: tuple[Entry, ...]
    """Of the ledger, those this ladder counts, newest first."""


@screen("trader.read")
def one(request: Asked, name: str) -> HttpResponse:
    """The page."""
    if request.actor.subject is not None:
        raise ForbiddenError("not_your_role", "traders are looked at by the department", "your own page stands in the portal")
    with working() as (tx, content):
        found = traders.standing(tx, request.actor, content, name)
        trader = found.trader
        shown: dict[str, Any] = {
            "trader": trader,
            "channels": [
                (account, *_ladders(trader, content, account.channel, found.channels.get(account.channel, {}), tx))
                for account in trader.accounts
                if request.actor.channels is None or account.channel in request.actor.channels
            ],
            "thread": lines(threads.of_trader(tx, request.actor, name), TRADER)[-60:],
            "known": _known(tx, request.actor, name),
            "links": links.of_trader(tx, request.actor, name) if may(request.actor, "link.read") else None,
            "nav_here": "traders",
            **_around(tx, request.actor, name),
        }
    if shown["links"] is not None and shown["links"].group is not None:
        shown["links_drawn"] = linking.drawn(shown["links"].group, name)
    shown |= {"private_address": reverse("trader-private", args=(name,)), "private_key": "trader"}
    return render(request, "traders/one.html", shown)


def _ladders(
    trader: Trader, content: Content, channel: str, found: dict[str, Standing], tx: Transaction
) -> tuple[list[LadderShown], list[LadderShown]]:
    """Ladders on which anything ever counted, drawn, and the others."""
    shown = []
    ladders = {ladder.id: ladder for ladder in content.channels[channel].ladders} if channel in content.channels else {}
    for name, standing in found.items():
        ladder = ladders[name]
        entries = [one for one in trader.ledger if one.channel == channel and one.violation.enforcement_class in ladder.classes]
        points = {one.violation.id: one.points for one in standing.charged}
        picture = drawn(ladder, [one.violation for one in entries], tx.at.date()) if entries else ""
        shown.append(LadderShown(ladder, standing, picture, points, tuple(reversed(entries))))
    return [one for one in shown if one.entries], [one for one in shown if not one.entries]


def _known(tx: Transaction, actor: Actor, name: str) -> Known | None:
    try:
        return verification.read(tx, actor, name)
    except AbsentError:
        return None


def _around(tx: Transaction, actor: Actor, name: str) -> dict[str, Any]:
    sanctions = restrictions.actions(tx, actor, restrictions.Wanted(words=name), limit=LEAST * 3).items
    return {
        "sanctions": [one for one in sanctions if one.subject == name],
        "actions": [one for one in sanctions if one.subject != name][:LEAST],
        "holding": enforcement.holding(tx, actor, "trader", name),
        "statements": enforcement.statements_of(tx, actor, name, limit=LEAST).items,
        "listings": listings.search(tx, actor, Wanted(trader=name), limit=LEAST).items,
        "number": listings.count(tx, actor, Wanted(trader=name)),
        "notices": inbox.notices(tx, actor, inbox.Wanted("all", words=name), limit=LEAST).items if may(actor, "notice.read") else (),
        "appeals": inbox.appeals(tx, actor, inbox.Wanted("all", words=name), limit=LEAST).items if may(actor, "appeal.read") else (),
    }


@require_POST
@screen("private.read")
def private(request: Asked, name: str) -> HttpResponse:
    """Name and contact."""
    return private_part.shown(request, lambda tx, reason: traders.private_part(tx, request.actor, name, reason))
