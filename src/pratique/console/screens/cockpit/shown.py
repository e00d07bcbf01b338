"""Figures as they are written: shares in per cent, hours, numbers; and whether a change is for the better."""

from typing import Any

import msgspec
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from pratique.console.frame.templatetags.frame import number, percent
from pratique.store.figures.dictionary import Indicator
from pratique.store.figures.measure import Figure, Trended


class Tile(msgspec.Struct, frozen=True):
    """One indicator as a tile."""

    indicator: Indicator
    value: str
    rests_on: str
    change: str
    is_good: bool | None
    """Whether the change is for the better; `None` where nobody can say, or where it may be chance."""
    values: list[float | None]


def written(unit: str, value: float | None) -> str:
    """A value in its unit."""
    if value is None:
        return "–"
    if unit == "share":
        return percent(value, 1)
    if unit == "hours":
        return hours(value)
    return number(value)


def hours(value: float) -> str:
    """A time as its size asks for: seconds, minutes, hours, days."""
    if value < 1 / 60:
        return _("%(number)s s") % {"number": number_format(value * 3600, 0)}
    if value < 1:
        return _("%(number)s min") % {"number": number_format(value * 60, 0)}
    if value < 72:
        return _("%(number)s h") % {"number": number_format(value, 1)}
    return _("%(number)s days") % {"number": number_format(value / 24, 1)}


def rests_on(one: Indicator, figure: Figure) -> str:
    """What the figure was counted over."""
    if one.unit == "share":
        return _("%(hits)s of %(number)s") % {"hits": number(figure.hits), "number": number(figure.number)}
    if one.unit == "hours":
        return _("over %(number)s") % {"number": number(figure.number)}
    return ""


def tile(one: Indicator, trended: Trended) -> Tile:
    """An indicator with its change against the weeks before."""
    change = trended.change if trended.before and trended.before.number else None
    is_good = None
    if change and one.better and (one.unit != "share" or trended.is_marked):
        is_good = (change > 0) == (one.better == "up")
    return Tile(one, written(one.unit, trended.now.value), rests_on(one, trended.now), _changed(one.unit, change), is_good, trended.values)


def _changed(unit: str, change: float | None) -> str:
    if change is None or abs(change) < 1e-9:
        return ""
    sign = "+" if change > 0 else "−"
    size: Any = abs(change)
    if unit == "share":
        return _("%(change)s points") % {"change": f"{sign}{number_format(size * 100, 1)}"}
    if unit == "hours":
        return f"{sign}{hours(size)}"
    return f"{sign}{number(size)}"
