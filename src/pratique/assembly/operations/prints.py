"""Fingerprints of what was screened, kept up with the log; and the listings found by them."""

from collections.abc import Sequence

import msgspec
import structlog

from pratique.assembly.operations import links
from pratique.assembly.operations.permission import require, require_reach
from pratique.assembly.operations.screening import FOLLOWED, HOLD
from pratique.base.actor import Actor
from pratique.base.clock import Clock, now
from pratique.base.errors import AbsentError
from pratique.base.ids import Ids, new_id
from pratique.casework.order.identical import Item, keys_of_item
from pratique.facts import Listing
from pratique.identity.duplicates import Comparison, Fingerprint, compare
from pratique.identity.duplicates.fingerprint import fingerprints
from pratique.store import decisions, prints
from pratique.store.decisions import DecisionRow
from pratique.store.prints import Printed, Screened
from pratique.store.transaction import Connection, Transaction, transaction

_log = structlog.get_logger("pratique.worker")
_ORDER = ("identical", "near", "similar")


class _Body(msgspec.Struct, frozen=True):
    listing: Listing
    fields: tuple[str, ...] = ()


_BODY = msgspec.json.Decoder(_Body)


class _Made(msgspec.Struct, frozen=True):
    """A listing that was screened, with its fingerprint and the keys it is found by."""

    screened: Screened
    print: Fingerprint
    keys: tuple[int, ...]
    listing: Listing
    private: str | None
    fields: tuple[str, ...]

    @property
    def row(self) -> tuple[Screened, Fingerprint, tuple[int, ...]]:
        """What is kept of it."""
        return self.screened, self.print, self.keys


def catch_up(connection: Connection, portions: int = 20, clock: Clock = now, ids: Ids = new_id) -> int:
    """Fingerprint what was screened since, some portions in a transaction each. Gives how many listings; the worker calls it."""
    done = 0
    for _ in range(portions):
        with transaction(connection, clock, ids) as tx:
            made, is_end = _portion(tx)
        done += made
        if is_end:
            break
    return done


def catch_up_now(tx: Transaction) -> None:
    """The same to the end of the log, for a search that must miss nothing."""
    while not _portion(tx)[1]:
        pass


def of_decision(tx: Transaction, row: DecisionRow) -> tuple[Fingerprint, tuple[int, ...]]:
    """The fingerprint of a listing as a decision saw it, and its keys; made and kept now where the log has not been read so far."""
    known = prints.of(tx, row.subject_id)
    if known is not None and known[0].decision == row.id:
        return known[0].print, known[1]
    screened = Screened(row.subject_id, row.id, row.at, row.trader_id, row.channel, row.stage, row.worst, row.snapshot)
    (one,) = _made(tx, [screened])
    prints.keep(tx, [one.row])
    return one.print, one.keys


def _portion(tx: Transaction) -> tuple[int, bool]:
    """How many listings, and whether the log is read to its end."""
    screened, is_end = prints.waiting(tx)
    if screened:
        made = _made(tx, screened)
        prints.keep(tx, [one.row for one in made])
        links.learn(tx, [links.Seen(one.listing, one.print, one.private, one.fields, one.screened.channel) for one in made])
        _look_at_what_passed(tx, [one for one in screened if one.worst < HOLD and one.stage in FOLLOWED])
    return len(screened), is_end


def _made(tx: Transaction, screened: list[Screened]) -> list[_Made]:
    bodies = prints.bodies(tx, [one.snapshot for one in screened])
    whole = [_BODY.decode(bodies[one.snapshot][0]) for one in screened]
    return [
        _Made(one, keyed.print, (*keyed.keys, *keys_of_item(_item(body.listing))), body.listing, bodies[one.snapshot][1], body.fields)
        for one, body, keyed in zip(screened, whole, _safely([one.listing for one in whole]), strict=True)
    ]


