"""Listings of the same product as an order names, among all that was screened."""

import datetime as dt
from collections import defaultdict

import msgspec

from pratique.casework.order.identical import Identical, Item, is_identical
from pratique.casework.subject import Subject
from pratique.store.transaction import Transaction


class _Body(msgspec.Struct):
    listing: Item


_BODY = msgspec.json.Decoder(_Body)
_SOME = 2_000


def search(tx: Transaction, identical: Identical, since: dt.datetime | None) -> tuple[dict[str, list[Subject]], int]:
    """Listings by what they were recognised, and how many were compared: each as it was last screened, all of them or those after `since`.

    They are read a portion at a time, so that a catalogue of any size fits into memory.
    """
    found: dict[str, list[Subject]] = defaultdict(list)
    compared, last = 0, ""
    while True:
        rows = tx.execute(
            "SELECT DISTINCT ON (d.subject_id) d.subject_id, s.body FROM decision d JOIN snapshot s ON s.digest = d.snapshot"
            " WHERE d.kind = 'listing' AND d.subject_id > %s AND d.at > %s ORDER BY d.subject_id, d.at DESC LIMIT %s",
            (last, since or dt.datetime.min.replace(tzinfo=dt.UTC), _SOME),
        ).fetchall()
        for name, body in rows:
            by_what = is_identical(identical, _BODY.decode(body.encode()).listing)
            if by_what:
                found[by_what].append(Subject("listing", name))
        compared += len(rows)
        if len(rows) < _SOME:
            return dict(found), compared
        last = rows[-1][0]
