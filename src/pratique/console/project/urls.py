"""Addresses of the console."""

from django.urls import URLPattern, URLResolver, path

from pratique.console.screens import home, notice

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("healthz", home.health, name="health"),
    path("notice", notice.send, name="notice"),
    path("notice/answer", notice.answer, name="notice-answer"),
]
