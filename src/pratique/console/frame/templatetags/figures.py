"""Figures drawn on the server as SVG: bars, lines, heat maps. Readable without colour, and each has its numbers in words."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.template import Context
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def spark(values: Sequence[float | None], label: str = "", width: int = 120, height: int = 28) -> SafeString:
    """A small line over time; gaps where nothing is known, a dot at the last value."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return format_html('<svg class="figure spark" width="{}" height="{}" aria-hidden="true"></svg>', width, height)
    low, high = min(known), max(known)
    span, step = (high - low) or 1.0, (width - 8) / max(len(values) - 1, 1)

    def place(number: int, value: float) -> tuple[float, float]:
        return round(4 + number * step, 1), round(height - 4 - (value - low) / span * (height - 8), 1)

    pieces, is_open = [], False
    for number, value in enumerate(values):
        if value is None:
            is_open = False
            continue
        across, down = place(number, value)
        pieces.append(f"{'L' if is_open else 'M'}{across} {down}")
        is_open = True
    last = max(number for number, value in enumerate(values) if value is not None)
    across, down = place(last, values[last] or 0.0)
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="figure spark" width="{}" height="{}" viewBox="0 0 {} {}" {}><path d="{}"/><circle cx="{}" cy="{}" r="2.5"/></svg>',
        width, height, width, height, said, " ".join(pieces), across, down,
    )  # fmt: skip


@register.simple_tag
def bar(value: float, most: float, kind: str = "", width: int = 96) -> SafeString:
    """A bar in a table: so much of so much. The number stands beside it."""
    long = round(max(0.0, min(1.0, value / most if most else 0.0)) * width, 1)
    return format_html(
        '<svg class="figure bar {}" width="{}" height="8" viewBox="0 0 {} 8" aria-hidden="true"><rect class="track" width="{}" height="8" rx="2"/><rect width="{}" height="8" rx="2"/></svg>',
        kind, width, width, width, long,
    )  # fmt: skip


@register.simple_tag
def stacked(parts: Sequence[tuple[str, float]], width: int = 200, height: int = 10) -> SafeString:
    """Parts of a whole in a row: `[("allow", 10), ("refuse", 2)]`; the first is the class of its colour."""
    whole = sum(value for _, value in parts) or 1.0
    drawn, start = [], 0.0
    for kind, value in parts:
        long = value / whole * width
        if long > 0:
            drawn.append(
                (
                    round(start, 1),
                    height,
                    round(max(long - 1, 0.5), 1),
                    kind,
                    kind,
                    number_format(value, use_l10n=True, force_grouping=True),
                )
            )
        start += long
    inner = format_html_join("", '<rect x="{}" height="{}" width="{}" class="{}"><title>{}: {}</title></rect>', drawn)
    return format_html(
        '<svg class="figure stacked" width="{}" height="{}" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        width,
        height,
        width,
        height,
        inner,
    )


@register.simple_tag
def interval(low: float | None, value: float | None, high: float | None, width: int = 120) -> SafeString:
    """A share with its interval on a line from 0 to 1."""
    if value is None or low is None or high is None:
        return format_html('<svg class="figure interval" width="{}" height="12" aria-hidden="true"></svg>', width)
    inside = width - 8
    return format_html(
        '<svg class="figure interval" width="{}" height="12" viewBox="0 0 {} 12" aria-hidden="true"><path class="track" d="M4 6H{}"/><path d="M{} 6H{}"/><circle cx="{}" cy="6" r="3"/></svg>',
        width, width, width - 4, round(4 + max(0, low) * inside, 1), round(4 + min(1, high) * inside, 1), round(4 + min(1, max(0, value)) * inside, 1),
    )  # fmt: skip


@register.inclusion_tag("frame/chart.html", takes_context=True)
def chart(context: Context, figure: Any, label: str = "", height: int = 320) -> dict[str, Any]:
    """A figure of Plotly: an object of its Python package, or the same as a mapping of `data` and `layout`.

    Colours and type come from the stylesheet. `label` says in words what is to be seen. Not for answers to htmx: the page itself must bring the script.
    """
    request = context["request"]
    number = getattr(request, "charts", 0) + 1
    request.charts, request.has_charts = number, True
    plain = figure if isinstance(figure, Mapping) else json.loads(figure.to_json())
    return {"figure": plain, "name": f"chart-{number}", "label": label, "height": height, "is_first": number == 1}


@register.filter
def heat(value: Any, most: Any) -> str:
    """Class of a cell of a heat map, `heat-0` to `heat-5`, by the root of its share so that small numbers are seen."""
    if not value or not most:
        return "heat-0"
    return f"heat-{1 + min(4, int((float(value) / float(most)) ** 0.5 * 5))}"
