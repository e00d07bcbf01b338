"""The graph of traders: an edge where two share something, weighed by what and with how many others; strong edges join groups."""

import math
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from pratique.identity.links.tokens import KINDS, MOST, STRONG, Token

JOINS = 0.6
"""Weight from which an edge joins two traders. A shared phone does; an address alone does not, an address and a text do."""


class Shared(msgspec.Struct, frozen=True):
    """One thing that two traders share."""

    kind: str
    token: str
    """The first bytes of the keyed hash, to tell two of a kind apart."""
    by: int
    """How many traders share it."""
    weight: float


class Link(msgspec.Struct, frozen=True):
    """Two traders and what they share."""

    one: str
    other: str
    weight: float
    shared: tuple[Shared, ...]
    """The weightiest first."""


class Group(msgspec.Struct, frozen=True):
    """Traders that belong together, by the links that join them."""

    traders: tuple[str, ...]
    links: tuple[Link, ...]
    """The weightiest first."""


class Common(msgspec.Struct, frozen=True):
    """Something so many share that it joins nobody."""

    kind: str
    token: str
    by: int


class Graph(msgspec.Struct, frozen=True):
    """What came of it."""

    groups: tuple[Group, ...]
    """The largest first."""
    weak: tuple[Link, ...]
    """Links that join nobody by themselves, the weightiest first."""
    common: tuple[Common, ...]


def graph(held: Iterable[tuple[str, Token]]) -> Graph:
    """Put together who has what."""
    holders: defaultdict[Token, set[str]] = defaultdict(set)
    for trader, token in held:
        holders[token].add(trader)
    shared: defaultdict[tuple[str, str], list[Shared]] = defaultdict(list)
    common = []
    for token, traders in sorted(holders.items()):
        if len(traders) < 2:
            continue
        name = token.token[:6].hex()
        if len(traders) > MOST[token.kind]:
            common.append(Common(token.kind, name, len(traders)))
            continue
        one = Shared(token.kind, name, len(traders), round(weight(token.kind, len(traders)), 3))
        members = sorted(traders)
        for place, left in enumerate(members):
            for right in members[place + 1 :]:
                shared[left, right].append(one)
    links = [_link(left, right, things) for (left, right), things in shared.items()]
    links.sort(key=lambda link: (-link.weight, link.one, link.other))
    strong = [link for link in links if link.weight >= JOINS]
    return Graph(_groups(strong), tuple(link for link in links if link.weight < JOINS), tuple(common))


def weight(kind: str, by: int) -> float:
    """How much it says that two traders share a thing that `by` traders have. What is weak says less, the more have it, from five on."""
    return KINDS[kind] if kind in STRONG else KINDS[kind] / max(1.0, math.log2(by) - 1)


def _link(left: str, right: str, things: list[Shared]) -> Link:
    """Things of one kind are one piece of evidence: a hundred copied pictures are one catalogue."""
    best: dict[str, float] = {}
    for one in things:
        best[one.kind] = max(best.get(one.kind, 0.0), one.weight)
    none = math.prod(1 - value for value in best.values())
    return Link(left, right, round(1 - none, 3), tuple(sorted(things, key=lambda one: (-one.weight, one.kind, one.token))))


def _groups(strong: list[Link]) -> tuple[Group, ...]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    names = sorted({name for link in strong for name in (link.one, link.other)})
    place = {name: number for number, name in enumerate(names)}
    if not names:
        return ()
    ends = ([place[link.one] for link in strong], [place[link.other] for link in strong])
    _, label = connected_components(coo_array(([1] * len(strong), ends), shape=(len(names), len(names))), directed=False)
    members: defaultdict[int, list[str]] = defaultdict(list)
    for name, number in zip(names, label.tolist(), strict=True):
        members[number].append(name)
    own: defaultdict[int, list[Link]] = defaultdict(list)
    for link in strong:
        own[int(label[place[link.one]])].append(link)
    made = [Group(tuple(traders), tuple(own[number])) for number, traders in members.items()]
    return tuple(sorted(made, key=lambda group: (-len(group.traders), group.traders)))
