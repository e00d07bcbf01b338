"""Links between traders: what is learned of them as they register and as their listings are screened, and who belongs together."""

from collections.abc import Mapping, Sequence

import msgspec

from pratique.assembly.operations.permission import require, require_reach
from pratique.base.actor import SYSTEM, Actor
from pratique.facts import Listing
from pratique.identity.duplicates import Fingerprint
from pratique.identity.links import Graph, Group, graph, tokens_of
from pratique.store import trader_tokens, vault
from pratique.store.trader_tokens import Held
from pratique.store.transaction import Transaction

_OF_TRADER = "trader."
_FROM_CONTACT = {"company": "name"}
_FARTHEST, _MOST = 4, 500


class TraderLinks(msgspec.Struct, frozen=True):
    """The group a trader belongs to, and links that join nobody by themselves."""

    trader: str
    group: Group | None
    found: Graph


class Seen(msgspec.Struct, frozen=True):
    """A listing that was screened, and what stands apart from it."""

    listing: Listing
    print: Fingerprint
    private: str | None
    """Reference to the personal data."""
    fields: Sequence[str]
    """Which fields stand there: `trader.email`."""
    channel: str | None


def register(tx: Transaction, trader: str, channels: Sequence[str], contact: Mapping[str, str], tokens: Mapping[str, str]) -> None:
    """Take in what a trader says of itself; `tokens` are hashes that the platform made (`payment_account`, `device`)."""
    fields = {_FROM_CONTACT.get(name, name): value for name, value in contact.items() if name != "name"} | dict(tokens)
    if fields:
        found = tokens_of(fields, vault.pepper(tx))
        trader_tokens.keep(tx, [Held(trader, channel, token) for channel in channels or (None,) for token in found])


def learn(tx: Transaction, seen: Sequence[Seen]) -> None:
    """Take in what listings show of their traders.

    Personal data is looked at once for each reference, and the look is on record.
    """
    named = [(one, one.listing.trader_id) for one in seen if one.listing.trader_id is not None]
    if not named:
        return
    key = vault.pepper(tx)
    personal = [(one.private, trader) for one, trader in named if one.private and any(name.startswith(_OF_TRADER) for name in one.fields)]
    new = trader_tokens.new_sources(tx, personal)
    held: list[Held] = []
    for one, trader in named:
        found = tokens_of({"text": one.listing.description}, key) if one.print.text and one.listing.description else []
        for picture in one.print.pictures:
            found += tokens_of({"picture": picture.hex()}, key)
        if one.private and (one.private, trader) in new:
            new.discard((one.private, trader))
            known = vault.reveal(tx, one.private, SYSTEM, "keyed hashes for links between traders") or {}
            found += tokens_of({name.removeprefix(_OF_TRADER): value for name, value in known.items() if name.startswith(_OF_TRADER)}, key)
        held += [Held(trader, one.channel, token) for token in found]
    trader_tokens.keep(tx, held)


def groups(tx: Transaction, actor: Actor) -> Graph:
    """All groups within the walls, the largest first."""
    require(actor, "link.read")
    return graph(trader_tokens.shared(tx, _channels(actor)))


def of_trader(tx: Transaction, actor: Actor, trader: str) -> TraderLinks:
    """Whom a trader is linked to, over a few steps."""
    require_reach(actor, "link.read", "trader", trader, channel=None)
    seen = {trader}
    held = []
    for _ in range(_FARTHEST):
        held = trader_tokens.around(tx, sorted(seen), _channels(actor))
        near = graph(held)
        more = {name for group in near.groups if not seen.isdisjoint(group.traders) for name in group.traders}
        if more <= seen or len(seen | more) > _MOST:
            break
        seen |= more
    found = graph(held)
    own = next((group for group in found.groups if trader in group.traders), None)
    weak = tuple(link for link in found.weak if trader in (link.one, link.other))
    return TraderLinks(trader, own, Graph((own,) if own else (), weak, found.common))


def _channels(actor: Actor) -> list[str] | None:
    return sorted(actor.channels) if actor.channels is not None else None
