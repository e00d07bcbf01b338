"""The cockpit's first page: what needs me today, the indicators, the funnel, market by family."""

from django.http import HttpResponse
from django.shortcuts import render

from pratique.assembly.operations import figures, today
from pratique.console.frame.connection import working
from pratique.console.frame.lists import chosen
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.cockpit.asked import View, asked, choices, label
from pratique.console.screens.cockpit.names import NEEDS, STEPS, address
from pratique.console.screens.cockpit.shown import tile
from pratique.policy.model import Content
from pratique.policy.renamed import former_names
from pratique.store.figures import weeks
from pratique.store.figures.verdicts import Heat


@screen("figure.read")
def overview(request: Asked) -> HttpResponse:
    """All of it, narrowed by the address."""
    verdict = chosen(request, "verdict", ("hold", "refuse")) or "hold"
    with working() as (tx, content):
        view = asked(request, content, tx.at)
        found = figures.overview(tx, request.actor, view.period, view.narrowed)
        heat = figures.heat(tx, request.actor, view.period, view.narrowed, verdict)
        steps, stages = figures.funnel(tx, request.actor, view.period, view.narrowed)
        needs = today.needs(tx, request.actor)
        wrong = figures.wrong_rules(tx, request.actor, view.period, view.narrowed, former_names(content.rules))
        counted_at = weeks.counted_at(tx)
    tiles = [tile(one, trended) for one, trended in found]
    shown = {
        "tiles": tiles,
        "needs": [(one, NEEDS[one.name][0], address(NEEDS[one.name][1], status=NEEDS[one.name][2])) for one in needs],
        "steps": _steps(view, steps),
        "most": max((one.number for one in steps), default=0),
        "stages": [(name, sum(counts.values()), list(counts.items())) for name, counts in sorted(stages.items())],
        "heat": _cells(heat, content, view, verdict),
        "heat_markets": heat.markets,
        "heat_most": heat.most,
        "verdict": verdict,
        "wrong": [(one, content.rules[one.rule].title if one.rule in content.rules else one.rule) for one in wrong],
        "counted_at": counted_at,
        **choices(request, content, view),
    }
    return render(request, "cockpit/overview.html", shown)


def _steps(view: View, steps: list[figures.Step]) -> list[tuple[object, int, str, float | None]]:
    """What it says, how many, where they are, the share of the step before."""
    rows: list[tuple[object, int, str, float | None]] = []
    before = 0
    for one in steps:
        name, where, indicator = STEPS[one.name]
        hit = "yes" if one.name == "overturned" else "all"
        target = address(where, indicator, **view.filters, hit=hit) if indicator else address(where, **_listing(view))
        rows.append((name, one.number, target, one.number / before if 0 < one.number <= before else None))
        before = one.number
    return rows


def _listing(view: View) -> dict[str, str | None]:
    return {"channel": view.narrowed.channel, "market": view.narrowed.market}


def _cells(heat: Heat, content: Content, view: View, verdict: str) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """Family → for each market: its code, how many, where they are."""
    return [
        (
            label("family", family, content),
            [
                (
                    market,
                    heat.counts.get((market, family), 0),
                    address("listings", market=market, verdict=verdict, family=family, channel=view.narrowed.channel),
                )
                for market in heat.markets
            ],
        )
        for family in heat.families
    ]
