"""Ladders of penalties: points, thresholds, and what follows."""

from typing import Any

from pratique.base.said import said
from pratique.policy.model import Charge, Ladder, Rung
from pratique.policy.syntax.node import Node, part
from pratique.policy.syntax.record import PEOPLE_TEXT, Field, ListOf, Record
from pratique.policy.syntax.scope import Scope
from pratique.policy.syntax.shape import Flag, Number, OneOf
from pratique.policy.units.names import KEBAB
from pratique.policy.units.rule import ENFORCEMENT_CLASSES, VERIFIED

SANCTIONS = ("warning", "restrict_listing", "demote", "hide_from_search", "freeze", "remove_listings", "suspend_trader", "close_account")
"""What may follow for a trader, from mild to grave."""
_CLASSES = ListOf(OneOf(ENFORCEMENT_CLASSES), least=1)

CHARGE = Record(
    "charge",
    {
        "points": Field(Number(0, 1000), "what a violation costs", required=True),
        "classes": Field(_CLASSES, "only violations of these classes"),
        "severity": Field(Number(1, 4, whole=True), "only harm of at least this"),
        "uncapped": Field(Flag(), "the cap of a day does not bind it"),
    },
    lambda values, _scope, _node: Charge(**values),
)
RUNG = Record(
    "rung",
    {
        "at": Field(Number(0.5, 1000), "points from which it follows", required=True),
        "action": Field(OneOf(SANCTIONS), "what follows", required=True),
        "also": Field(ListOf(OneOf(SANCTIONS), least=1), "what follows at the same time and for as long"),
        "days": Field(Number(1, 3650, whole=True), "how long; until lifted where not said"),
        "repeating": Field(Flag(), "again at every multiple"),
    },
    lambda values, _scope, _node: Rung(**values),
)


def _ladder(values: dict[str, Any], scope: Scope, node: Node) -> Ladder:
    at = [rung.at for rung in values["rungs"]]
    if at != sorted(set(at)):
        raise scope.refuse(
            part(node, "rungs"), said("the rungs of a ladder rise"), said("write the lowest number of points first, each once")
        )
    last = values["charges"][-1]
    if last.classes or last.severity is not None:
        raise scope.refuse(
            part(node, "charges"), said("the last charge takes whatever is left"), said("leave `classes` and `severity` out of it")
        )
    return Ladder(**values)


LADDER = Record(
    "ladder",
    {
        "id": Field(KEBAB, "its name on the channel", required=True),
        "title": Field(PEOPLE_TEXT, "what it counts", required=True),
        "classes": Field(_CLASSES, "enforcement classes it counts", required=True),
        "charges": Field(ListOf(CHARGE, least=1), "what violations cost; the first that fits counts", required=True),
        "rungs": Field(ListOf(RUNG, least=1), "what follows, at how many points", required=True),
        "decay_days": Field(Number(1, 3650, whole=True), "days until points run out; 365 where not said"),
        "decay_from": Field(OneOf(("each", "first")), "of each violation, or of the first of all"),
        "day_cap": Field(Number(0.5, 1000), "most points of one day"),
        "merge_days": Field(Number(1, 365, whole=True), "days within which violations count as one"),
        "free": Field(Number(0, 100, whole=True), "first violations that cost nothing"),
        "same_right": Field(RUNG, "what follows from so many points for infringing one and the same right"),
        "verified": Field(VERIFIED, "against what it was checked"),
    },
    _ladder,
)
