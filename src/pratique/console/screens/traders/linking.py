"""Linked traders drawn: whoever is looked at in the middle, the others round it, a line for what joins two, with why."""

import math
from collections.abc import Mapping

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from pratique.console.frame.templatetags.frame import name_of
from pratique.identity.links import Group
from pratique.identity.links.graph import Link

WIDTH, HEIGHT, AROUND, LOW = 330, 240, 86, 80
"""`LOW` is the height where two at most stand beside the one in the middle."""
MOST = 12
"""Traders round the one in the middle; those joined to it first."""


def drawn(group: Group, middle: str) -> SafeString:
    """The picture, with its sentence for those who do not see it. What is left out of it stands in the list below it."""
    joined = {link.other if link.one == middle else link.one: link.weight for link in group.links if middle in (link.one, link.other)}
    others = sorted((one for one in group.traders if one != middle), key=lambda one: (-joined.get(one, 0.0), one))[:MOST]
    height = LOW if len(others) <= 2 else HEIGHT
    places = {middle: (WIDTH / 2, height / 2)} | {one: _place(number, len(others), height) for number, one in enumerate(others)}
    shown = [link for link in group.links if link.one in places and link.other in places]
    said = ngettext("%(number)s linked trader", "%(number)s linked traders", len(group.traders) - 1) % {"number": len(group.traders) - 1}
    lines = format_html_join("", "{}", ((_line(link, places),) for link in shown))
    nodes = format_html_join("", "{}", ((_node(one, at, height, one == middle),) for one, at in places.items()))
    return format_html('<svg class="links" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>', WIDTH, height, said, lines, nodes)


def _place(number: int, of: int, height: int) -> tuple[float, float]:
    turn = 2 * math.pi * number / of - (math.pi / 2 if of > 2 else 0)
    return round(WIDTH / 2 + math.cos(turn) * AROUND * 1.25, 1), round(height / 2 + math.sin(turn) * (AROUND if of > 2 else 0), 1)


def _line(link: Link, places: Mapping[str, tuple[float, float]]) -> SafeString:
    (x1, y1), (x2, y2) = places[link.one], places[link.other]
    why = " · ".join(str(name_of(each.kind, "shared")) for each in link.shared)
    thick = round(1 + 3 * min(1.0, link.weight), 1)
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke-width="{}"><title>{} – {}: {}</title></line>',
        x1,
        y1,
        x2,
        y2,
        thick,
        link.one,
        link.other,
        why,
    )


def _node(name: str, at: tuple[float, float], height: int, is_middle: bool) -> SafeString:
    x, y = at
    below = y - 10 if y < height / 2 - 1 else y + 20
    dot = format_html('<circle cx="{}" cy="{}" r="{}"/><text x="{}" y="{}">{}</text>', x, y, 7 if is_middle else 5, x, below, name[-18:])
    if is_middle:
        return format_html('<g class="middle">{}</g>', dot)
    return format_html('<a href="{}" aria-label="{}">{}</a>', reverse("trader", args=(name,)), name, dot)
