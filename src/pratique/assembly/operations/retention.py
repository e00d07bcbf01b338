"""What may no longer be kept is erased: once a day by the worker, by the table in `casework.retention`, never under a legal hold."""

import msgspec

from pratique.assembly.operations.permission import require
from pratique.base.actor import Actor
from pratique.base.clock import Clock, now
from pratique.base.event import Event
from pratique.base.ids import Ids, new_id
from pratique.casework.retention import PERIODS, Period
from pratique.store import files, trader_tokens, vault
from pratique.store.records import note
from pratique.store.transaction import Connection, Transaction, transaction

MOST, BATCH = 50_000, 500
"""Entries of one period that a sweep erases, and of one transaction."""
_OVER: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "appeal": ("appeal", "r.state->>'content'", ("decided", "withdrawn")),
    "notice": ("notice", "r.state->>'content'", ("closed", "informed", "withdrawn")),
    "counter_notice": ("notice", "r.state->'counter'->>'content'", ("closed", "informed", "withdrawn")),
    "order": ("authority_order", "r.state->>'contact'", ("closed", "rejected")),
    "rights": ("rights_holder", "r.state->>'private'", ("refused",)),
}
"""Purpose → table, where a record holds the reference, and when it is over."""


_FILES: dict[str, tuple[str, tuple[str, ...]]] = {
    "notice": ("notice", _OVER["notice"][2]),
    "appeal": ("appeal", _OVER["appeal"][2]),
    "document": ("trader_document", ("refused", "withdrawn")),
}
"""Period → table of the records whose files it is about, and when those are over."""
_ROWS: dict[str, tuple[tuple[str, str], ...]] = {
    "request": (("idempotency", "at"),),
    "session": (("account_session", "expire_date"),),
    "sign_in": (
        ("axes_accessattemptexpiration", "(SELECT attempt_time FROM axes_accessattempt WHERE id = access_attempt_id)"),
        ("axes_accessattempt", "attempt_time"), ("axes_accessfailurelog", "attempt_time"), ("axes_accesslog", "attempt_time"),
    ),
}  # fmt: skip
"""What stands outside the vault: period → tables, each with the moment its rows are counted from."""


class RetentionSwept(Event, frozen=True, kw_only=True, tag="retention_swept"):
    """What was no longer to be kept was erased."""

    erased: dict[str, int]
    held: dict[str, int]


class Due(msgspec.Struct, frozen=True):
    """How one period stands."""

    period: Period
    due: int
    """Entries that may no longer be kept."""
    held: int
    """Further ones that only a legal hold keeps."""


class Report(msgspec.Struct, frozen=True):
    """What a sweep did, by period."""

    erased: dict[str, int]
    held: dict[str, int]

    @property
    def total(self) -> int:
        """Entries that were erased."""
        return sum(self.erased.values())


def stands(tx: Transaction, actor: Actor) -> tuple[Due, ...]:
    """Every period with what is due under it now; nothing is erased."""
    require(actor, "audit.read")
    return tuple(Due(one, _count(tx, one, on_hold=False), _count(tx, one, on_hold=True)) for one in PERIODS.values())


def sweep(connection: Connection, actor: Actor, clock: Clock = now, ids: Ids = new_id) -> Report:
    """Erase what is due, in small transactions; each erasure and the whole run are put on record.

    What is due beyond `MOST` of one period waits for the next day.
    """
    require(actor, "private.erase")
    erased: dict[str, int] = {}
    for period in PERIODS.values():
        with transaction(connection, clock, ids) as tx:
            due = _references(tx, period) if period.purpose else []
            done = 0 if period.purpose else _delete(tx, period)
            files_due = _files(tx, period, on_hold=False)
        for batch in range(0, len(due), BATCH):
            with transaction(connection, clock, ids) as tx:
                why = f"retention: {period.id}, {period.basis}"
                done += sum(vault.erase(tx, reference, actor, why) for reference in due[batch : batch + BATCH])
        for batch in range(0, len(files_due), BATCH):
            with transaction(connection, clock, ids) as tx:
                why = f"retention: {period.id}, {period.basis}"
                done += sum(files.erase(tx, name, actor, why) for name in files_due[batch : batch + BATCH])
        erased |= {period.id: done} if done else {}
    with transaction(connection, clock, ids) as tx:
        trader_tokens.forget_over(tx)  # hashes of what is gone go with it
        held = {one.id: number for one in PERIODS.values() if (number := _count(tx, one, on_hold=True))}
        note(tx, "retention", "sweep", RetentionSwept(at=tx.at, by=actor.id, erased=erased, held=held))
    return Report(erased, held)


