"""Keeps what lists and searches see in step with the log of decisions: the worker reads on from where it stopped."""

from collections.abc import Sequence
from typing import Any

import msgspec

from pratique.assembly.snapshot import Snapshot
from pratique.base.clock import Clock, now
from pratique.policy.model import VERDICTS
from pratique.store import listings, progress
from pratique.store.figures.weeks import GENERAL
from pratique.store.listings import ListingEntry
from pratique.store.transaction import Connection, Transaction, transaction

NAME = "listings"
BATCHES = 40
"""Batches of the log read in one transaction; one holds up to a thousand decisions."""
_SNAPSHOT = msgspec.json.Decoder(Snapshot)


class _Observed(msgspec.Struct):
    concepts: list[dict[str, object]]


_OBSERVED = msgspec.json.Decoder(_Observed)


def catch_up(connection: Connection, clock: Clock = now, batches: int = BATCHES) -> int:
    """Read some more of the log; gives how many batches there were. Done again after a crash it does the same."""
    with transaction(connection, clock) as tx:
        first, last = progress.next_batches(tx, NAME, batches)
        if last >= first:
            _index(tx, first, last)
            progress.put(tx, NAME, last)
        return max(0, last - first + 1)


def _index(tx: Transaction, first: int, last: int) -> None:
    rows = tx.execute(
        "SELECT DISTINCT ON (d.kind, d.subject_id, d.channel) d.id, d.at, d.kind, d.subject_id, d.trader_id, d.channel, d.markets, d.parts,"
        " d.places, d.worst, d.observed, s.body FROM decision d JOIN snapshot s ON s.digest = d.snapshot"
        " WHERE d.batch BETWEEN %s AND %s ORDER BY d.kind, d.subject_id, d.channel, d.batch DESC, d.position DESC",
        (first, last),
    ).fetchall()
    names = {bytes(row[6]) for row in rows} | {name for row in rows for name in _split(row[7])}
    bodies = {
        bytes(name): body
        for name, body in tx.execute("SELECT digest, body FROM decision_part WHERE digest = ANY(%s)", (list(names),)).fetchall()
    }
    entries = []
    for name, at, kind, subject, trader, channel, markets_name, parts, places, worst, observed, body in rows:
        markets = msgspec.json.decode(bodies[bytes(markets_name)], type=tuple[str, ...])
        outcomes = [msgspec.json.decode(bodies[part]) for part in _split(parts)]
        verdicts = tuple(outcomes[place][0] for place in bytes(places))
        listing = _SNAPSHOT.decode(body).listing
        entry = ListingEntry(
            listings.key(kind, subject, channel), kind, subject, channel, markets, trader, listing.title[:500], listing.category,
            listing.brand, listing.language, name, at, worst, verdicts, min(int(listing.views_30d or 0), 2**31 - 1),
        )  # fmt: skip
        rules = {finding[0] for outcome in outcomes for finding in outcome[2] if finding[3] != VERDICTS[0]}
        concepts = {str(one["concept"]) for one in _OBSERVED.decode(observed).concepts}
        folded = listings.fold((listing.title[:500], subject, listing.brand, listing.category, listing.model, trader))
        tagged = listings.tags(markets, verdicts, rules, concepts, _families(markets, outcomes, bytes(places)))
        entries.append((entry, tagged, folded))
    listings.put(tx, entries)


def _families(markets: Sequence[str], outcomes: Sequence[Any], places: bytes) -> set[tuple[str, str, str]]:
    """Market, verdict and family for what is held or refused: the families of the findings that gave the verdict."""
    found: set[tuple[str, str, str]] = set()
    for market, place in zip(markets, places, strict=True):
        verdict, _, findings, *_ = outcomes[place]
        if verdict in VERDICTS[2:]:
            for one in findings:
                if one[3] == verdict:
                    named = {name.partition(".")[0] for name in one[5]}
                    found |= {(market, verdict, family) for family in named.difference(GENERAL) or named}
    return found


def _split(parts: bytes) -> list[bytes]:
    whole = bytes(parts)
    return [whole[start : start + 16] for start in range(0, len(whole), 16)]
