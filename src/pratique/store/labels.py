"""Labels: what people said of a subject in a market, with the snapshot they said it of. What learning and measuring start from."""

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from pratique.base.actor import Actor
from pratique.store.pages import walls
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


class Past(msgspec.Struct, frozen=True):
    """What people said on one rule before."""

    counts: dict[str, int]
    """Verdict → answers."""
    last: tuple[tuple[str, str, str, str, dt.datetime], ...]
    """The newest: title, subject, market, verdict, when."""


def on_rule(tx: Transaction, actor: Actor, rules: Sequence[str], since: dt.datetime, without: str = "", limit: int = 5) -> Past:
    """What was said on a rule, by all the versions that are named, within the walls; each case once, its gravest answer."""
    return _past(tx, actor, "l.rule = ANY(%s)", [list(rules)], since, without, limit)


def on_subjects(tx: Transaction, actor: Actor, subjects: Sequence[str], since: dt.datetime, without: str = "", limit: int = 5) -> Past:
    """The same on some listings, whichever rule it was."""
    return _past(tx, actor, "l.subject = ANY(%s)", [list(subjects)], since, without, limit) if subjects else Past({}, ())


def on_concepts(
    tx: Transaction, actor: Actor, concepts: Sequence[str], but: Sequence[str], since: dt.datetime, without: str = "", limit: int = 5
) -> Past:
    """The same on listings that show one of some concepts, by other rules than those of `but`."""
    if not concepts:
        return Past({}, ())
    shows = (
        "l.rule <> ALL(%s) AND EXISTS (SELECT 1 FROM listing_entry e"
        " WHERE e.kind = l.subject_kind AND e.subject = l.subject AND e.tags && %s::text[])"
    )
    return _past(tx, actor, shows, [list(but), [f"concept:{name}" for name in concepts]], since, without, limit)


def _past(tx: Transaction, actor: Actor, which: str, asked: list[object], since: dt.datetime, without: str, limit: int) -> Past:
    conditions, values = walls(actor)
    inside = "".join(f" AND {condition}" for condition in conditions)
    rows = tx.execute(
        "SELECT DISTINCT ON (l.record) c.title, c.subject, l.market, l.verdict, l.at"
        " FROM (SELECT record, market, verdict, at, rule, source, subject_kind, subject FROM label) l"
        " JOIN LATERAL (SELECT state->>'title' AS title, subject, channel, markets FROM case_file WHERE id = l.record) c ON true"
        f" WHERE {which} AND l.at >= %s AND l.record <> %s AND l.source IN ('case', 'appeal'){inside}"
        " ORDER BY l.record, l.verdict DESC LIMIT 500",
        (*asked, since, without, *values),
    ).fetchall()
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[3]] = counts.get(row[3], 0) + 1
    newest = sorted(rows, key=lambda row: row[4], reverse=True)[:limit]
    return Past(counts, tuple((row[0], row[1], row[2], row[3], row[4]) for row in newest))