def _look_at_what_passed(tx: Transaction, passed: Sequence[Screened]) -> None:
    """What passed the rules and shares a key with goods that were taken down is looked at as what was stopped is."""
    if passed:
        tx.execute(
            "INSERT INTO follow_up (decision_id, at, attempts) SELECT d.decision, %s, 0"
            " FROM unnest(%s::text[], %s::text[]) AS d(decision, listing) JOIN listing_print own ON own.listing = d.listing"
            " WHERE EXISTS (SELECT 1 FROM listing_print p WHERE p.refused AND p.keys && own.keys AND p.listing <> own.listing)"
            " ON CONFLICT DO NOTHING",
            (tx.at, [one.decision for one in passed], [one.listing for one in passed]),
        )


def _safely(listings: list[Listing]) -> list["_Keyed"]:
    """One listing that cannot be fingerprinted must not stop the log: it is found by its numbers alone, and said."""
    try:
        return [_Keyed(one.print, one.keys) for one in fingerprints(listings)]
    except Exception:
        made = []
        for listing in listings:
            try:
                (one,) = fingerprints([listing])
                made.append(_Keyed(one.print, one.keys))
            except Exception as error:
                _log.warning("no fingerprint", listing=listing.listing_id, error=f"{type(error).__name__}: {error}"[:300])
                made.append(_Keyed(Fingerprint(listing.listing_id, ""), ()))
        return made


class _Keyed(msgspec.Struct, frozen=True):
    print: Fingerprint
    keys: tuple[int, ...]


def _item(listing: Listing) -> Item:
    return Item(listing.title, listing.brand, listing.gtin, listing.model, listing.mpn)


class IdenticalListing(msgspec.Struct, frozen=True):
    """A listing that is the same as the one asked for, or nearly."""

    listing: str
    trader: str | None
    channel: str | None
    decision: str
    """The last one on it."""
    comparison: Comparison
    """How alike they are, and why, field by field."""


class IdenticalListings(msgspec.Struct, frozen=True):
    """What a search found."""

    listing: str
    compared: int
    """How many listings the search covered."""
    items: tuple[IdenticalListing, ...]


def identical(tx: Transaction, actor: Actor, listing: str, least: str = "near") -> IdenticalListings:
    """Every listing that is the same as one, for an order of an authority: Regulation (EU) 2023/988 Art. 22(5), (EU) 2022/2065 Art. 9.

    `least` is `identical`, `near` or `similar`. Raises AbsentError where the listing was never screened, or lies outside the walls.
    """
    require(actor, "listing.identical")
    catch_up_now(tx)
    found = prints.of(tx, listing)
    if found is None:
        raise AbsentError("listing that was screened", listing)
    own, keys = found
    require_reach(actor, "listing.identical", "listing", listing, channel=own.channel, owner=own.trader)
    return IdenticalListings(listing, prints.count(tx), _like(tx, actor, listing, own, keys, least))


def same_goods(tx: Transaction, actor: Actor, listing: str) -> tuple[IdenticalListing, ...]:
    """Listings within the walls that are the same goods, as far as they are known now; nothing where this one is not known yet."""
    require(actor, "listing.identical")
    found = prints.of(tx, listing)
    return _like(tx, actor, listing, *found, "near") if found is not None else ()


def _like(tx: Transaction, actor: Actor, listing: str, own: Printed, keys: Sequence[int], least: str) -> tuple[IdenticalListing, ...]:
    wanted = _ORDER[: _ORDER.index(least) + 1]
    items = []
    for other in prints.sharing(tx, keys, but=listing):
        comparison = compare(own.print, other.print)
        if comparison.likeness in wanted and actor.reaches(other.channel) and actor.subject in (None, other.trader):
            items.append(IdenticalListing(other.listing, other.trader, other.channel, other.decision, comparison))
    items.sort(key=lambda one: (_ORDER.index(one.comparison.likeness), -one.comparison.score, one.listing))
    return tuple(items)


def listing_of(tx: Transaction, decision: str) -> Listing:
    """A listing as a decision saw it, without personal data."""
    body, _ = decisions.snapshot(tx, decisions.load(tx, decision).snapshot)
    return _BODY.decode(body.encode()).listing
