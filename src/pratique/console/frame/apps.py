"""The Django application."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """Templates, components and the stylesheet."""

    name = "pratique.console.frame"
    label = "frame"
