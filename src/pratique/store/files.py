"""Files that were handed in, with their bytes: they live and go with the record they belong to.

Nothing is decided here: what may come in is a matter of `assembly.files`, who may see it of the operations.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from pratique.base.actor import Actor
from pratique.base.errors import AbsentError
from pratique.base.event import Event
from pratique.store.records import note
from pratique.store.transaction import Transaction


class File(msgspec.Struct, frozen=True):
    """What is known of a file without its bytes."""

    id: str
    about: str
    record: str
    name: str
    """As whoever handed it in called it, without what could harm."""
    media_type: str
    size: int
    """Bytes."""
    digest: bytes
    """SHA-256 of the bytes, 32 bytes."""
    subject: str
    by: str
    at: dt.datetime
    erased_at: dt.datetime | None

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown drawn anew."""
        return self.media_type.startswith("image/")


class FileRead(Event, frozen=True, kw_only=True, tag="file_read"):
    """Somebody took a file that holds personal data."""

    file: str


class FileErased(Event, frozen=True, kw_only=True, tag="file_erased"):
    """The bytes of a file were removed for good; what it was stays known."""

    reason: str


_FIELDS = ", ".join(File.__struct_fields__)


def keep(tx: Transaction, about: str, record: str, name: str, media_type: str, body: bytes, *, subject: str, by: str) -> File:
    """Keep a file of a record. The caller has looked at what it is."""
    made = File(tx.new_id("file"), about, record, name, media_type, len(body), hashlib.sha256(body).digest(), subject, by, tx.at, None)
    tx.execute(
        f"INSERT INTO kept_file ({_FIELDS}, body, legal_hold) VALUES ({', '.join(['%s'] * len(File.__struct_fields__))}, %s, false)",
        (*msgspec.structs.astuple(made), body),
    )
    return made


def load(tx: Transaction, name: str) -> File:
    """One file. Raises AbsentError."""
    row = tx.execute(f"SELECT {_FIELDS} FROM kept_file WHERE id = %s", (name,)).fetchone()
    if row is None:
        raise AbsentError("file", name)
    return _file(row)


def of_records(tx: Transaction, about: str, records: Sequence[str]) -> dict[str, tuple[File, ...]]:
    """Record → its files in the order they came; what was erased is left out."""
    rows = tx.execute(
        f"SELECT {_FIELDS} FROM kept_file WHERE about = %s AND record = ANY(%s) AND body IS NOT NULL ORDER BY at, id",
        (about, list(records)),
    ).fetchall()
    found: dict[str, tuple[File, ...]] = {}
    for one in map(_file, rows):
        found[one.record] = (*found.get(one.record, ()), one)
    return found


def body(tx: Transaction, name: str) -> bytes:
    """The bytes. Raises AbsentError where there are none, or none any more."""
    row = tx.execute("SELECT body FROM kept_file WHERE id = %s AND body IS NOT NULL", (name,)).fetchone()
    if row is None:
        raise AbsentError("file", name)
    return bytes(row[0])


def picture(tx: Transaction, name: str) -> File | None:
    """The picture that listings call so."""
    row = tx.execute(f"SELECT {_FIELDS} FROM kept_file WHERE about = 'picture' AND record = %s", (name,)).fetchone()
    return _file(row) if row else None


def read_by(tx: Transaction, one: File, actor: Actor) -> None:
    """Put on record that somebody took a file that holds personal data."""
    note(tx, "file", one.id, FileRead(at=tx.at, by=actor.id, file=one.digest.hex()))


def erase(tx: Transaction, name: str, actor: Actor, reason: str) -> bool:
    """Remove the bytes for good; `False` where they are gone or a legal hold stands on them."""
    query = "UPDATE kept_file SET body = NULL, name = '', erased_at = %s WHERE id = %s AND body IS NOT NULL AND NOT legal_hold"
    done = tx.execute(query, (tx.at, name)).rowcount == 1
    if done:
        note(tx, "file", name, FileErased(at=tx.at, by=actor.id, reason=reason))
    return done


def of_subject(tx: Transaction, subject: str) -> list[str]:
    """Files that hold data of somebody."""
    rows = tx.execute("SELECT id FROM kept_file WHERE subject = %s AND body IS NOT NULL ORDER BY id", (subject,)).fetchall()
    return [name for (name,) in rows]


def hold(tx: Transaction, subject: str, *, on: bool) -> int:
    """Put a legal hold on all files of somebody, or take it off; gives how many. The vault puts it on record."""
    query = "UPDATE kept_file SET legal_hold = %s WHERE subject = %s AND legal_hold <> %s"
    return tx.execute(query, (on, subject, on)).rowcount


def _file(row: tuple[Any, ...]) -> File:
    values = dict(zip(File.__struct_fields__, row, strict=True))
    return File(**values | {"digest": bytes(values["digest"])})
