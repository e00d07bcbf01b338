"""One's own account: password, second factor, where one is signed in."""

from typing import Any, cast

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_otp import login as otp_login
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from pratique.console.accounts import sessions
from pratique.console.accounts.acting import actor_of
from pratique.console.records.models import Account

SPARE_CODES = 8


@never_cache
@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, and what I may."""
    user = cast(Account, request.user)
    shown = {
        "who": actor_of(user),
        "sessions": sessions.running(user.pk),
        "here": request.session.session_key,
        "device": TOTPDevice.objects.filter(user=user, confirmed=True).first(),
        "spare": StaticToken.objects.filter(device__user=user).count(),
        "codes": request.session.pop("spare_codes", None),
    }
    return render(request, "accounts/account.html", shown)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; all other sessions end by it."""
    user = cast(Account, request.user)
    form: Any = PasswordChangeForm(user, request.POST or None)
    if request.method == "POST" and user.is_demo:
        form.add_error(None, _("The accounts of the demo keep their password."))
    elif request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, user)
        messages.success(request, _("The password is changed. All other sessions are ended."))
        return redirect("account")
    return render(request, "accounts/password.html", {"form": form}, status=422 if request.method == "POST" else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def device(request: HttpRequest) -> HttpResponse:
    """Set up the second factor: shown as a picture, in use once a code was given."""
    user: Any = request.user
    if TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        if request.method == "POST" and "remove" in request.POST and user.is_verified():
            TOTPDevice.objects.filter(user=user).delete()
            StaticDevice.objects.filter(user=user).delete()
            request.session.pop("has_device", None)
            messages.success(request, _("The second factor is removed."))
        return redirect("account")
    made, _is_new = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "authenticator"})
    problem = ""
    if request.method == "POST":
        if made.verify_token(request.POST.get("code", "").replace(" ", "")[:8]):
            made.confirmed = True
            made.save()
            otp_login(request, made)
            request.session["has_device"] = True
            request.session["spare_codes"] = _spare_codes(user)
            messages.success(request, _("The second factor is in use."))
            return redirect("account")
        problem = _("This code does not fit. Look at the clock of your telephone, and try the next code.")
    picture = segno.make(made.config_url, error="m").svg_data_uri(scale=5, dark="#111", light="#fff")
    shown = {"picture": picture, "secret": _grouped(made), "problem": problem}
    return render(request, "accounts/device.html", shown, status=422 if problem else 200)


@login_required
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one of my sessions, or all others."""
    user = cast(Account, request.user)
    running = [one.session_key for one in sessions.running(user.pk) if one.session_key != request.session.session_key]
    asked = request.POST.get("session")
    ended = sessions.end(user.pk, running if asked == "others" else [key for key in running if key.startswith(asked or " ")])
    messages.success(request, _("Sessions ended: %(number)s") % {"number": ended})
    return redirect("account")


def _spare_codes(user: Account) -> list[str]:
    """For the day the telephone is gone: each good once, shown once."""
    StaticDevice.objects.filter(user=user).delete()
    spare = StaticDevice.objects.create(user=user, name="spare")
    codes = [StaticToken.random_token() for _ in range(SPARE_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=spare, token=code) for code in codes])
    return codes


def _grouped(made: TOTPDevice) -> str:
    import base64

    secret = base64.b32encode(made.bin_key).decode().rstrip("=")
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
