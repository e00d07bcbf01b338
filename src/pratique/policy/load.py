"""Load content: the base and its overlays, every error at once, the result kept for the next start."""

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from pratique.base.errors import ContentError
from pratique.policy.assemble import Assembly
from pratique.policy.cache import fetch, keep
from pratique.policy.model import Content
from pratique.policy.tree import fingerprint, read_layers


def load_content(overlays: Sequence[Path] = (), base: Path | None = None) -> Content:
    """The effective content: packaged base (or `base`), with overlays laid over it in their order.

    Raises ContentError with every problem found, InputError where a folder is missing.
    """
    layers = read_layers(overlays, base)
    key = fingerprint(layers)
    with _without_collection():
        content = fetch(key)
        if content is not None:
            return content
        assembly = Assembly(layers)
        content = assembly.content()
    if assembly.problems.found:
        raise ContentError(assembly.problems.found)
    digest = content_hash(content)
    version = content.version if len(layers) == 1 else f"{content.version}+{digest[:8]}"
    content = msgspec.structs.replace(content, hash=digest, version=version)
    keep(key, content)
    return content


def content_hash(content: Content) -> str:
    """Hash of what takes effect: not of places in files, versions, examples or tests."""
    bare = msgspec.structs.replace(
        content,
        version="",
        hash="",
        examples=(),
        rule_tests=(),
        **{
            name: {key: msgspec.structs.replace(unit, place=None) for key, unit in getattr(content, name).items()}
            for name in ("concepts", "packs", "sources", "parameters", "lists", "rules", "markets", "channels", "documents", "strategies")
        },
    )
    return hashlib.sha256(msgspec.json.encode(bare, order="deterministic")).hexdigest()


@contextmanager
def _without_collection() -> Iterator[None]:
    """Parsing makes millions of objects and no cycles; collecting among them takes longer than parsing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
