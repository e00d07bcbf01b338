"""The Django application."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Owns the schema."""

    name = "pratique.console.records"
    label = "records"
