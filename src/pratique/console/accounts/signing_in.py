"""Log-in, second factor, log-out. Tries are counted by `django-axes`, codes are throttled by `django-otp`."""

import datetime as dt
from typing import Any

import django_otp
from axes.helpers import get_client_ip_address, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pratique.base.clock import now
from pratique.console.accounts import sessions
from pratique.console.accounts.second_factor import wanted
from pratique.console.frame import problems
from pratique.console.records.models import Account


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; whoever is in already goes on."""
    if request.user.is_authenticated and wanted(request) is None:
        return redirect(_next(request))
    problem = ""
    if request.method == "POST":
        name, password = request.POST.get("username", "")[:150], request.POST.get("password", "")[:1000]
        found = authenticate(request, username=name, password=password)
        if found is not None:
            login(request, found)
            sessions.begin(request)
            return redirect(_next(request))
        if getattr(request, "axes_locked_out", False):
            return locked_out(request)
        problem = _("Name and password do not belong together.")
    elif request.GET.get("directory") == "refused":
        problem = _("Your directory knows you, but you have no account here. Ask an administrator.")
    return _page(request, problem, 401 if problem else 200)


def locked_out(request: HttpRequest, *_unused: Any, **_more: Any) -> HttpResponse:
    """Too many tries, and for how long nothing is asked any more."""
    minutes = -(-int(_time_left(request).total_seconds()) // 60)
    told = ngettext(
        "Too many tries. Wait %(minutes)s minute, or ask an administrator to let you in.",
        "Too many tries. Wait %(minutes)s minutes, or ask an administrator to let you in.",
        minutes,
    )
    response = _page(request, told % {"minutes": minutes}, 429)
    response["Retry-After"] = str(minutes * 60)
    return response


def _time_left(request: HttpRequest) -> dt.timedelta:
    wait = get_cool_off(request) or dt.timedelta(0)
    tries = AccessAttempt.objects.filter(username=request.POST.get("username", "")[:150], ip_address=get_client_ip_address(request))
    last = tries.aggregate(last=Max("attempt_time"))["last"]
    return max(last + wait - now(), dt.timedelta(minutes=1)) if last is not None else wait


@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The code of the second factor, or one of the spare codes."""
    user: Any = request.user
    if not user.is_authenticated:
        return redirect("account-login")
    problem = ""
    if request.method == "POST":
        code = request.POST.get("code", "").replace(" ", "")[:32]
        device = django_otp.match_token(user, code)
        if device is not None:
            django_otp.login(request, device)
            return redirect(_next(request))
        problem = _("This code does not fit, or it was used before. Wait for the next one.")
    return render(request, "accounts/verify.html", {"problem": problem, "next": _next(request)}, status=401 if problem else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    return redirect("account-login")


def to_administration(request: HttpRequest) -> HttpResponse:
    """Where `/admin/` sends whoever may not in: to the log-in, or away if they are in already."""
    if request.user.is_authenticated:
        return problems.forbidden(request)
    return redirect(f"{reverse('account-login')}?next=/admin/")


def _page(request: HttpRequest, problem: str, status: int) -> HttpResponse:
    shown: dict[str, object] = {"problem": problem, "next": _next(request), "username": request.POST.get("username", "")}
    shown["has_directory"] = bool(settings.OIDC_ISSUER)
    if settings.DEMO:
        from pratique.console.accounts import demo

        shown |= {"demo": demo.shown(list(Account.objects.filter(is_demo=True, is_active=True))), "demo_password": demo.PASSWORD}
    return render(request, "accounts/login.html", shown, status=status)


def _next(request: HttpRequest) -> str:
    """Where somebody wanted to go, if it is ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()) else "/"
