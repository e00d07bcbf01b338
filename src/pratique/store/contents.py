"""Effective contents by hash, and which of them decides: so that any decision can be replayed, and every worker changes over."""

import datetime as dt
import zlib

import msgspec

from pratique.base.actor import Actor
from pratique.base.errors import AbsentError
from pratique.base.event import Event
from pratique.policy.load import content_hash
from pratique.policy.model import ConceptExample, Content, RuleTest
from pratique.store.records import note
from pratique.store.transaction import Transaction

_DECODER = msgspec.msgpack.Decoder(Content)
_PACKED: dict[str, bytes] = {}
"""The last content, packed: a second database of the same process need not pack it again."""
LARGEST = 1 << 30
"""Bytes a kept content may unpack to."""


class Tests(msgspec.Struct, frozen=True):
    """What shows that a content says what it should."""

    examples: tuple[ConceptExample, ...]
    rule_tests: tuple[RuleTest, ...]


class ContentPublished(Event, frozen=True, kw_only=True, tag="content_published"):
    """From now on this content decides."""

    version: str


def keep(tx: Transaction, content: Content, compiled: bytes | None = None) -> None:
    """Keep a content under its hash, once; its tests and examples apart. `compiled` spares each worker compiling it."""
    if tx.execute("SELECT 1 FROM content_version WHERE hash = %s", (content.hash,)).fetchone():
        return
    tests = zlib.compress(msgspec.msgpack.encode(Tests(content.examples, content.rule_tests)), 3) if content.examples else None
    tx.execute(
        "INSERT INTO content_version (hash, version, body, compiled, tests, at) VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (content.hash, content.version, _packed(content), compiled, tests, tx.at),
    )


def _packed(content: Content) -> bytes:
    known = _PACKED.get(content.hash)
    if known is None:
        _PACKED.clear()
        effective = msgspec.structs.replace(content, examples=(), rule_tests=())
        known = _PACKED[content.hash] = zlib.compress(msgspec.msgpack.encode(effective), 3)
    return known


def publish(tx: Transaction, content: Content, actor: Actor, compiled: bytes | None = None) -> None:
    """Let a content decide from now on."""
    keep(tx, content, compiled)
    activate(tx, content.hash, content.version, actor)


def activate(tx: Transaction, name: str, version: str, actor: Actor) -> None:
    """Let a content that is kept decide from now on: also an earlier one again."""
    tx.execute("INSERT INTO content_active (hash, at, by) VALUES (%s, %s, %s)", (name, tx.at, actor.id))
    note(tx, "content", name, ContentPublished(at=tx.at, by=actor.id, version=version))


def active(tx: Transaction) -> str | None:
    """Hash of the content that decides; `None` before the first was published."""
    row = tx.execute("SELECT hash FROM content_active ORDER BY number DESC LIMIT 1").fetchone()
    return row[0] if row else None


def published(tx: Transaction, limit: int = 20) -> list[tuple[str, str, dt.datetime, str]]:
    """Which contents decided, newest first: hash, version, since when, by whom."""
    query = "SELECT hash, version, a.at, a.by FROM content_active a JOIN content_version USING (hash) ORDER BY a.number DESC LIMIT %s"
    return [(row[0], row[1], row[2], row[3]) for row in tx.execute(query, (limit,)).fetchall()]


def named(tx: Transaction, start: str) -> tuple[str, str]:
    """Hash and version of the one kept content whose hash or version begins so. Raises AbsentError where none or several do."""
    rows = tx.execute(
        "SELECT hash, version FROM content_version WHERE starts_with(hash, %s) OR version = %s ORDER BY at DESC LIMIT 2", (start, start)
    ).fetchall()
    if len(rows) != 1 or not start:
        raise AbsentError("content" if not rows else "single content", start)
    return rows[0][0], rows[0][1]


def load(tx: Transaction, name: str) -> Content:
    """A content by its whole hash. Raises AbsentError where it is not kept or does not hold what its name says."""
    row = tx.execute("SELECT body FROM content_version WHERE hash = %s", (name,)).fetchone()
    if row is None:
        raise AbsentError("content", name)
    unpacker = zlib.decompressobj()
    content = _DECODER.decode(unpacker.decompress(bytes(row[0]), LARGEST))
    if content.hash != name or content_hash(content) != name:
        raise AbsentError("undamaged content", name)
    return content


def with_tests(tx: Transaction, content: Content) -> Content:
    """A content with the examples and tests that were kept beside it; as it is where it has them, or none were kept."""
    if content.examples or content.rule_tests:
        return content
    row = tx.execute("SELECT tests FROM content_version WHERE hash = %s", (content.hash,)).fetchone()
    if row is None or row[0] is None:
        return content
    kept = msgspec.msgpack.decode(zlib.decompressobj().decompress(bytes(row[0]), LARGEST), type=Tests)
    return msgspec.structs.replace(content, examples=kept.examples, rule_tests=kept.rule_tests)


def compiled(tx: Transaction, name: str) -> bytes | None:
    """What was compiled of a content when it was published, where anything was."""
    row = tx.execute("SELECT compiled FROM content_version WHERE hash = %s", (name,)).fetchone()
    return bytes(row[0]) if row and row[0] is not None else None
