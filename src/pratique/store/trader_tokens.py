"""What traders have, as keyed hashes: no personal data can be read from them without the secret of the installation."""

from collections.abc import Iterable, Sequence

import msgspec

from pratique.identity.links.tokens import Token
from pratique.store.transaction import Transaction


class Held(msgspec.Struct, frozen=True):
    """A trader has something."""

    trader: str
    channel: str | None
    """Where it was seen."""
    token: Token


def keep(tx: Transaction, held: Iterable[Held]) -> int:
    """Put down what traders have; gives how much of it is new.

    Written in one order, so that two writers never wait for each other in a circle.
    """
    rows = sorted(set(held), key=lambda one: (one.token, one.trader))
    if not rows:
        return 0
    return tx.execute(
        "INSERT INTO trader_token (kind, token, trader, channel, first_seen) SELECT kind, token, trader, channel, %s"
        " FROM unnest(%s::text[], %s::bytea[], %s::text[], %s::text[]) AS t(kind, token, trader, channel) ON CONFLICT DO NOTHING",
        (
            tx.at,
            [one.token.kind for one in rows],
            [one.token.token for one in rows],
            [one.trader for one in rows],
            [one.channel for one in rows],
        ),
    ).rowcount


def new_sources(tx: Transaction, sources: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Of references to personal data with their traders, those that were not hashed yet; from now on they were."""
    rows = sorted(set(sources))
    if not rows:
        return set()
    found = tx.execute(
        "INSERT INTO token_source (ref, trader) SELECT ref, trader FROM unnest(%s::text[], %s::text[]) AS t(ref, trader)"
        " ON CONFLICT DO NOTHING RETURNING ref, trader",
        ([ref for ref, _ in rows], [trader for _, trader in rows]),
    )
    return {(ref, trader) for ref, trader in found.fetchall()}


def forget(tx: Transaction, trader: str) -> int:
    """Remove everything of a trader."""
    tx.execute("DELETE FROM token_source WHERE trader = %s", (trader,))
    return tx.execute("DELETE FROM trader_token WHERE trader = %s", (trader,)).rowcount


def forget_over(tx: Transaction) -> int:
    """Remove everything of traders of whom the vault held something and holds nothing any more."""
    rows = tx.execute(
        "WITH held AS (SELECT s.trader, v.fields FROM token_source s JOIN vault_entry v ON v.ref = s.ref"
        " UNION ALL SELECT t.id, v.fields FROM trader t JOIN vault_entry v ON v.subject = 'trader:' || t.id)"
        " SELECT trader FROM held GROUP BY trader HAVING count(fields) = 0 AND trader IN (SELECT trader FROM trader_token)"
    ).fetchall()
    return sum(forget(tx, trader) for (trader,) in rows)


def shared(tx: Transaction, channels: Sequence[str] | None = None) -> list[tuple[str, Token]]:
    """Whatever at least two traders have; with `channels` only what was seen there."""
    rows = tx.execute(
        "SELECT t.trader, t.kind, t.token FROM trader_token t JOIN (SELECT kind, token FROM trader_token"
        " WHERE %s::text[] IS NULL OR channel = ANY(%s::text[]) GROUP BY kind, token HAVING count(DISTINCT trader) > 1) s"
        " ON s.kind = t.kind AND s.token = t.token WHERE %s::text[] IS NULL OR t.channel = ANY(%s::text[])",
        (channels, channels, channels, channels),
    ).fetchall()
    return [(trader, Token(kind, bytes(token))) for trader, kind, token in rows]


def around(tx: Transaction, traders: Sequence[str], channels: Sequence[str] | None = None) -> list[tuple[str, Token]]:
    """Whatever some traders have, with everybody who has it as well."""
    rows = tx.execute(
        "SELECT t.trader, t.kind, t.token FROM trader_token t WHERE (%s::text[] IS NULL OR t.channel = ANY(%s::text[]))"
        " AND (t.kind, t.token) IN (SELECT kind, token FROM trader_token WHERE trader = ANY(%s))",
        (channels, channels, list(traders)),
    ).fetchall()
    return [(trader, Token(kind, bytes(token))) for trader, kind, token in rows]
