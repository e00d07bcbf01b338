"""Load content: the base and its overlays, every error at once, the result kept for the next start."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from pratique.base.errors import ContentError
from pratique.policy.cache import fetch, keep
from pratique.policy.canonical import digest
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
        from pratique.policy.assemble import Assembly  # parser and shapes are not needed where the content was parsed before

        assembly = Assembly(layers)
        content = assembly.content()
    if assembly.problems.found:
        raise ContentError(assembly.problems.found)
    found = content_hash(content)
    version = content.version if len(layers) == 1 else f"{content.version}+{found[:8]}"
    content = msgspec.structs.replace(content, hash=found, version=version)
    keep(key, content)
    return content


def content_hash(content: Content) -> str:
    """Hash of what takes effect: not of places in files, versions, examples or tests."""
    return digest(msgspec.structs.replace(content, version="", hash="", examples=(), rule_tests=()))


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
