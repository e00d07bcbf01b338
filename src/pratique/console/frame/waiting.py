"""How much waits behind each entry of the navigation: asked for after the page is there, so that no page waits for it."""

from django.http import HttpResponse
from django.shortcuts import render

from pratique.console.frame import areas
from pratique.console.frame.connection import looking
from pratique.console.frame.opening import Asked, screen


@screen()
def waiting(request: Asked) -> HttpResponse:
    """Numbers, each for its place in the navigation."""
    entries = [entry for group in areas.navigation(request.actor) for entry in group.entries if entry.waiting is not None]
    numbers = []
    if entries:
        with looking() as tx:
            numbers = [(entry.name, entry.waiting(tx, request.actor)) for entry in entries if entry.waiting is not None]
    return render(request, "frame/waiting.html", {"numbers": numbers})
