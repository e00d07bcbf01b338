"""Records kept: events appended, state folded, the projection for lists beside it.

A kind of record is described once, as a `Kind`, beside the operations that use it:

    NOTICES = Kind("notice", "notice", Notice, NoticeEvent, apply, lambda notice: {"due_at": notice.due_at, …})

Its table has the columns `id version status channel markets created_at updated_at state` (Django: a subclass of `Record`) and those
of `columns`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from pratique.base.errors import AbsentError, ConflictError
from pratique.base.event import Event
from pratique.store.chain import Entry
from pratique.store.transaction import Transaction

COMMON = ("id", "version", "status", "channel", "markets", "created_at", "updated_at", "state")


class Recorded(Protocol):
    """What every state has: its name and where it stands.

    `channel: str | None` and `markets: tuple[str, ...] | None` are read where it has them.
    """

    @property
    def id(self) -> str: ...
    @property
    def status(self) -> str: ...


S = TypeVar("S", bound=Recorded)


class Kind(Generic[S]):
    """One kind of record."""

    def __init__(
        self,
        name: str,
        table: str,
        state: type[S],
        event: Any,
        apply: Callable[[S | None, Any], S],
        columns: Callable[[S], Mapping[str, object]] = lambda _: {},
    ) -> None:
        self.name, self.table, self.state, self.apply, self.columns = name, table, state, apply, columns
        self.decode_state = msgspec.json.Decoder(state).decode
        self.decode_event = msgspec.json.Decoder(event).decode


class Kept(msgspec.Struct, Generic[S], frozen=True):
    """A record as it stands."""

    version: int
    """How many events it is folded from."""
    state: S


_ENCODER = msgspec.json.Encoder(order="deterministic")


def append(tx: Transaction, kind: Kind[S], record_id: str, before: Kept[S] | None, events: Sequence[Event]) -> Kept[S]:
    """Fold events into a record and keep both. `before` is what was loaded, `None` for a new record.

    Raises ConflictError where somebody else changed the record since it was loaded.
    """
    if not events:
        if before is None:
            raise ValueError("a new record needs an event")
        return before
    state, version = (before.state, before.version) if before else (None, 0)
    for event in events:
        state, version = kind.apply(state, event), version + 1
        payload = _ENCODER.encode(event).decode()
        tx.entries.append(Entry(kind.name, record_id, version, event.name(), event.at, event.by, payload))
    assert state is not None  # noqa: S101 - for the type checker: at least one event was applied
    _project(tx, kind, before, state, version)
    return Kept(version, state)


def note(tx: Transaction, record: str, record_id: str, event: Event) -> None:
    """Put an event into the log that changes no record: somebody looked at personal data, a key was made."""
    tx.entries.append(Entry(record, record_id, 0, event.name(), event.at, event.by, _ENCODER.encode(event).decode()))


def load(tx: Transaction, kind: Kind[S], record_id: str, *, lock: bool = False) -> Kept[S]:
    """A record as it stands; with `lock` nobody else changes it until the transaction ends.

    Raises AbsentError where there is none.
    """
    found = find(tx, kind, record_id, lock=lock)
    if found is None:
        raise AbsentError(kind.name, record_id)
    return found


def find(tx: Transaction, kind: Kind[S], record_id: str, *, lock: bool = False) -> Kept[S] | None:
    """The same, `None` where there is none."""
    query = f"SELECT version, state::text FROM {kind.table} WHERE id = %s{' FOR UPDATE' if lock else ''}"
    row = tx.execute(query, (record_id,)).fetchone()
    return Kept(row[0], kind.decode_state(row[1])) if row else None


def many(tx: Transaction, kind: Kind[S], record_ids: Sequence[str]) -> dict[str, S]:
    """Several as they stand, by id, in one query; those that there are not are left out."""
    rows = tx.execute(f"SELECT id, state::text FROM {kind.table} WHERE id = ANY(%s)", (list(record_ids),)).fetchall()
    return {name: kind.decode_state(state) for name, state in rows}


def history(tx: Transaction, kind: Kind[S], record_id: str) -> list[Event]:
    """Everything that happened to a record, in order."""
    query = "SELECT payload FROM audit_event WHERE record = %s AND record_id = %s AND version > 0 ORDER BY version"
    return [kind.decode_event(payload) for (payload,) in tx.execute(query, (kind.name, record_id))]


def rebuilt(tx: Transaction, kind: Kind[S], record_id: str) -> S:
    """The state folded anew from the log: what the projection must agree with."""
    state: S | None = None
    for event in history(tx, kind, record_id):
        state = kind.apply(state, event)
    if state is None:
        raise AbsentError(kind.name, record_id)
    return state


def _project(tx: Transaction, kind: Kind[S], before: Kept[S] | None, state: S, version: int) -> None:
    markets = getattr(state, "markets", None)
    own = dict(kind.columns(state))
    values: dict[str, object] = {
        "id": state.id,
        "version": version,
        "status": state.status,
        "channel": getattr(state, "channel", None),
        "markets": list(markets) if markets is not None else None,
        "updated_at": tx.at,
        "state": _ENCODER.encode(state).decode(),
        **own,
    }
    if before is None:
        values["created_at"] = tx.at
        names = ", ".join(values)
        marks = ", ".join(["%s"] * len(values))
        query = f"INSERT INTO {kind.table} ({names}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING"
        done = tx.execute(query, tuple(values.values())).rowcount
    else:
        sets = ", ".join(f"{name} = %s" for name in values)
        query = f"UPDATE {kind.table} SET {sets} WHERE id = %s AND version = %s"
        done = tx.execute(query, (*values.values(), state.id, before.version)).rowcount
    if not done:
        raise ConflictError(
            "changed_meanwhile", f"the {kind.name} `{state.id}` was changed by somebody else", "load it again and look at what is new"
        )
