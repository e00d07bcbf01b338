"""Lists of records, page by page, inside the walls of whoever asks."""

import base64
import binascii
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Generic

import msgspec

from pratique.base.actor import Actor
from pratique.base.errors import Fault, InvalidError
from pratique.store.records import Kind, S
from pratique.store.transaction import Transaction

MOST = 200


class Page(msgspec.Struct, Generic[S], frozen=True):
    """Some records and where to go on."""

    items: tuple[S, ...]
    next: str | None
    """Cursor of the next page; `None` at the end."""


def page(
    tx: Transaction,
    kind: Kind[S],
    actor: Actor,
    where: Mapping[str, object] | None = None,
    *,
    holds: Mapping[str, object] | None = None,
    also: tuple[str, Sequence[object]] | None = None,
    order: str = "created_at",
    descending: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[S]:
    """Records whose columns equal `where` (a list: any of them) and whose array columns hold `holds`, by `order` and id.

    Column names come from code, never from a request; so does `also`, one more condition in SQL with its values.

    Rows without a value in `order` come last. Raises InvalidError for a cursor that is none of ours.
    """
    conditions, values = walls(actor)
    for column, value in (where or {}).items():
        if value is None:
            conditions.append(f"{column} IS NULL")
        else:
            conditions.append(f"{column} = ANY(%s)" if isinstance(value, list) else f"{column} = %s")
            values.append(value)
    for column, value in (holds or {}).items():
        conditions.append(f"%s = ANY({column})")
        values.append(value)
    if also is not None:
        conditions.append(also[0])
        values.extend(also[1])
    far = "-infinity" if descending else "infinity"
    key = f"COALESCE({order}, '{far}')"
    sign, direction = ("<", "DESC") if descending else (">", "ASC")
    if cursor is not None:
        conditions.append(f"({key}, id) {sign} (%s::timestamptz, %s)")
        values.extend(decoded(cursor))
    limit = max(1, min(limit, MOST))
    chosen = f"SELECT {key} AS key, id, state FROM {kind.table} WHERE {' AND '.join(conditions) or 'TRUE'}"
    ordered = f"ORDER BY key {direction}, id {direction}"
    # states are unpacked outside, so that only those shown are
    query = f"SELECT key::text, id, state::text FROM ({chosen} {ordered} LIMIT %s) found {ordered}"
    rows = tx.execute(query, (*values, limit + 1)).fetchall()
    items = tuple(kind.decode_state(state) for _, _, state in rows[:limit])
    following = encoded(rows[limit - 1][0], rows[limit - 1][1]) if len(rows) > limit else None
    return Page(items, following)


def walls(actor: Actor) -> tuple[list[str], list[object]]:
    """Conditions and values of the columns `channel` and `markets`.

    A record of no channel belongs to the group and lies within every channel's wall; one of all markets only where all are open.
    """
    conditions: list[str] = []
    values: list[object] = []
    if actor.channels is not None:
        conditions.append("(channel IS NULL OR channel = ANY(%s))")
        values.append(sorted(actor.channels))
    if actor.markets is not None:
        conditions.append("markets <@ %s::text[]")
        values.append(sorted(actor.markets))
    return conditions, values


def encoded(moment: str, name: str) -> str:
    """A cursor: the value a list is ordered by, and the id."""
    return base64.urlsafe_b64encode(f"{moment}|{name}".encode()).decode().rstrip("=")


def decoded(cursor: str) -> tuple[str, str]:
    """What a cursor says. Raises InvalidError for one that is none of ours."""
    try:
        moment, _, name = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition("|")
        if moment not in ("infinity", "-infinity"):
            dt.datetime.fromisoformat(moment)
    except (binascii.Error, ValueError):
        raise InvalidError([Fault("cursor", "is none of ours; begin again without it")]) from None
    return moment, name
