"""One line of a thread: what happened, in words of the reader's language."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from django.urls import reverse
from django.utils.translation import gettext as _

from pratique.assembly.operations.threads import Thread
from pratique.base.event import Event
from pratique.console.frame.templatetags.frame import joined

Link = tuple[str, str]
"""Text and address."""


class Said(msgspec.Struct, frozen=True):
    """What one event is in words."""

    title: str
    text: str = ""
    """Free text of whoever acted; shown as text, whatever stands in it."""
    details: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    is_late: bool = False


class Line(msgspec.Struct, frozen=True):
    """The same with when and who."""

    at: dt.datetime
    who: str
    said: Said


Teller = Callable[[Any], Said]


def lines(thread: Thread, tellers: dict[type[Event], Teller]) -> list[Line]:
    """A thread, the newest last. An event nobody has words for yet is named by its tag."""
    found = []
    for event in thread.events:
        tell = tellers.get(type(event))
        said = tell(event) if tell is not None else Said(event.name().replace("_", " "))
        found.append(Line(event.at, who(event.by, thread.names), said))
    return found


def who(by: str, names: dict[str, str]) -> str:
    """Whoever acted, by name where they have an account."""
    if by in names:
        return names[by]
    return _("the software") if by == "system" else by


def places(markets: Iterable[str] | None) -> str:
    """Markets in a row; without any, everywhere."""
    found = joined(markets) if markets else ""
    return found or _("all markets")


def parts(*given: str) -> tuple[str, ...]:
    """Those that say something."""
    return tuple(one for one in given if one)


def action_link(action: str) -> Link:
    """To an action."""
    return _("action"), reverse("action", args=(action,))


def subject_address(key: str) -> str:
    """Where a subject, `listing:A-1`, is looked at."""
    kind, _sep, name = key.partition(":")
    return reverse("trader", args=(name,)) if kind == "trader" else reverse("listing", args=(kind, name))
