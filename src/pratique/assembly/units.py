"""Conversion factors of all quantities of a content, worked out once and kept in the cache."""

import hashlib
import os

import msgspec

from pratique.policy.cache import cache_folder
from pratique.policy.model import Content
from pratique.signals.text.units import SPELLINGS, factors

Table = dict[str, dict[str, float]]


def unit_factors(content: Content) -> Table:
    """Base unit → spelling → factor. Importing `pint` takes longer than all the rest of the start."""
    bases = sorted({concept.quantity.unit for concept in content.concepts.values() if concept.quantity})
    if not bases:
        return {}
    key = hashlib.sha256(repr((bases, SPELLINGS)).encode()).hexdigest()[:16]
    folder = cache_folder()
    path = folder / f"units-{key}.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Table)
    except (OSError, msgspec.DecodeError):
        pass
    table = {base: factors(base) for base in bases}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_bytes(msgspec.json.encode(table))
        aside.replace(path)
    except OSError:
        pass  # a cache that cannot be written only costs time
    return table
