"""What traders have, as keyed hashes: no personal data can be read from them without the secret of the installation."""

from collections.abc import Iterable, Sequence

from pratique.identity.links.tokens import Token
from pratique.store.transaction import Transaction


def keep(tx: Transaction, trader: str, channel: str | None, tokens: Iterable[Token]) -> int:
    """Put down what a trader has; gives how much of it is new."""
    rows = list(tokens)
    if not rows:
        return 0
    return tx.execute(
        "INSERT INTO trader_token (kind, token, trader, channel, first_seen)"
        " SELECT kind, token, %s, %s, %s FROM unnest(%s::text[], %s::bytea[]) AS t(kind, token) ON CONFLICT DO NOTHING",
        (trader, channel, tx.at, [one.kind for one in rows], [one.token for one in rows]),
    ).rowcount


def is_new(tx: Transaction, reference: str, trader: str) -> bool:
    """Whether personal data under a reference was not hashed yet for this trader; from now on it was."""
    done = tx.execute("INSERT INTO token_source (ref, trader) VALUES (%s, %s) ON CONFLICT DO NOTHING", (reference, trader))
    return done.rowcount == 1


def forget(tx: Transaction, trader: str) -> int:
    """Remove everything of a trader."""
    tx.execute("DELETE FROM token_source WHERE trader = %s", (trader,))
    return tx.execute("DELETE FROM trader_token WHERE trader = %s", (trader,)).rowcount


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
