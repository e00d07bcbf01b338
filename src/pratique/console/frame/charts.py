"""Charts with axes, drawn on the server as SVG.

Plotly's script builds functions from strings and writes styles into the page, which our policy of the browser forbids; a picture drawn
here needs neither, follows the theme by the classes of the stylesheet, and stands beside its numbers in a table.
"""

import math
from collections.abc import Callable, Sequence

import msgspec
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

KINDS = ("bar", "line", "scatter")
COLOURS = 6
"""Series told apart by colour; more are drawn in the last."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 12, 10, 30
_LETTER = 6.6
"""Width of a letter of the axis, about."""


class Series(msgspec.Struct, frozen=True):
    """A row of values; `None` is a gap."""

    name: str
    values: Sequence[float | None]


def plain(value: float) -> str:
    """A number of an axis in the reader's form."""
    digits = 0 if value == int(value) else 1 if abs(value * 10 - round(value * 10)) < 1e-9 else 2
    return number_format(value, digits, use_l10n=True, force_grouping=True)


def percent(value: float) -> str:
    """A share of one as the axis has it."""
    return f"{plain(round(value * 100, 2))} %"


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from at most `low` to at least `high`."""
    if high <= low:
        high = low + 1.0
    raw = (high - low) / most
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * by for by in (1, 2, 2.5, 5, 10) if size * by >= raw * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def chart(
    kind: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    title: str = "",
    axis: Callable[[float], str] = plain,
    width: int = 760,
    height: int = 250,
) -> SafeString:
    """One chart: `bar`, `line` or `scatter` of some series over the same labels. Each mark says its number when pointed at."""
    known = [value for one in series for value in one.values if value is not None and math.isfinite(value)]
    if not known or not labels:
        return mark_safe("")
    low = min(0.0, *known) if kind != "scatter" or min(known) >= 0 else min(known)
    steps = ticks(low, max(known))
    inside_w, inside_h = width - _LEFT - _RIGHT, height - _TOP - _BOTTOM
    slot = inside_w / len(labels)

    def across(place: int) -> float:
        return round(_LEFT + (place + 0.5) * slot, 1)

    def down(value: float) -> float:
        return round(_TOP + inside_h * (1 - (value - steps[0]) / (steps[-1] - steps[0])), 1)

    pieces: list[SafeString] = [
        format_html(
            '<path class="grid" d="M{} {}H{}"/><text x="{}" y="{}" class="end">{}</text>',
            _LEFT, down(one), width - _RIGHT, _LEFT - 6, down(one) + 4, axis(one),
        )
        for one in steps
    ]  # fmt: skip
    longest = max(len(label) for label in labels)
    every = max(1, math.ceil(min(longest, 18) * _LETTER / slot)) if longest else 1
    pieces += [
        format_html('<text x="{}" y="{}" class="middle">{}</text>', across(place), height - 10, _short(label))
        for place, label in enumerate(labels)
        if place % every == 0
    ]
    drawn = {"bar": _bars, "line": _line, "scatter": _points}[kind]
    for number, one in enumerate(series):
        pieces.append(drawn(one, number, len(series), labels, across, down, slot, down(max(steps[0], 0.0)), axis))
    return format_html(
        '<svg class="figure chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        width, height, title, format_html_join("", "{}", ((piece,) for piece in pieces)),
    )  # fmt: skip


Place = Callable[[int], float]
Down = Callable[[float], float]
Axis = Callable[[float], str]


def _bars(
    one: Series, number: int, of: int, labels: Sequence[str], across: Place, down: Down, slot: float, zero: float, axis: Axis
) -> SafeString:
    wide = max(1.0, min(slot * 0.8, 64.0) / of)
    return format_html_join(
        "",
        '<rect class="c{}" x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>',
        (
            (
                min(number, COLOURS - 1),
                round(across(place) - wide * of / 2 + number * wide, 1),
                min(down(value), zero),
                round(max(wide - 1, 0.8), 1),
                round(max(abs(zero - down(value)), 0.5), 1),
                _told(one, labels[place]),
                axis(value),
            )
            for place, value in _known(one)
        ),
    )


def _line(
    one: Series, number: int, of: int, labels: Sequence[str], across: Place, down: Down, slot: float, zero: float, axis: Axis
) -> SafeString:
    pieces, before = [], -2
    for place, value in _known(one):
        pieces.append(f"{'L' if place == before + 1 else 'M'}{across(place)} {down(value)}")
        before = place
    path = format_html('<path class="line c{}" d="{}"/>', min(number, COLOURS - 1), " ".join(pieces))
    return path + _points(one, number, of, labels, across, down, slot, zero, axis)


def _points(
    one: Series, number: int, of: int, labels: Sequence[str], across: Place, down: Down, slot: float, zero: float, axis: Axis
) -> SafeString:
    return format_html_join(
        "",
        '<circle class="c{}" cx="{}" cy="{}" r="3"><title>{}: {}</title></circle>',
        ((min(number, COLOURS - 1), across(place), down(value), _told(one, labels[place]), axis(value)) for place, value in _known(one)),
    )


def _known(one: Series) -> list[tuple[int, float]]:
    return [(place, value) for place, value in enumerate(one.values) if value is not None and math.isfinite(value)]


def _told(one: Series, label: str) -> str:
    return f"{one.name} · {label}" if one.name else label


def _short(label: str) -> str:
    return label if len(label) <= 18 else f"{label[:17]}…"
