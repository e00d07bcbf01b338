"""Listings as lists and searches see them: the last decision on each subject, found by letters in a row, by rule, concept, market, verdict.

PostgreSQL's own search knows no Chinese, and the extension for trigrams is not everywhere; so the letters stand in an array with an index.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from pratique.base.actor import Actor
from pratique.signals.text.normal import normalise
from pratique.store.pages import decoded, encoded, walls
from pratique.store.transaction import Transaction

VERDICTS = ("allow", "allow_with_conditions", "hold", "refuse")
MOST_COUNTED = 10_000


class ListingEntry(msgspec.Struct, frozen=True):
    """One subject with the last decision on it."""

    id: str
    kind: str
    subject: str
    channel: str | None
    markets: tuple[str, ...]
    trader: str | None
    title: str
    category: str | None
    brand: str | None
    language: str | None
    decision: str
    at: dt.datetime
    worst: int
    verdicts: tuple[str, ...]
    """For each of `markets`."""
    views: int

    @property
    def verdict(self) -> str:
        """The gravest of them."""
        return VERDICTS[self.worst]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Verdict → in how many markets, the gravest first; those in none are left out."""
        return [(name, number) for name in reversed(VERDICTS) if (number := self.verdicts.count(name))]


class Entries(msgspec.Struct, frozen=True):
    """Some of them and where to go on."""

    items: tuple[ListingEntry, ...]
    next: str | None


class Wanted(msgspec.Struct, frozen=True):
    """What a list is narrowed to; empty is all."""

    words: str = ""
    channel: str | None = None
    verdict: str | None = None
    market: str | None = None
    """With `verdict`: that verdict in this market."""
    rule: str | None = None
    formerly: tuple[str, ...] = ()
    """Other ids that rule had: what was decided under them is found as well."""
    concept: str | None = None
    family: str | None = None
    trader: str | None = None


def key(kind: str, subject: str, channel: str | None) -> str:
    """What an entry is kept under: the same name on another channel is another listing."""
    return f"{kind}:{subject}@{channel or ''}"


def fold(texts: Iterable[str | None]) -> str:
    """What is searched in: one normal form of some texts."""
    return normalise(" ".join(text for text in texts if text))


def grams(folded: str) -> list[str]:
    """Two and three letters in a row, within words; single ones where a word is one letter."""
    found: dict[str, None] = {}
    for word in folded.split():
        for size in (2, 3):
            for start in range(len(word) - size + 1):
                found[word[start : start + size]] = None
        if len(word) == 1 or not word[0].isascii():
            found.update(dict.fromkeys(word))
    return list(found)


def tags(
    markets: Sequence[str],
    verdicts: Sequence[str],
    rules: Iterable[str],
    concepts: Iterable[str],
    families: Iterable[tuple[str, str, str]] = (),
) -> list[str]:
    """What an entry is narrowed by. `families`: market, verdict and the family it is held or refused because of."""
    concepts = set(concepts)
    found = {f"{market}:{verdict}" for market, verdict in zip(markets, verdicts, strict=True)}
    found |= {f"market:{market}" for market in markets} | {f"rule:{rule}" for rule in rules} | {f"concept:{name}" for name in concepts}
    found |= {":".join(one) for one in families}
    return sorted(found | {f"family:{name.partition('.')[0]}" for name in concepts})


_FIELDS = ListingEntry.__struct_fields__


def put(tx: Transaction, entries: Sequence[tuple[ListingEntry, list[str], str]]) -> None:
    """Keep entries with their tags and what is searched in, in place of older ones."""
    columns = (*_FIELDS, "tags", "grams", "folded")
    sets = ", ".join(f"{name} = EXCLUDED.{name}" for name in columns if name != "id")
    query = (
        f"INSERT INTO listing_entry ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
        f" ON CONFLICT (id) DO UPDATE SET {sets} WHERE listing_entry.at <= EXCLUDED.at"
    )
    rows = [
        (*(list(value) if isinstance(value, tuple) else value for value in msgspec.structs.astuple(entry)), tagged, grams(folded), folded)
        for entry, tagged, folded in entries
    ]
    with tx.connection.cursor() as cursor:
        cursor.executemany(query.encode(), rows)


