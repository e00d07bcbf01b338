"""The content that decides, with its examples and tests, once for all screens of this process."""

import threading
from typing import Any

from pratique.assembly.operations import drafts
from pratique.base.clock import today
from pratique.casework.content_draft import ContentDraft
from pratique.policy.amend import families_of
from pratique.policy.coverage import MarketCoverage, coverage
from pratique.policy.model import Content
from pratique.policy.overlay import Laid
from pratique.store import contents
from pratique.store.transaction import Transaction

KEPT = 3
_lock = threading.Lock()
_kept: dict[str, Content] = {}
_made: dict[tuple[object, ...], Any] = {}


def whole(tx: Transaction, content: Content) -> Content:
    """A content with what was kept of its examples and tests."""
    with _lock:
        found = _kept.get(content.hash)
        if found is None:
            found = _kept[content.hash] = contents.with_tests(tx, content)
            while len(_kept) > KEPT:
                del _kept[next(iter(_kept))]
        return found


def laid(tx: Transaction, whole: Content, draft: ContentDraft) -> Laid:
    """A content with a draft, without its hash; laid once. Raises ContentError."""
    key = ("laid", whole.hash, draft.id, draft.edition, draft.base)
    with _lock:
        found = _made.get(key)
    if found is None:
        found = drafts.laid_over(tx, whole, draft, hashed=False)
        _once(key, lambda: found)
    return found


def families(content: Content) -> Any:
    """Family → members."""
    return _once(("families", content.hash), lambda: families_of(content))


def covered(content: Content) -> list[MarketCoverage]:
    """Rules in force by market and topic, today."""
    return _once(("coverage", content.hash, today()), lambda: coverage(content, today()))  # type: ignore[no-any-return]  # what was put there


def _once(key: tuple[object, ...], make: Any) -> Any:
    with _lock:
        if key not in _made:
            while len(_made) >= KEPT * 4:
                del _made[next(iter(_made))]
            _made[key] = make()
        return _made[key]
