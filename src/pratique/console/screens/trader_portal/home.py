"""How a trader stands on each channel, and what would put right what is held or refused."""

import datetime as dt

import msgspec
from django.http import HttpResponse
from django.shortcuts import render

from pratique.assembly.operations import enforcement, screening, traders, verification
from pratique.assembly.operations.screening import KeptDecision
from pratique.base.errors import AbsentError
from pratique.console.frame.connection import working
from pratique.console.frame.lists import chosen, cursor
from pratique.console.frame.opening import Asked, screen
from pratique.enforcement.points import Standing
from pratique.facts.concept import Text
from pratique.policy.model import Content, Ladder, Rule
from pratique.store import listings
from pratique.store.listings import Wanted
from pratique.store.transaction import Transaction

_TO_FIX = ("hold", "refuse", "allow_with_conditions")
LATELY = dt.timedelta(days=30)


@screen("statement.read")
def standing(request: Asked) -> HttpResponse:
    """Points, what follows next, what holds, what happened lately."""
    who = str(request.actor.subject)
    with working() as (tx, content):
        try:
            found = traders.standing(tx, request.actor, content, who)
        except AbsentError:
            found = None
        recent = enforcement.statements_of(tx, request.actor, limit=5).items
        shown = {
            "who": who,
            "trader": found.trader if found else None,
            "channels": _channels(content, found.channels) if found else [],
            "holding": enforcement.holding(tx, request.actor, "trader", who),
            "recent": [one for one in recent if tx.at - one.issued_at <= LATELY],
            "known": _known(tx, request),
            "counts": [(verdict, listings.count(tx, request.actor, Wanted(verdict=verdict))) for verdict in ("refuse", "hold")],
        }
    return render(request, "trader_portal/standing.html", shown)


@screen("decision.read")
def fixes(request: Asked) -> HttpResponse:
    """Listings that are not offered everywhere, each with what its rules ask for."""
    with working() as (tx, content):
        verdict = chosen(request, "verdict", _TO_FIX) or _TO_FIX[0]
        page = listings.search(tx, request.actor, Wanted(verdict=verdict), cursor=cursor(request), limit=15)
        decided = screening.named(tx, [entry.decision for entry in page.items], request.actor)
        rows = [(entry, _asked_for(content, decided.get(entry.decision), verdict)) for entry in page.items]
    return render(request, "trader_portal/fixes.html", {"page": page, "rows": rows, "verdict": verdict, "verdicts": _TO_FIX})


class Wish(msgspec.Struct):
    """What is asked for in the same words, by one rule or several."""

    rule: Rule
    """The first of them."""
    markets: list[str] = []
    papers: list[tuple[str, Text]] = []
    """Documents that are missing: id and title. Any one of a group that stands together would do."""


def _asked_for(content: Content, decision: KeptDecision | None, verdict: str) -> list[Wish]:
    """What the rules ask for that gave a listing this verdict."""
    found: dict[str, Wish] = {}
    for outcome in decision.outcomes if decision else ():
        for finding in outcome.findings:
            rule = content.rules.get(finding["rule"])
            if finding["verdict"] == verdict and rule is not None:
                one = found.setdefault(rule.fix["en"] if rule.fix else rule.id, Wish(rule))
                one.markets += [market for market in outcome.markets if market not in one.markets]
                lacking = {name for need in rule.needs if need in outcome.missing for name in need.split("|")}
                missing = ((name, content.documents[name].title) for name in sorted(lacking & content.documents.keys()))
                one.papers += [paper for paper in missing if paper not in one.papers]
    return list(found.values())


def _channels(content: Content, given: dict[str, dict[str, Standing]]) -> list[tuple[str, list[tuple[Ladder, Standing]]]]:
    found: list[tuple[str, list[tuple[Ladder, Standing]]]] = []
    for channel, by_ladder in given.items():
        ladders = {ladder.id: ladder for ladder in content.channels[channel].ladders} if channel in content.channels else {}
        found.append((channel, [(ladders[name], one) for name, one in by_ladder.items() if name in ladders]))
    return found


def _known(tx: Transaction, request: Asked) -> object:
    try:
        return verification.read(tx, request.actor, str(request.actor.subject)).verification
    except AbsentError:
        return None
