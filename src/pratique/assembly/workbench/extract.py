"""The extract: what somebody may see, as a DuckDB file, shared by whoever has the same walls and made anew when it is older than `FRESH`.

The file is written under another name and put in place whole; a process that still reads the old one is not disturbed.
"""

import contextlib
import datetime as dt
import fcntl
import functools
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import platformdirs
import pyarrow as pa

from pratique.assembly.workbench.views import DECISIONS, FINDINGS, FROM_RECORDS, View
from pratique.base.actor import Actor
from pratique.policy.model import VERDICTS
from pratique.store.figures.narrowed import inside
from pratique.store.figures.weeks import GENERAL
from pratique.store.transaction import Transaction

FRESH = dt.timedelta(minutes=15)
KEPT = dt.timedelta(days=1)
MOST_ROWS = 2_000_000
"""Of one table; older rows are left out."""
_PORTION = 20_000
_SIXTEEN = 16


class Extract(msgspec.Struct, frozen=True):
    """A file to ask."""

    path: Path
    at: dt.datetime
    rows: dict[str, int]
    """Table → rows."""


def folder() -> Path:
    """`PRATIQUE_WORKBENCH`, else a folder of the user's own cache; nobody else reads it."""
    given = os.environ.get("PRATIQUE_WORKBENCH")
    found = Path(given) if given else platformdirs.user_cache_path("pratique") / "workbench"
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def extract(tx: Transaction, actor: Actor, renamed: Mapping[str, str], *, anew: bool = False) -> Extract:
    """The extract of somebody's walls; made now where there is none that is fresh. Rules stand in it by the names they have now."""
    place = folder() / f"{_name(tx, actor)}.duckdb"
    with _held(place):
        known = _known(place)
        if known is not None and not anew and tx.at - known.at < FRESH:
            return known
        descriptor, temporary = tempfile.mkstemp(dir=place.parent, suffix=".making")
        os.close(descriptor)
        Path(temporary).unlink()
        try:
            _make(tx, actor, Path(temporary), renamed)
            _clear(place.parent)
            Path(temporary).replace(place)
        finally:
            Path(temporary).unlink(missing_ok=True)
        found = _known(place)
    assert found is not None  # noqa: S101 - it was put in place above
    return found


def known(tx: Transaction, actor: Actor) -> Extract | None:
    """The extract there is, however old; `None` where none was made."""
    return _known(folder() / f"{_name(tx, actor)}.duckdb")


def _make(tx: Transaction, actor: Actor, path: Path, renamed: Mapping[str, str]) -> None:
    conditions, values = inside(actor)
    within = " AND ".join(conditions) or "TRUE"
    with duckdb.connect(str(path)) as made:
        for view in (*FROM_RECORDS, DECISIONS, FINDINGS):
            columns = ", ".join(f"{name} {kind}" for name, kind in view.columns.items())
            made.execute(f"CREATE TABLE {view.name} ({columns})")
        for view in FROM_RECORDS:
            query = view.query.format(walls=within, open="TRUE" if not conditions else "FALSE")
            with tx.connection.cursor(name="extract") as cursor:
                cursor.itersize = _PORTION
                cursor.execute(f"{query} LIMIT {MOST_ROWS}".encode(), values)
                while portion := cursor.fetchmany(_PORTION):
                    _add(made, view, portion)
        _decisions(tx, actor, made)
        _rename(made, renamed)
        made.execute("CREATE TABLE extract_size (name VARCHAR, number BIGINT)")
        for view in (*FROM_RECORDS, DECISIONS, FINDINGS):
            made.execute(f"INSERT INTO extract_size SELECT '{view.name}', count(*) FROM {view.name}")  # noqa: S608 - names are ours
        made.execute("CREATE TABLE extract_made AS SELECT ?::TIMESTAMP AS made_at", [tx.at.astimezone(dt.UTC).replace(tzinfo=None)])
        made.execute("CHECKPOINT")


def _rename(made: duckdb.DuckDBPyConnection, renamed: Mapping[str, str]) -> None:
    """What was decided under a name that a rule had stands under the one it has."""
    if not renamed:
        return
    made.execute("CREATE TEMP TABLE renamed (old VARCHAR, now VARCHAR)")
    made.executemany("INSERT INTO renamed VALUES (?, ?)", list(renamed.items()))
    for view in (*FROM_RECORDS, DECISIONS, FINDINGS):
        if "rule" in view.columns:
            made.execute(f"UPDATE {view.name} SET rule = renamed.now FROM renamed WHERE rule = renamed.old")  # noqa: S608 - names are ours


