"""The areas of the console and the navigation made of them.

An area is a folder under `console/screens` with a module `area` that holds `AREA`. Its place in the navigation is its place in `GROUPS`:
the order of the work. A folder that is not there yet is passed over.
"""

import importlib
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from functools import cache, wraps
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from pratique.assembly.operations.permission import may
from pratique.base.actor import STAFF, Actor, Role
from pratique.console.accounts.acting import actor_of
from pratique.console.frame import problems
from pratique.console.frame.terms import GROUP_NAMES
from pratique.store.transaction import Transaction

Text = object
"""A string or what `gettext_lazy` gives."""


class Entry(msgspec.Struct, frozen=True):
    """One line of the navigation."""

    name: str
    """Of the address: `review-queue`."""
    title: Text
    icon: str
    """Of `frame.icons`."""
    acts: tuple[str, ...] = ()
    """Shown to whoever may do one of them."""
    waiting: Callable[[Transaction, Actor], int] | None = None
    """How many things wait there for whoever looks; asked for after the page is shown."""
    key: str = ""
    """With `g` before it, the key that goes there."""

    @property
    def counts(self) -> bool:
        """Whether a number stands beside it."""
        return self.waiting is not None


class Found(msgspec.Struct, frozen=True):
    """Something the command palette found."""

    kind: Text
    title: str
    beside: str
    """What tells it from others of its kind."""
    address: str
    icon: str = "arrow"


class Area(msgspec.Struct, frozen=True):
    """One folder of screens."""

    entries: tuple[Entry, ...]
    urls: Sequence[URLPattern]
    roles: frozenset[Role] = STAFF
    """For whom it is at all: an act is often open to somebody outside as well, who has a portal of their own."""
    besides: Mapping[str, frozenset[Role]] = {}
    """Names of addresses that are for others as well, to whom a portal shows the way."""
    find: Callable[[Transaction, Actor, str, int], list[Found]] | None = None
    """What the palette finds here: transaction, actor, what was typed, how many at most. Asked only of whoever sees an entry."""


class Group(msgspec.Struct, frozen=True):
    """Entries under one heading."""

    title: Text
    entries: tuple[Entry, ...]


GROUPS: dict[str, tuple[str, ...]] = {
    "today": ("cockpit",),
    "work": ("review", "notices", "appeals", "orders", "proposals"),
    "marketplace": ("listings", "traders", "statements"),
    "knowledge": ("studio", "workbench"),
    "outside": ("trader_portal", "rights_portal", "authority_portal"),
}
"""Heading → folders under `console/screens`."""


@cache
def every() -> dict[str, Area]:
    """The areas that are there, by name of the folder."""
    found = {}
    for names in GROUPS.values():
        for name in names:
            module = f"pratique.console.screens.{name}"
            if importlib.util.find_spec(module) is not None and importlib.util.find_spec(f"{module}.area") is not None:
                found[name] = importlib.import_module(f"{module}.area").AREA
    return found


def urls() -> list[URLPattern]:
    """Addresses of all areas, each behind the door of its area."""
    found = []
    for area in every().values():
        for one in area.urls:
            roles = area.roles | area.besides.get(one.name or "", frozenset())
            found.append(URLPattern(one.pattern, _behind(roles, one.callback), one.default_args, one.name))
    return found


def _behind(roles: frozenset[Role], view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that turns away whoever is signed in and has none of the roles."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if request.user.is_authenticated and actor_of(request.user).roles.isdisjoint(roles):
            return problems.forbidden(request)
        return view(request, *args, **named)

    return answer


def navigation(actor: Actor) -> list[Group]:
    """What somebody sees on the left."""
    groups = []
    for group, names in GROUPS.items():
        entries = tuple(entry for name in names if name in every() for entry in entries_of(every()[name], actor))
        if entries:
            groups.append(Group(GROUP_NAMES[group], entries))
    return groups


def entries_of(area: Area, actor: Actor) -> list[Entry]:
    """The entries of an area that are for somebody."""
    if actor.roles.isdisjoint(area.roles):
        return []
    return [entry for entry in area.entries if not entry.acts or any(may(actor, act) for act in entry.acts)]


def of_actor(actor: Actor) -> list[Area]:
    """Areas somebody sees an entry of."""
    return [area for area in every().values() if entries_of(area, actor)]
