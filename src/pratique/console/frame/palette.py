"""The command palette: anything by a few letters."""

import itertools

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pratique.console.frame import areas
from pratique.console.frame.areas import Found
from pratique.console.frame.connection import looking
from pratique.console.frame.opening import Asked, screen

EACH = 6
"""Things of one area at most."""


@screen()
def find(request: Asked) -> HttpResponse:
    """What is found, as a list for the palette; without letters, the places one can go to."""
    typed = request.GET.get("q", "").strip()[:200]
    places = [
        Found(_("Go to"), str(entry.title), f"g {entry.key}" if entry.key else "", reverse(entry.name), entry.icon)
        for group in areas.navigation(request.actor)
        for entry in group.entries
        if typed.casefold() in str(entry.title).casefold()
    ]
    found: list[Found] = []
    if typed:
        with looking() as tx:
            for area in areas.of_actor(request.actor):
                if area.find is not None:
                    found += area.find(tx, request.actor, typed, EACH)
    grouped = [(kind, list(group)) for kind, group in itertools.groupby([*places, *found], key=lambda one: str(one.kind))]
    return render(request, "frame/found.html", {"groups": grouped, "typed": typed})
