"""Labels: what people said of a subject in a market, with the snapshot they said it of. What learning and measuring start from."""

import datetime as dt
from collections.abc import Iterator

import msgspec

from pratique.store.transaction import Transaction


class Label(msgspec.Struct, frozen=True):
    """One answer of one person."""

    record: str
    """The case, appeal or notice it comes from."""
    source: str
    """`case`, `second`, `appeal`, `notice`, `golden`."""
    subject_kind: str
    subject: str
    snapshot: str
    """Digest in hex; empty where there is none."""
    channel: str | None
    market: str
    rule: str
    verdict: str
    reviewer: str
    at: dt.datetime


_FIELDS = Label.__struct_fields__


def keep(tx: Transaction, labels: list[Label]) -> None:
    """Keep answers; the same person's answer of the same source on the same record and market once."""
    with tx.connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO label ({', '.join(_FIELDS)}) VALUES ({', '.join(['%s'] * len(_FIELDS))}) ON CONFLICT DO NOTHING".encode(),
            [msgspec.structs.astuple(label) for label in labels],
        )


def every(tx: Transaction, since: dt.datetime | None = None) -> Iterator[tuple[Label, str | None]]:
    """Labels in the order they were given, each with its snapshot's body where there is one; read in portions."""
    query = (
        f"SELECT {', '.join('l.' + name for name in _FIELDS)}, s.body FROM label l"
        " LEFT JOIN snapshot s ON l.snapshot <> '' AND s.digest = decode(l.snapshot, 'hex') WHERE l.at >= %s"
        " ORDER BY l.at, l.record, l.market"
    )
    with tx.connection.cursor(name="labels") as cursor:
        cursor.itersize = 2000
        for row in cursor.execute(query.encode(), (since or dt.datetime.min.replace(tzinfo=dt.UTC),)):
            yield Label(*row[:-1]), row[-1]


def pairs(tx: Transaction, since: dt.datetime | None = None) -> list[tuple[str, str, str, str, str, str]]:
    """Where two people answered the same question: first reviewer, second reviewer, rule, market, first verdict, second verdict."""
    return tx.execute(
        "SELECT a.reviewer, b.reviewer, a.rule, a.market, a.verdict, b.verdict FROM label a JOIN label b"
        " ON a.record = b.record AND a.market = b.market AND a.source = 'case' AND b.source = 'second'"
        " WHERE b.at >= %s ORDER BY a.record, a.market",
        (since or dt.datetime.min.replace(tzinfo=dt.UTC),),
    ).fetchall()
