"""Labels written out with their snapshots, without personal data."""

import datetime as dt
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pratique.assembly.operations.permission import require
from pratique.base.actor import Actor
from pratique.store import labels
from pratique.store.transaction import Transaction

_TEXTS = ("record", "source", "subject_kind", "subject", "snapshot", "channel", "market", "rule", "verdict", "reviewer", "listing")
SCHEMA = pa.schema([*[pa.field(name, pa.string()) for name in _TEXTS]]).append(pa.field("at", pa.timestamp("us", "UTC")))
"""`listing` is the subject as JSON, as it was screened; null where there is no snapshot."""
_PORTION = 5_000


def write_labels(tx: Transaction, actor: Actor, out: Path, since: dt.datetime | None = None) -> int:
    """Write all labels since a moment to a JSONL or Parquet file, `-` being standard output as JSONL; gives how many."""
    require(actor, "label.export")
    rows = ({**msgspec.structs.asdict(label), "listing": _listing(body)} for label, body in labels.every(tx, since))
    if out.suffix == ".parquet":
        number = 0
        with pq.ParquetWriter(out, SCHEMA) as writer:
            while portion := list(itertools.islice(rows, _PORTION)):
                writer.write_table(pa.Table.from_pylist(portion, SCHEMA))
                number += len(portion)
        return number
    if str(out) == "-":
        return _lines(rows, sys.stdout.buffer)
    with out.open("wb") as file:
        return _lines(rows, file)


def _lines(rows: Iterator[dict[str, Any]], file: IO[bytes]) -> int:
    number = 0
    for row in rows:
        listing = row.pop("listing")
        raw = msgspec.json.encode({**row, "listing": msgspec.Raw(listing.encode()) if listing else None})
        file.write(raw + b"\n")
        number += 1
    return number


def _listing(body: str | None) -> str | None:
    if body is None:
        return None
    return bytes(msgspec.json.decode(body, type=_Kept).listing).decode()


class _Kept(msgspec.Struct):
    listing: msgspec.Raw
