"""A changed ladder over the ledgers there are: who would stand otherwise, before anybody is touched."""

from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pratique.assembly.operations import ladders
from pratique.base.errors import Fault, InvalidError
from pratique.console.frame.connection import working
from pratique.console.frame.lists import chosen
from pratique.console.frame.opening import Asked, screen
from pratique.policy.model import Ladder, Rung
from pratique.policy.units.ladder import SANCTIONS

MOST_SHOWN = 200


@screen("ladder.try")
def tried(request: Asked) -> HttpResponse:
    """The ladder in fields; sent, the traders who would stand otherwise. Nothing is kept."""
    with working() as (tx, content):
        channels = [one for one in content.channels.values() if request.actor.channels is None or one.id in request.actor.channels]
        channel = chosen(request, "channel", [one.id for one in channels if one.ladders]) or next(one.id for one in channels if one.ladders)
        known = {one.id: one for one in content.channels[channel].ladders}
        ladder = known.get(request.GET.get("ladder", "")) or next(iter(known.values()))
        shown: dict[str, Any] = {"channels": channels, "channel": channel, "ladders": known.values(), "sanctions": SANCTIONS}
        changed, is_tried = ladder, "try" in request.GET
        if is_tried:
            try:
                changed = _changed(request, ladder)
                others = tuple(changed if one.id == ladder.id else one for one in known.values())
                found = ladders.try_ladders(tx, request.actor, content, channel, others)[ladder.id]
                shown |= {
                    "found": found[:MOST_SHOWN],
                    "number": len(found),
                    "harsher": sum(one.is_harsher for one in found),
                    "is_tried": True,
                }
            except InvalidError as error:
                shown["faults"] = error.faults
    shown |= {"ladder": ladder, "changed": changed, "trader": request.GET.get("trader", "")[:80]}
    return render(request, "traders/ladders.html", shown, status=422 if shown.get("faults") else 200)


def _changed(request: Asked, ladder: Ladder) -> Ladder:
    """The ladder with what was typed. Raises InvalidError for what is no number."""
    faults: list[Fault] = []

    def number(field: str, before: float | None) -> float | None:
        typed = request.GET.get(field, "").strip()
        if not typed:
            return None if before is None else before
        try:
            value = float(typed)
        except ValueError:
            value = -1.0
        if not 0 <= value <= 3650:
            faults.append(Fault(field, _("a number from 0 to 3650")))
            return before
        return value

    charges = [
        msgspec.structs.replace(one, points=number(f"charge-{place}", one.points) or 0.0) for place, one in enumerate(ladder.charges)
    ]
    rungs = [_rung(request, place, one, number) for place, one in enumerate(ladder.rungs)]
    decay, merge, free = (number(name, getattr(ladder, name)) for name in ("decay_days", "merge_days", "free"))
    made = msgspec.structs.replace(
        ladder,
        charges=tuple(charges),
        rungs=tuple(rungs),
        decay_days=int(decay or ladder.decay_days),
        merge_days=int(merge or 0),
        free=int(free or 0),
    )
    if faults:
        raise InvalidError(faults)
    return made


def _rung(request: Asked, place: int, rung: Rung, number: Any) -> Rung:
    days = number(f"days-{place}", None) if f"days-{place}" in request.GET else rung.days
    action = request.GET.get(f"action-{place}", rung.action)
    return msgspec.structs.replace(rung, at=number(f"at-{place}", rung.at), days=int(days) if days else None, action=action)
