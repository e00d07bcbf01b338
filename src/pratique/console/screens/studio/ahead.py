"""The horizon: what of the catalogue will no longer be allowed, from which day, how much is sold of it, and what would put it right."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import render

from pratique.assembly.horizon import Horizon, Turn
from pratique.assembly.reasons import title_of
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
from pratique.console.screens.studio.shown import title
from pratique.console.screens.studio.trials import markets_of
from pratique.facts.money import in_usd
from pratique.policy.model import VERDICTS, Content
from pratique.store import listings as entries
from pratique.store import samples
from pratique.store.listings import Wanted

MONTHS = (6, 12, 24)
LAST = dt.timedelta(days=3660)
"""Nobody asks further."""
MOST_SHOWN = 30
_HOLD = VERDICTS.index("hold")


class Ahead(msgspec.Struct, frozen=True):
    """What is to come for a sample."""

    sample: int
    whole: int
    """Listings there are; counted up to a limit."""
    turns: tuple[Turn, ...]


class Loss(msgspec.Struct, frozen=True):
    """Listings and what is sold of them."""

    listings: int
    usd: float
    """Sales of thirty days, of those of which they are known."""
    known: int


class Day(msgspec.Struct, frozen=True):
    """One day on which something turns."""

    day: dt.date
    stopped: Loss
    """Held or refused in some market from then on."""
    asked: Loss
    """Only asked for more."""
    rules: list[tuple[str, str, int]]
    """Id, title, listings."""
    missing: list[tuple[str, int]]
    markets: list[str]


class Touched(msgspec.Struct, frozen=True):
    """One listing on one day."""

    id: str
    title: str
    before: str
    after: str
    markets: list[str]
    missing: list[str]
    usd: float | None


@screen("content.read")
def listed(request: Asked) -> HttpResponse:
    """Asked for by the address; worked out beside the page. `day` shows the listings of one day."""
    with working() as (_, content):
        spans = [(number, today() + dt.timedelta(days=number * 30)) for number in MONTHS]
        until = _day(request.GET.get("until", "")) or spans[1][1]
        until = min(max(until, today() + dt.timedelta(days=1)), today() + LAST)
        channel = chosen(request, "channel", content.channels)
        question = Question(SIZES[2], channel, chosen(request, "market", content.markets), as_of=until)
        channels = [one for one in content.channels.values() if request.actor.channels is None or one.id in request.actor.channels]
        markets = [
            content.markets[code] for code in sorted(content.markets) if request.actor.markets is None or code in request.actor.markets
        ]
        actor = request.actor
        key = ("horizon", content.hash, today(), question, actor.id, actor.channels, actor.markets)
        job = jobs.begun(key, lambda tell: _ahead(actor, question, tell))
        view: dict[str, Any] = {
            "job": job,
            "address": request.get_full_path(),
            "spans": spans,
            "until": until,
            "question": question,
            "channels": channels,
            "markets": markets,
            "day": _day(request.GET.get("day", "")),
            "tab": "horizon",
            "nav_here": "studio-rules",
        }
        if job.result is not None:
            view |= _view(job.result, content, view["day"])
    return render(request, "studio/horizon_rows.html" if request.htmx else "studio/horizon.html", view)


def _ahead(actor: Actor, question: Question, tell: Tell) -> Ahead:
    tell("reading", 0.05)
    wanted = Wanted(channel=question.channel, market=question.market)
    with working() as (tx, content):
        sample = samples.newest(tx, actor, question.size, wanted)
        whole = entries.count(tx, actor, wanted)
    markets = (question.market,) if question.market else markets_of(actor)
    tell("compiling", 0.2)
    screener = Screener(content, channel=question.channel, stage="live", markets=markets, detector=deciding(content).reader)
    horizon = Horizon(screener, question.as_of)
    tell("sample", 0.5)
    listings = [restored(one.body.encode(), None) for one in sample if one.kind == "listing"]
    return Ahead(len(listings), max(whole, len(listings)), tuple(turn for turns in horizon.turns(listings) for turn in turns))


def _view(found: Ahead, content: Content, day: dt.date | None) -> dict[str, Any]:
    days: dict[dt.date, list[Turn]] = {}
    for turn in sorted(found.turns, key=lambda one: (one.day, one.listing_id)):
        days.setdefault(turn.day, []).append(turn)
    rows = [_of_day(one, turns, content) for one, turns in days.items()]
    every = [turn for turns in days.values() for turn in turns]
    return {
        "rows": rows,
        "sample": found.sample,
        "whole": found.whole,
        "stopped": _loss(turn for turn in every if _stops(turn)),
        "asked_more": _loss(turn for turn in every if not _stops(turn)),
        "most": max((row.stopped.listings + row.asked.listings for row in rows), default=1),
        "touched": _touched(days.get(day, []), content) if day is not None else [],
        "most_shown": MOST_SHOWN,
    }


def _of_day(day: dt.date, turns: Sequence[Turn], content: Content) -> Day:
    stopped = [turn for turn in turns if _stops(turn)]
    names = {turn.listing_id for turn in stopped}
    rules: Counter[str] = Counter()
    for _listing, name in {(turn.listing_id, finding.rule) for turn in turns for finding in turn.findings}:
        rules[name] += 1
    missing: Counter[str] = Counter(name for _, name in {(turn.listing_id, name) for turn in turns for name in turn.missing})
    return Day(
        day,
        _loss(stopped),
        _loss(turn for turn in turns if turn.listing_id not in names),
        [(name, title(content.rules[name].title) if name in content.rules else name, number) for name, number in rules.most_common(5)],
        [(title(title_of(content, name)), number) for name, number in missing.most_common(6)],
        sorted({turn.market for turn in turns}),
    )


def _loss(turns: Iterable[Turn]) -> Loss:
    sold: dict[str, float | None] = {}
    for turn in turns:
        sold[turn.listing_id] = in_usd(turn.gmv_30d, turn.currency) if turn.gmv_30d is not None else None
    known = [usd for usd in sold.values() if usd is not None]
    return Loss(len(sold), sum(known), len(known))


def _touched(turns: Sequence[Turn], content: Content) -> list[Touched]:
    groups: dict[tuple[str, str, str], list[Turn]] = {}
    for turn in turns:
        groups.setdefault((turn.listing_id, turn.before, turn.after), []).append(turn)
    found = [
        Touched(
            name,
            group[0].title,
            before,
            after,
            [turn.market for turn in group],
            [title(title_of(content, one)) for one in dict.fromkeys(one for turn in group for one in turn.missing)],
            in_usd(group[0].gmv_30d, group[0].currency) if group[0].gmv_30d is not None else None,
        )
        for (name, before, after), group in groups.items()
    ]
    return sorted(found, key=lambda one: (-VERDICTS.index(one.after), -(one.usd or 0.0), one.id))[:MOST_SHOWN]


def _stops(turn: Turn) -> bool:
    return VERDICTS.index(turn.after) >= _HOLD > VERDICTS.index(turn.before)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
