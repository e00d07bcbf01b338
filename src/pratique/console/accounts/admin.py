"""Accounts under `/admin/`, for administrators."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserCreationForm

from pratique.base.actor import ROLES
from pratique.console.frame.terms import ROLE_NAMES
from pratique.console.records.models import Account

_CHOICES = [(role, ROLE_NAMES[role]) for role in ROLES if role not in ("machine", "notifier")]


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for type checkers
    """Roles are ticked, walls are written."""

    roles = forms.MultipleChoiceField(choices=_CHOICES, widget=forms.CheckboxSelectMultiple, label=_("Roles"))

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
