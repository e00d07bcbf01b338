"""What is worked out of a content once and kept in the cache, so that the next start is quick: term forms and unit factors."""

import contextlib
import hashlib
import os
from pathlib import Path

import msgspec

from pratique.policy.cache import cache_folder
from pratique.policy.model import Content
from pratique.signals.text.lexicon import COMPILED_FORMAT, CompiledTerms, compile_terms, recompiled
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
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return _DECODER.decode(_cached(content))
    return _DECODER.decode(_make(content))


def compiled_after(content: Content, before: Content) -> Compiled:
    """The same where only some concepts differ from those of a content that was compiled: theirs alone are compiled anew."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return _DECODER.decode(_cached(content))
    if list(content.concepts)[: len(before.concepts)] != list(before.concepts):
        return compiled(content)
    made = successor(compiled(before), before, content)
    _keep(content, msgspec.msgpack.encode(made))
    return made


def successor(old: Compiled, before: Content, content: Content) -> Compiled:
    """What was compiled of a content, made over for another that differs in some concepts; nothing is kept."""
    if list(content.concepts)[: len(before.concepts)] != list(before.concepts):
        return compiled(content)
    changed = [
        number
        for number, (name, concept) in enumerate(content.concepts.items())
        if name not in before.concepts
        or (
            concept is not before.concepts[name]
            and (concept.terms, concept.categories) != (before.concepts[name].terms, before.concepts[name].categories)
        )
    ]
    terms = recompiled(old.terms, tuple(content.concepts.values()), changed) if changed else old.terms
    bases = {concept.quantity.unit for concept in content.concepts.values() if concept.quantity}
    return Compiled(terms, {base: old.unit_factors.get(base) or factors(base) for base in sorted(bases)})


def packed(content: Content) -> bytes:
    """The same as bytes, for other machines: what `unpack` takes there."""
    try:
        payload = _cached(content)
    except OSError:
        payload = _make(content)
    return _name(content).encode() + payload


def unpack(content: Content, given: bytes) -> None:
    """Put into the cache what was compiled elsewhere, where it is of this content and this release; else it is compiled here."""
    if given[:32] == _name(content).encode() and not _path(content).exists():
        _keep(content, given[32:])


def _make(content: Content) -> bytes:
    bases = sorted({concept.quantity.unit for concept in content.concepts.values() if concept.quantity})
    made = Compiled(compile_terms(tuple(content.concepts.values())), {base: factors(base) for base in bases})
    payload = msgspec.msgpack.encode(made)
    _keep(content, payload)
    return payload


def _cached(content: Content) -> bytes:
    """Raises OSError where it was not compiled here, or the file is damaged."""
    raw = _path(content).read_bytes()
    if hashlib.sha256(raw[32:]).digest() != raw[:32]:
        raise OSError("damaged")
    return raw[32:]


def _keep(content: Content, payload: bytes) -> None:
    path = _path(content)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_bytes(hashlib.sha256(payload).digest() + payload)
        aside.replace(path)
        for old in sorted(path.parent.glob("compiled-*.msgpack"), key=lambda found: found.stat().st_mtime)[:-KEPT]:
            old.unlink()


def _path(content: Content) -> Path:
    return cache_folder() / f"compiled-{_name(content)}.msgpack"


def _name(content: Content) -> str:
    return hashlib.sha256(repr((content.hash, COMPILED_FORMAT, tuple(content.concepts), SPELLINGS)).encode()).hexdigest()[:32]
