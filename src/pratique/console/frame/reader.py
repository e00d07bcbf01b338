"""How a reader wants it: theme and time zone, kept in cookies of their browser; the language is kept by Django itself."""

import datetime as dt
import zoneinfo
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEMES = ("system", "light", "dark")
A_YEAR = dt.timedelta(days=365)


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def reader(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django middleware: times are shown in the zone of the browser, which its script tells by a cookie."""

    def answer(request: HttpRequest) -> HttpResponse:
        zone = request.COOKIES.get("zone", "").replace("%2F", "/")
        with timezone.override(zoneinfo.ZoneInfo(zone) if zone in _zones() else dt.UTC):
            return get_response(request)

    return answer


def theme_of(request: HttpRequest) -> str:
    """`system`, `light` or `dark`."""
    asked = request.COOKIES.get("theme", "")
    return asked if asked in THEMES else "system"


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice of a theme, and go back."""
    back = request.POST.get("next", "")
    response = redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/")
    asked = request.POST.get("theme", "")
    if asked in THEMES:
        response.set_cookie("theme", asked, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response
