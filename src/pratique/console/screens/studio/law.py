"""Law and dates: instruments with the rules that rest on them, days on which something changes; coverage by topic and market."""

import datetime as dt
from collections import Counter

import msgspec
from django.http import HttpResponse
from django.shortcuts import render

from pratique.assembly.operations.permission import may
from pratique.base.clock import today
from pratique.console.frame.connection import working
from pratique.console.frame.lists import given
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.studio import library, shown
from pratique.console.screens.studio.rules import ON_A_PAGE, open_drafts
from pratique.facts.concept import Text
from pratique.policy.words import literal

NEAR = dt.timedelta(days=1100)


class Turn(msgspec.Struct, frozen=True, order=True):
    """Something that begins or ends on a day."""

    day: dt.date
    kind: str
    """`begins`, `ends` or `value`."""
    id: str
    title: Text
    beside: str = ""


@screen("content.read")
def listed(request: Asked) -> HttpResponse:
    """Instruments, and the days to come."""
    free = given(request, "q", "cursor")
    with working() as (tx, content):
        open_to = open_drafts(tx, request.actor) if may(request.actor, "draft.write") else None
        rules = shown.rules_within(content, request.actor)
        resting = Counter(source for rule in rules for source in {one.source for one in rule.basis})
        sources = [
            one
            for one in content.sources.values()
            if not free.get("q") or shown.fits(free["q"], (one.id, one.citation), one.title.values())
        ]
        first, last = today(), today() + NEAR
        turns = [
            Turn(rule.in_force.from_, "begins", rule.id, rule.title, rule.jurisdiction)
            for rule in rules
            if rule.in_force.from_ and first < rule.in_force.from_ <= last
        ]
        turns += [
            Turn(rule.in_force.to, "ends", rule.id, rule.title, rule.jurisdiction)
            for rule in rules
            if rule.in_force.to and first <= rule.in_force.to <= last
        ]
        turns += [
            Turn(value.from_, "value", one.id, one.title, f"{literal(value.value)} {one.unit or ''}".strip())
            for one in content.parameters.values()
            for value in one.values
            if first < value.from_ <= last
        ]
    sources.sort(key=lambda one: one.id)
    rest = [one for one in sources if one.id > free.get("cursor", "")]
    view = {
        "rows": [(one, resting[one.id]) for one in rest[:ON_A_PAGE]],
        "number": len(sources),
        "page": {"next": rest[ON_A_PAGE - 1].id if len(rest) > ON_A_PAGE else None},
        "words": free.get("q", ""),
        "drafts": open_to,
        "turns": sorted(turns, key=lambda one: (one.day, one.id))[:60],
        "tab": "law",
        "nav_here": "studio-rules",
    }
    return render(request, "studio/law.html", view)


@screen("content.read")
def covered(request: Asked) -> HttpResponse:
    """Topics by markets: rules in force, declared gaps, cells nobody looked at."""
    with working() as (_, content):
        found = [one for one in library.covered(content) if request.actor.markets is None or one.market in request.actor.markets]
        topics = sorted({topic for one in found for topic in (*one.cells, *one.gaps, *one.open)} & content.topics.keys())
        most = max((number for one in found for number in one.cells.values()), default=1)
        rows = [
            (content.markets[one.market], one, [(topic, one.cells.get(topic, 0), one.gaps.get(topic)) for topic in topics]) for one in found
        ]
        view = {
            "rows": rows,
            "topics": [content.topics[topic] for topic in topics],
            "most": most,
            "rules": sum(rule.is_law and rule.status == "live" for rule in content.rules.values()),
            "open": sum(len(one.open) for one in found),
            "gaps": sum(len(one.gaps) for one in found),
            "tab": "coverage",
            "nav_here": "studio-rules",
        }
    return render(request, "studio/coverage.html", view)
