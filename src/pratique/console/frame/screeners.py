"""The compiled content of this process, for screens that decide without keeping; compiled when first asked for."""

import threading

from pratique.assembly.screeners import Screeners
from pratique.policy.model import Content

_lock = threading.Lock()
_kept: dict[str, Screeners] = {}


def screeners(content: Content) -> Screeners:
    """What decides by a content; another content takes the place of the one before."""
    with _lock:
        found = _kept.get(content.hash)
        if found is None:
            before = next(iter(_kept.values()), None)
            found = before.successor(content) if before is not None else Screeners(content)
            _kept.clear()
            _kept[content.hash] = found
        return found
