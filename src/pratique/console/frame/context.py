"""What every template of the frame knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from pratique.console.accounts.acting import actor_of
from pratique.console.frame import areas
from pratique.console.frame.reader import THEMES, theme_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation, theme, whose account. Anonymous pages and pages of errors need nothing of the database for it."""
    known: dict[str, Any] = {"theme": theme_of(request), "themes": THEMES, "is_demo": settings.DEMO, "here": request.get_full_path()}
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        actor = getattr(request, "actor", None) or actor_of(user)
        known |= {"actor": actor, "navigation": areas.navigation(actor), "address_name": getattr(request.resolver_match, "url_name", "")}
    return known
