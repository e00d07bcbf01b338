"""What a list is asked for by its address: filters and where to go on."""

from collections.abc import Iterable

from django.http import HttpRequest

LONGEST = 200


def given(request: HttpRequest, *names: str) -> dict[str, str]:
    """Filters of the address that have a value, among those a list knows."""
    return {name: value for name in names if (value := request.GET.get(name, "").strip()[:LONGEST])}


def chosen(request: HttpRequest, name: str, known: Iterable[str]) -> str | None:
    """A filter with a value among those there are; anything else is taken as not set."""
    value = request.GET.get(name, "")
    return value if value in set(known) else None


def cursor(request: HttpRequest) -> str | None:
    """Where a list goes on."""
    return request.GET.get("cursor") or None
