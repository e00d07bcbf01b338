"""A ladder drawn: points over the days, the rungs they rise to, what fell when, and how they run out."""

import datetime as dt
from collections.abc import Callable, Sequence

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pratique.console.frame.templatetags.frame import name_of
from pratique.enforcement.points import Violation, standing
from pratique.policy.model import Ladder

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 170, 34, 200, 12, 24
DAYS_BACK, LEAST_BACK, MOST_STEPS = 365, 120, 400
_DAY_APART = 80
_RUNGS_APART = 13
_Across = Callable[[dt.date], float]
_Down = Callable[[float], float]


def balance(ladder: Ladder, ledger: Sequence[Violation], first: dt.date, last: dt.date) -> list[tuple[dt.date, float]]:
    """Day → points, on each day on which they can change."""
    days = {first, last}
    for violation in ledger:
        if not violation.overturned:
            days.add(violation.day)
    for at in sorted(days):
        days |= {one.until for one in standing(ladder, ledger, at).charged}
    return [(day, standing(ladder, ledger, day).points) for day in sorted(days)[:MOST_STEPS] if first <= day <= last]


def drawn(ladder: Ladder, ledger: Sequence[Violation], today: dt.date) -> SafeString:
    """The picture, with its sentence for those who do not see it."""
    now = standing(ladder, ledger, today)
    earliest = min((one.day for one in ledger), default=today)
    first = min(max(earliest, today - dt.timedelta(days=DAYS_BACK)), today - dt.timedelta(days=LEAST_BACK)) - dt.timedelta(days=3)
    last = max([one.until for one in now.charged] + [today + dt.timedelta(days=14)]) + dt.timedelta(days=3)
    steps = balance(ladder, ledger, first, last)
    most = max([points for _day, points in steps] + [ladder.rungs[0].at, now.next_rung.at if now.next_rung else 0.0]) * 1.08
    across, span = WIDTH - LEFT - RIGHT, max((last - first).days, 1)

    def x(day: dt.date) -> float:
        return round(LEFT + (day - first).days / span * across, 1)

    def y(points: float) -> float:
        return round(TOP + (1 - points / most) * (HEIGHT - TOP - BOTTOM), 1)

    past = [(day, points) for day, points in steps if day <= today] + [(today, now.points)]
    ahead = [(today, now.points)] + [(day, points) for day, points in steps if day > today]
    area = f"{_path(past, x, y)}V{y(0)}H{x(past[0][0])}Z"
    said = _("%(points)s points; next at %(next)s") % {
        "points": formats.number_format(now.points),
        "next": formats.number_format(now.next_rung.at) if now.next_rung else "–",
    }
    now_at, following = x(today), now.next_rung.at if now.next_rung else None
    lines = (area, _path(past, x, y), _path(ahead, x, y))
    return format_html(
        '<svg class="ledger" viewBox="0 0 {} {}" role="img" aria-label="{}">{}<path class="area" d="{}"/><path class="steps-line" d="{}"/>'
        '<path class="ahead" d="{}"/><path class="today" d="M{} {}V{}"/>{}{}</svg>',
        *(WIDTH, HEIGHT, said, _rungs(ladder, following, most, y), *lines, now_at, TOP, HEIGHT - BOTTOM),
        *(_fallen(ledger, first, x, y), _days(first, today, last, x)),
    )


def _path(steps: Sequence[tuple[dt.date, float]], x: _Across, y: _Down) -> str:
    pieces = [f"M{x(steps[0][0])} {y(steps[0][1])}"]
    for day, points in steps[1:]:
        pieces.append(f"H{x(day)}V{y(points)}")
    return "".join(pieces)


def _rungs(ladder: Ladder, following: float | None, most: float, y: _Down) -> SafeString:
    """Lines with their words; where there is no room for all words, the next rung and then the highest have theirs."""
    lines, placed = [], list[float]()
    for rung in sorted(ladder.rungs, key=lambda one: (one.at != following, -one.at)):
        down = y(rung.at)
        if rung.at > most:
            continue
        days = f" · {rung.days} {_('days')}" if rung.days else ""
        is_free = all(abs(down - other) >= _RUNGS_APART for other in placed)
        label = f"{rung.at:g} {name_of(rung.action, 'action')}{days}" if is_free else ""
        placed += [down] if is_free else []
        kinds = (" next", " strong") if rung.at == following else ("", "")
        lines.append((kinds[0], LEFT, down, WIDTH - RIGHT, WIDTH - RIGHT + 6, down + 4, kinds[1], label))
    return format_html_join("", '<path class="rung{}" d="M{} {}H{}"/><text x="{}" y="{}" class="of{}">{}</text>', lines)


def _fallen(ledger: Sequence[Violation], first: dt.date, x: _Across, y: _Down) -> SafeString:
    """A mark on each day a violation fell on."""
    days = sorted({one.day for one in ledger if not one.overturned and one.day >= first})
    return format_html_join(
        "",
        '<circle class="fell" cx="{}" cy="{}" r="3"><title>{}</title></circle>',
        [(x(day), y(0), formats.date_format(day, "DATE_FORMAT")) for day in days],
    )


def _days(first: dt.date, today: dt.date, last: dt.date, x: _Across) -> SafeString:
    found = [(today, "middle")]
    found += [(first, "start")] if x(today) - x(first) > _DAY_APART else []
    found += [(last, "end")] if x(last) - x(today) > _DAY_APART * 1.5 else []
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        [(x(day), HEIGHT - 6, anchor, formats.date_format(day, "DATE_FORMAT")) for day, anchor in found],
    )