def _decisions(tx: Transaction, actor: Actor, made: duckdb.DuckDBPyConnection) -> None:
    """Decisions within the walls, newest first, and their findings; what many decisions share is decoded once."""
    channels, values = inside(msgspec.structs.replace(actor, markets=None))
    parts: dict[bytes, Any] = {}
    findings = 0
    with tx.connection.cursor(name="decisions") as cursor:
        cursor.itersize = _PORTION
        cursor.execute(
            (
                "SELECT id, at, kind, subject_id, trader_id, channel, stage, as_of, worst, markets, is_degraded, content_version, strategy,"  # noqa: S608 - conditions are walls, their values parameters
                f" parts, places FROM decision WHERE {' AND '.join(channels) or 'TRUE'} ORDER BY at DESC LIMIT {MOST_ROWS}"
            ).encode(),
            values,
        )
        while portion := cursor.fetchmany(_PORTION):
            _decode(tx, portion, parts)
            decided, found = [], []
            for row in portion:
                markets: Sequence[str] = parts[bytes(row[9])]
                if not actor.reaches(None, tuple(markets)):
                    continue
                decided.append((*row[:8], VERDICTS[row[8]], markets, *row[10:13]))
                if findings < MOST_ROWS:
                    found += _findings(row, markets, parts)
            findings += len(found)
            _add(made, DECISIONS, decided)
            _add(made, FINDINGS, found)


def _decode(tx: Transaction, portion: Sequence[Any], parts: dict[bytes, Any]) -> None:
    wanted = {bytes(row[9]) for row in portion}.union(*(_split(bytes(row[13])) for row in portion)) - parts.keys()
    rows = tx.execute("SELECT digest, body FROM decision_part WHERE digest = ANY(%s)", (list(wanted),)).fetchall()
    parts.update({bytes(name): msgspec.json.decode(body) for name, body in rows})


def _findings(row: Sequence[Any], markets: Sequence[str], parts: dict[bytes, Any]) -> list[tuple[object, ...]]:
    names = _split(bytes(row[13]))
    return [
        (row[0], row[1], row[3], row[5], market, outcome[0], one[0], one[1], one[2], one[3], one[4], _family(one[5]))
        for market, place in zip(markets, bytes(row[14]), strict=True)
        for outcome in (parts[names[place]],)
        for one in outcome[2]
        if one[3] != VERDICTS[0]
    ]


def _family(concepts: Sequence[str]) -> str | None:
    families = [name.partition(".")[0] for name in concepts]
    return next((one for one in families if one not in GENERAL), families[0] if families else None)


def _split(parts: bytes) -> list[bytes]:
    return [parts[start : start + _SIXTEEN] for start in range(0, len(parts), _SIXTEEN)]


_ARROW: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "TIMESTAMP": pa.timestamp("us"),
    "VARCHAR[]": pa.list_(pa.string()),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
}


def _add(made: duckdb.DuckDBPyConnection, view: View, rows: Sequence[Sequence[Any]]) -> None:
    if not rows:
        return
    arrays = [pa.array(column, _ARROW[kind]) for column, kind in zip(zip(*rows, strict=True), view.columns.values(), strict=True)]
    portion = pa.table(arrays, names=list(view.columns))
    made.register("portion", portion)
    made.execute(f"INSERT INTO {view.name} SELECT * FROM portion")  # noqa: S608 - names are ours
    made.unregister("portion")


def _name(tx: Transaction, actor: Actor) -> str:
    info = tx.connection.info
    walls = [sorted(wall) if wall is not None else None for wall in (actor.channels, actor.markets)]
    return hashlib.sha256(msgspec.json.encode([info.host, info.port, info.dbname, walls])).hexdigest()[:32]


def _clear(place: Path) -> None:
    """Extracts nobody asked for a day are taken away: they hold what the records may no longer."""
    for old in (*place.glob("*.duckdb"), *place.glob("*.making")):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - old.stat().st_mtime > KEPT.total_seconds():
                old.unlink()


def _known(place: Path) -> Extract | None:
    try:
        written = place.stat()
    except FileNotFoundError:
        return None
    return _of_file(place, written.st_mtime_ns, written.st_ino)


@functools.lru_cache(maxsize=64)
def _of_file(place: Path, *_as_it_was_written: int) -> Extract | None:
    """What a file says of itself, read once: opening it takes longer than a page may."""
    try:
        with duckdb.connect(str(place), read_only=True) as opened:
            at = opened.execute("SELECT epoch_us(made_at) FROM extract_made").fetchone()
            rows = dict(opened.execute("SELECT name, number FROM extract_size").fetchall())
    except duckdb.Error:  # of an older release of DuckDB, or cut off: it is made anew
        return None
    return Extract(place, dt.datetime.fromtimestamp(at[0] / 1e6, dt.UTC), rows) if at else None


@contextlib.contextmanager
def _held(place: Path) -> Iterator[None]:
    """One process at a time makes an extract; the others wait for it."""
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
