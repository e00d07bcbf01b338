"""The door: to the first screen that somebody's work begins with."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pratique.console.frame import areas
from pratique.console.frame.opening import Asked, screen


@screen()
def home(request: Asked) -> HttpResponse:
    """The first entry of the navigation."""
    for group in areas.navigation(request.actor):
        for entry in group.entries:
            return redirect(reverse(entry.name))
    return render(request, "frame/nothing.html", status=200)
