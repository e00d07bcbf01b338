"""Second factor: whoever has a device must show it, and some roles must have one."""

from collections.abc import Callable
from typing import Any

import django_otp
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pratique.console.accounts import sessions

_FREE = ("/static/", "/account/", "/i18n/", "/healthz")


def second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django middleware, after that of `django_otp`."""

    def answer(request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if user.is_authenticated:
            sessions.touch(request)
            if not request.path.startswith(_FREE):
                asked = wanted(request)
                if asked:
                    response: HttpResponse = redirect(f"{reverse(asked)}?next={request.path}")
                    if request.headers.get("HX-Request"):
                        response = HttpResponse(headers={"HX-Redirect": response.headers["Location"]})
                    return response
        return get_response(request)

    return answer


def wanted(request: HttpRequest) -> str | None:
    """Name of the page where somebody has to show or set up the second factor; `None` where nothing is wanted."""
    user: Any = request.user
    if user.is_verified():
        return None
    if request.session.get("has_device") is None:
        request.session["has_device"] = bool(django_otp.user_has_device(user))
    if request.session["has_device"]:
        return "account-verify"
    if not set(settings.SECOND_FACTOR_ROLES).isdisjoint(user.roles) and not user.is_demo:
        return "account-device"
    return None
