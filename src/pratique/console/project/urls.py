"""Addresses of the console."""

from django.urls import URLPattern, URLResolver, path

from pratique.console.screens import home

urlpatterns: list[URLPattern | URLResolver] = [path("", home.home, name="home"), path("healthz", home.health, name="health")]