def search(tx: Transaction, actor: Actor, wanted: Wanted, *, cursor: str | None = None, limit: int = 50) -> Entries:
    """Entries within the walls, newest first. Raises InvalidError for a cursor that is none of ours."""
    conditions, values = narrowed(actor, wanted)
    if cursor is not None:
        conditions.append("(at, id) < (%s::timestamptz, %s)")
        values.extend(decoded(cursor))
    rows = tx.execute(
        f"SELECT {', '.join(_FIELDS)}, at::text AS moment FROM listing_entry WHERE {' AND '.join(conditions) or 'TRUE'}"
        " ORDER BY at DESC, id DESC LIMIT %s",
        (*values, limit + 1),
    ).fetchall()
    following = encoded(rows[limit - 1][-1], rows[limit - 1][0]) if len(rows) > limit else None
    return Entries(tuple(_entry(row[:-1]) for row in rows[:limit]), following)


def count(tx: Transaction, actor: Actor, wanted: Wanted) -> int:
    """How many there are; from `MOST_COUNTED` on nobody counts further."""
    conditions, values = narrowed(actor, wanted)
    row = tx.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM listing_entry WHERE {' AND '.join(conditions) or 'TRUE'} LIMIT %s) AS counted",
        (*values, MOST_COUNTED),
    ).fetchone()
    return int(row[0]) if row else 0


def screened_since(tx: Transaction, actor: Actor, wanted: Wanted, since: dt.datetime) -> int:
    """How many of them were screened last after a moment."""
    conditions, values = narrowed(actor, wanted)
    query = f"SELECT count(*) FROM listing_entry WHERE {' AND '.join([*conditions, 'at > %s'])}"
    row = tx.execute(query, (*values, since)).fetchone()
    return int(row[0]) if row else 0


def find(tx: Transaction, actor: Actor, kind: str, subject: str) -> list[ListingEntry]:
    """The entries of a subject within the walls: one a channel."""
    conditions, values = narrowed(actor, Wanted())
    conditions += ["kind = %s", "subject = %s"]
    values += [kind, subject]
    query = f"SELECT {', '.join(_FIELDS)} FROM listing_entry WHERE {' AND '.join(conditions)} ORDER BY at DESC"
    return [_entry(row) for row in tx.execute(query, values).fetchall()]


def named(tx: Transaction, actor: Actor, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], ListingEntry]:
    """Kind and name → the newest entry within the walls; what is not there is left out."""
    conditions, values = narrowed(actor, Wanted())
    conditions.append("(kind, subject) IN (SELECT * FROM unnest(%s::text[], %s::text[]))")
    values += [[kind for kind, _ in keys], [subject for _, subject in keys]]
    query = f"SELECT {', '.join(_FIELDS)} FROM listing_entry WHERE {' AND '.join(conditions)} ORDER BY at"
    return {(one.kind, one.subject): one for one in (_entry(row) for row in tx.execute(query, values).fetchall())}


def narrowed(actor: Actor, wanted: Wanted) -> tuple[list[str], list[object]]:
    """Conditions and values that narrow `listing_entry` to what somebody may see and wants."""
    conditions, values = walls(actor)
    if actor.subject is not None:
        conditions.append("trader = %s")
        values.append(actor.subject)
    for column, value in (("channel", wanted.channel), ("trader", wanted.trader)):
        if value:
            conditions.append(f"{column} = %s")
            values.append(value)
    asked = [f"{name}:{value}" for name, value in (("concept", wanted.concept), ("family", wanted.family)) if value]
    if wanted.rule:
        conditions.append("tags && %s::text[]")
        values.append([f"rule:{name}" for name in (wanted.rule, *wanted.formerly)])
    if wanted.market:
        asked.append(f"{wanted.market}:{wanted.verdict}" if wanted.verdict else f"market:{wanted.market}")
        if wanted.family and wanted.verdict in VERDICTS[2:]:  # held or refused there because of it, not only read
            asked.append(f"{wanted.market}:{wanted.verdict}:{wanted.family}")
    elif wanted.verdict in VERDICTS:
        conditions.append("worst = %s")
        values.append(VERDICTS.index(wanted.verdict))
    if asked:
        conditions.append("tags @> %s::text[]")
        values.append(asked)
    folded = normalise(wanted.words[:200])
    if folded.strip():
        letters = grams(folded)
        longest = [one for one in letters if len(one) == 3] or letters
        if longest:
            conditions.append("grams @> %s::text[]")
            values.append(longest)
        parts = folded.split()
        if any(len(part) == 1 and part.isascii() for part in parts):
            parts = [folded.strip()]  # a single letter or digit says something only beside its neighbours: `ali 1`
        for part in parts:
            conditions.append("position(%s in folded) > 0")
            values.append(part)
    return conditions, values


def _entry(row: Sequence[object]) -> ListingEntry:
    return ListingEntry(*(tuple(value) if isinstance(value, list) else value for value in row))  # type: ignore[arg-type]  # columns are those of the struct
