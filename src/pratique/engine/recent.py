"""A bounded cache that forgets what was not asked for lately."""

from collections.abc import Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """Two generations: when the young one has reached `limit` (the sum of sizes) it becomes the old one."""

    __slots__ = ("_limit", "_old", "_size", "_young")

    def __init__(self, limit: int) -> None:
        self._limit, self._size = limit, 0
        self._young: dict[Hashable, V] = {}
        self._old: dict[Hashable, V] = {}

    def get(self, key: Hashable) -> V | None:
        """What was put under the key, `None` where it was forgotten."""
        value = self._young.get(key)
        if value is None:
            value = self._old.get(key)
            if value is not None:
                self.put(key, value)
        return value

    def put(self, key: Hashable, value: V, size: int = 1) -> None:
        """Remember."""
        if self._size >= self._limit:
            self._old, self._young, self._size = self._young, {}, 0
        self._young[key] = value
        self._size += size

    def weigh(self, size: int) -> None:
        """Count what a value that was put has grown by."""
        self._size += size

    def __len__(self) -> int:
        return len(self._young) + len(self._old)
