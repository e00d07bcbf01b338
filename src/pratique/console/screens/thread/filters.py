"""Filters the lists by clock have in common."""

from collections.abc import Iterable
from typing import Any

from pratique.assembly.operations.inbox import Wanted
from pratique.console.frame.lists import chosen, given
from pratique.console.frame.opening import Asked
from pratique.console.frame.templatetags.frame import words
from pratique.policy.model import Content

DUE = ("over", "24h", "later")


def wanted(request: Asked, content: Content, statuses: Iterable[str], kinds: Iterable[str]) -> Wanted:
    """What the address narrows a list to."""
    return Wanted(
        chosen(request, "status", statuses),
        chosen(request, "kind", kinds),
        chosen(request, "channel", content.channels),
        chosen(request, "market", content.markets),
        chosen(request, "due", DUE),  # type: ignore[arg-type]  # one of the words the struct names
        given(request, "q").get("q", ""),
    )


def choices(request: Asked, content: Content) -> dict[str, Any]:
    """Channels and markets within the walls, for the fields."""
    actor = request.actor
    return {
        "channels": [one for one in content.channels.values() if actor.channels is None or one.id in actor.channels],
        "markets": [
            (code, words(one.title)) for code, one in sorted(content.markets.items()) if actor.markets is None or code in actor.markets
        ],
        "dues": DUE,
    }