def _references(tx: Transaction, period: Period) -> list[str]:
    query, values = _entries(tx, period, on_hold=False)
    rows = tx.execute(f"SELECT v.ref {query} ORDER BY v.ref LIMIT {MOST}", values).fetchall()
    return [reference for (reference,) in rows]


def _files(tx: Transaction, period: Period, *, on_hold: bool) -> list[str]:
    """Files of records that are over, and those of documents that ran out as long ago."""
    if period.id == "verification":
        return _orphans(tx, on_hold=on_hold)
    if period.id not in _FILES:
        return []
    table, ended = _FILES[period.id]
    before = period.before(tx.at)
    ran_out = " OR r.valid_to < %s::date" if period.id == "document" else ""
    rows = tx.execute(
        f"SELECT f.id FROM kept_file f JOIN {table} r ON r.id = f.record WHERE f.about = %s AND f.body IS NOT NULL AND f.legal_hold = %s"  # noqa: S608 - names stand in this file
        f" AND ((r.status = ANY(%s) AND r.updated_at < %s){ran_out}) ORDER BY f.id LIMIT {MOST}",
        (period.id, on_hold, list(ended), before, *([before] if ran_out else [])),
    ).fetchall()
    return [name for (name,) in rows]


def _orphans(tx: Transaction, *, on_hold: bool) -> list[str]:
    """Documents that showed who a trader is, once what the trader told with them is erased."""
    rows = tx.execute(
        "SELECT f.id FROM kept_file f WHERE f.about = 'verification' AND f.body IS NOT NULL AND f.legal_hold = %s AND NOT EXISTS"  # noqa: S608 - made of constants
        " (SELECT 1 FROM vault_entry v WHERE v.subject = f.subject AND v.purpose = 'verification' AND v.fields IS NOT NULL)"
        f" ORDER BY f.id LIMIT {MOST}",
        (on_hold,),
    ).fetchall()
    return [name for (name,) in rows]


def _delete(tx: Transaction, period: Period) -> int:
    before = (period.before(tx.at),)
    return sum(tx.execute(f"DELETE FROM {table} WHERE {moment} < %s", before).rowcount for table, moment in _ROWS.get(period.id, ()))  # noqa: S608 - names stand in this file


def _rows(tx: Transaction, period: Period) -> int:
    found = 0
    for table, moment in _ROWS.get(period.id, ()):
        row = tx.execute(f"SELECT count(*) FROM {table} WHERE {moment} < %s", (period.before(tx.at),)).fetchone()  # noqa: S608 - names stand in this file
        found += int(row[0]) if row else 0
    return found


def _count(tx: Transaction, period: Period, *, on_hold: bool) -> int:
    number = len(_files(tx, period, on_hold=on_hold))
    if not period.purpose:
        return number + (0 if on_hold else _rows(tx, period))
    query, values = _entries(tx, period, on_hold=on_hold)
    row = tx.execute(f"SELECT count(*) {query}", values).fetchone()
    return number + (int(row[0]) if row else 0)


def _entries(tx: Transaction, period: Period, *, on_hold: bool) -> tuple[str, list[object]]:
    """Entries of a period that are due: their last day is over, or what they served is."""
    values: list[object] = [period.purpose, on_hold, tx.at.date()]
    over = "v.keep_until < %s"
    if period.starts == "last_decision":
        over = _NAMED_OR_NOT_DECIDED_SINCE
        values += [period.purpose, period.before(tx.at), period.before(tx.at)]
    elif period.starts == "record_over":
        table, place, ended = _OVER[period.purpose]
        over = f"EXISTS (SELECT 1 FROM {table} r WHERE {place} = v.ref AND r.status = ANY(%s) AND r.updated_at < %s)"  # noqa: S608 - names stand in this file
        values[2:] = [list(ended), period.before(tx.at)]
    return f"FROM vault_entry v WHERE v.purpose = %s AND v.fields IS NOT NULL AND v.legal_hold = %s AND {over}", values


_NAMED_OR_NOT_DECIDED_SINCE = (
    "v.ref IN (SELECT ref FROM vault_entry WHERE keep_until < %s"
    " UNION ALL SELECT o.ref FROM vault_entry o WHERE o.purpose = %s AND o.fields IS NOT NULL AND o.created_at < %s AND NOT EXISTS"
    " (SELECT 1 FROM snapshot s JOIN decision d ON d.snapshot = s.digest WHERE s.private = o.ref AND d.at >= %s))"
)
"""Two questions apart, so that the second is answered by one pass over the decisions however many there are."""
