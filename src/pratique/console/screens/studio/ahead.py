"""The horizon: what of the catalogue will no longer be allowed, and from which day, if nothing is done."""

import datetime as dt
from collections import Counter
from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import render

from pratique.assembly.horizon import Horizon, Turn
from pratique.assembly.screener import Screener
from pratique.assembly.snapshot import restored
from pratique.base.actor import Actor
from pratique.base.clock import today
from pratique.console.frame.connection import working
from pratique.console.frame.lists import chosen
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.studio import jobs
from pratique.console.screens.studio.jobs import Tell
from pratique.console.screens.studio.sampling import SIZES, Question, deciding
from pratique.console.screens.studio.trials import markets_of
from pratique.store import samples
from pratique.store.listings import Wanted

MONTHS = (6, 12, 24)


class Ahead(msgspec.Struct, frozen=True):
    """What is to come for a sample."""

    sample: int
    turns: tuple[Turn, ...]


@screen("content.read")
def listed(request: Asked) -> HttpResponse:
    """Asked for by the address; worked out beside the page."""
    with working() as (_, content):
        months = int(request.GET["months"]) if request.GET.get("months", "").isdigit() else 12
        months = months if months in MONTHS else 12
        channel = chosen(request, "channel", content.channels)
        question = Question(SIZES[2], channel, chosen(request, "market", content.markets), as_of=today() + dt.timedelta(days=months * 30))
        channels = [one for one in content.channels.values() if request.actor.channels is None or one.id in request.actor.channels]
        markets = [
            one
            for one in sorted(content.markets.values(), key=lambda one: one.code)
            if request.actor.markets is None or one.code in request.actor.markets
        ]
    actor = request.actor
    job = jobs.begun(
        ("horizon", content.hash, today(), question, actor.id, actor.channels, actor.markets), lambda tell: _ahead(actor, question, tell)
    )
    view: dict[str, Any] = {
        "job": job,
        "address": request.get_full_path(),
        "months": months,
        "spans": MONTHS,
        "question": question,
        "channels": channels,
        "markets": markets,
        "tab": "horizon",
        "nav_here": "studio-rules",
    }
    if job.result is not None:
        view |= _view(job.result)
    return render(request, "studio/horizon_rows.html" if request.htmx else "studio/horizon.html", view)


def _ahead(actor: Actor, question: Question, tell: Tell) -> Ahead:
    tell("reading", 0.05)
    with working() as (tx, content):
        sample = samples.newest(tx, actor, question.size, Wanted(channel=question.channel, market=question.market))
    markets = (question.market,) if question.market else markets_of(actor)
    tell("compiling", 0.2)
    screener = Screener(content, channel=question.channel, stage="live", markets=markets, detector=deciding(content).reader)
    horizon = Horizon(screener, question.as_of)
    tell("sample", 0.5)
    listings = [restored(one.body.encode(), None) for one in sample if one.kind == "listing"]
    return Ahead(len(listings), tuple(turn for turns in horizon.turns(listings) for turn in turns))


def _view(found: Ahead) -> dict[str, Any]:
    days: dict[dt.date, list[Turn]] = {}
    for turn in sorted(found.turns, key=lambda one: (one.day, one.listing_id)):
        days.setdefault(turn.day, []).append(turn)
    rows = []
    for day, turns in days.items():
        rules = Counter(finding.rule for turn in turns for finding in turn.findings)
        listings = {turn.listing_id: turn for turn in turns}
        missing = Counter(name for turn in turns for name in turn.missing)
        rows.append(
            (
                day,
                len(listings),
                sorted({turn.market for turn in turns}),
                rules.most_common(5),
                missing.most_common(6),
                list(listings.values())[:5],
            )
        )
    return {"rows": rows, "sample": found.sample, "most": max((row[1] for row in rows), default=1)}
