"""What every indicator means, on one page."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from pratique.console.frame.opening import Asked, screen
from pratique.store.figures.dictionary import indicators


@screen("figure.read")
def dictionary(request: Asked) -> HttpResponse:
    """By group, in the order of the cockpit."""
    ordered = sorted(indicators().values(), key=lambda one: one.group == "fairness")
    groups = [(name, list(some)) for name, some in groupby(ordered, lambda one: one.group)]
    return render(request, "cockpit/dictionary.html", {"groups": groups})
