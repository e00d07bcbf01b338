"""The Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Log-in and account pages; its model stands in `records`, which owns the schema."""

    name = "pratique.console.accounts"
    label = "accounts"
