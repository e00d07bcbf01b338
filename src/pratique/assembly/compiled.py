"""What is worked out of a content once and kept in the cache, so that the next start is quick: term forms and unit factors."""

import contextlib
import hashlib
import os

import msgspec

from pratique.policy.cache import cache_folder
from pratique.policy.model import Content
from pratique.signals.text.lexicon import COMPILED_FORMAT, CompiledTerms, compile_terms
from pratique.signals.text.units import SPELLINGS, factors


class Compiled(msgspec.Struct, frozen=True):
    """Compiled forms of the concepts of one content."""

    terms: CompiledTerms
    unit_factors: dict[str, dict[str, float]]
    """Base unit → spelling → how many of the base unit one is."""


_DECODER = msgspec.msgpack.Decoder(Compiled)
KEPT = 8


def compiled(content: Content) -> Compiled:
    """From the cache where this content was compiled before; a damaged or unwritable cache only costs time."""
    key = hashlib.sha256(repr((content.hash, COMPILED_FORMAT, tuple(content.concepts), SPELLINGS)).encode()).hexdigest()[:32]
    path = cache_folder() / f"compiled-{key}.msgpack"
    with contextlib.suppress(OSError, msgspec.DecodeError):
        raw = path.read_bytes()
        if hashlib.sha256(raw[32:]).digest() == raw[:32]:
            return _DECODER.decode(raw[32:])
    bases = sorted({concept.quantity.unit for concept in content.concepts.values() if concept.quantity})
    made = Compiled(compile_terms(tuple(content.concepts.values())), {base: factors(base) for base in bases})
    payload = msgspec.msgpack.encode(made)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_bytes(hashlib.sha256(payload).digest() + payload)
        aside.replace(path)
        for old in sorted(path.parent.glob("compiled-*.msgpack"), key=lambda found: found.stat().st_mtime)[:-KEPT]:
            old.unlink()
    return made
