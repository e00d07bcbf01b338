"""The console, in this process: its screens over a database of their own."""

import os

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pratique.console.project.settings")


@pytest.fixture(scope="session", autouse=True)
def django_ready() -> None:
    """Set Django up once."""
    import django

    django.setup()
