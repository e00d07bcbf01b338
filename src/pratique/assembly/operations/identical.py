"""Listings of the same product as an order names, among all that was screened."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from pratique.assembly.operations.prints import catch_up_now
from pratique.casework.order.identical import Identical, Item, is_identical, keys_of
from pratique.casework.subject import Subject
from pratique.identity.duplicates import compare
from pratique.store import prints
from pratique.store.transaction import Transaction


class _Body(msgspec.Struct):
    listing: Item


_BODY = msgspec.json.Decoder(_Body)
_SOME = 500


class Found(msgspec.Struct, frozen=True):
    """What a search came to."""

    by_what: dict[str, list[Subject]]
    """`gtin`, `model` or `title` → listings."""
    compared: int
    """How many listings it covered."""
    why: dict[str, str]
    """Subject → what agrees, field by field."""


def search(tx: Transaction, identical: Identical, since: dt.datetime | None, named: Sequence[str] = ()) -> Found:
    """Listings of the same product, each as it was last screened: all of them or those after `since`.

    `named` are the listings the order names: how the others agree with the first of them that is known is said as well.

    The index gives whoever shares a number or a title; each of those is then compared to the letter, so that a chance agreement of keys
    makes nobody identical. What was screened up to this moment is in the index before it is asked.
    """
    catch_up_now(tx)
    found: dict[str, list[Subject]] = defaultdict(list)
    why: dict[str, str] = {}
    model = next((known[0] for name in named if (known := prints.of(tx, name)) is not None), None)
    shared = list(prints.all_sharing(tx, keys_of(identical), since))
    for start in range(0, len(shared), _SOME):
        some = dict(shared[start : start + _SOME])
        rows = tx.execute(
            "SELECT d.subject_id, s.body FROM decision d JOIN snapshot s ON s.digest = d.snapshot WHERE d.id = ANY(%s)"
            " ORDER BY d.subject_id",
            (list(some.values()),),
        ).fetchall()
        for name, body in rows:
            item = _BODY.decode(body.encode()).listing
            by_what = is_identical(identical, item)
            if by_what:
                subject = Subject("listing", name)
                found[by_what].append(subject)
                why[subject.key] = "; ".join([_said(by_what, item), *_compared(tx, model, name)])
    return Found(dict(found), prints.count(tx, since), why)


def _said(by_what: str, item: Item) -> str:
    if by_what == "gtin":
        return f"GTIN {item.gtin} as the order names it"
    if by_what == "model":
        return f"brand {item.brand} and model {item.model or item.mpn} as the order names them"
    return "the title as the order names it"


def _compared(tx: Transaction, model: prints.Printed | None, name: str) -> list[str]:
    known = prints.of(tx, name) if model is not None and model.listing != name else None
    if model is None or known is None:
        return []
    return [f"{field.field} {field.how}, beside {model.listing}" for field in compare(model.print, known[0].print).fields]
