"""Accounts under `/admin/`, for administrators."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from pratique.base.actor import ROLES
from pratique.console.frame.connection import working
from pratique.console.frame.templatetags.frame import words
from pratique.console.frame.terms import ROLE_NAMES
from pratique.console.records.models import Account

_CHOICES = [(role, ROLE_NAMES[role]) for role in ROLES if role not in ("machine", "notifier")]


def _channels() -> list[tuple[str, str]]:
    with working() as (_tx, content):
        return [(name, words(one.title)) for name, one in content.channels.items()]


def _markets() -> list[tuple[str, str]]:
    with working() as (_tx, content):
        return [(code, f"{code} · {words(one.title)}") for code, one in sorted(content.markets.items())]


class AccountForm(UserChangeForm):  # type: ignore[misc]  # the package has no types
    """Roles and walls are ticked. An account with walls of which none is ticked any more has none: it sees all."""

    roles = forms.MultipleChoiceField(choices=_CHOICES, widget=forms.CheckboxSelectMultiple, label=_("Roles"))
    channels = forms.MultipleChoiceField(
        choices=_channels,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=_("Channels"),
        help_text=_("None ticked: all of them."),
    )
    markets = forms.MultipleChoiceField(
        choices=_markets, widget=forms.CheckboxSelectMultiple, required=False, label=_("Markets"), help_text=_("None ticked: all of them.")
    )

    def clean_channels(self) -> list[str] | None:
        """None ticked is no wall."""
        return self.cleaned_data["channels"] or None

    def clean_markets(self) -> list[str] | None:
        """The same."""
        return self.cleaned_data["markets"] or None

    class Meta:
        model = Account
        fields = ("username", "name", "email", "actor", "roles", "channels", "markets", "subject", "languages", "is_active")


@admin.register(Account)
class AccountAdmin(UserAdmin, ModelAdmin):  # type: ignore[misc, type-arg]  # the package has no types; Django's is generic for checkers only
    """Who they are, what they may, and their walls."""

    form = AccountForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "name", "actor", "roles", "channels", "markets", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "name", "email", "actor")
    ordering = ("username",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "email", "actor")}),
        (_("What they may"), {"fields": ("roles", "channels", "markets", "subject", "languages", "is_active")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "actor", "name", "usable_password", "password1", "password2")}),)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """An administrator may open `/admin/`; nobody else."""
        obj.is_staff = obj.is_superuser = "administrator" in obj.roles
        super().save_model(request, obj, form, change)
