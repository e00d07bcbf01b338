"""Listings by what their duplicates would share with them: added, removed and looked up one at a time or a million at once.

Keys lie in sorted columns (12 bytes a key with its row); what was added since they were sorted lies in a dictionary beside them. Once that
has grown to a share of the columns, both are sorted anew, so that an addition costs little on average.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from pratique.facts import Listing
from pratique.identity.duplicates.compare import Comparison, compare
from pratique.identity.duplicates.fingerprint import Fingerprint, Keyed, exact_key, fingerprints

I32 = npt.NDArray[np.int32]

MOST = 400
"""A key that more listings share says nothing of any two of them and is passed over; the key of the whole title never is."""
_SORTED_ANEW = (20_000, 0.2)
"""Keys in the dictionary, at least and as a share of the columns, at which both are sorted anew."""
_AT_ONCE = 4_000


class Match(msgspec.Struct, frozen=True):
    """A listing that is a duplicate of the one asked for, or may be."""

    id: str
    trader: str | None
    comparison: Comparison


class DuplicateIndex:
    """An index in memory."""

    def __init__(self) -> None:
        self.prints: list[Fingerprint | None] = []
        """By row; `None` where the listing was removed."""
        self._rows: dict[str, int] = {}
        self._keys: I32 = np.empty(0, dtype=np.int32)
        self._rows_of_keys: I32 = np.empty(0, dtype=np.int32)
        self._new: dict[int, list[int]] = {}
        self._new_size = 0

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, listing: str) -> bool:
        return listing in self._rows

    def get(self, listing: str) -> Fingerprint | None:
        """The fingerprint of a listing, `None` where it is not in the index."""
        row = self._rows.get(listing)
        return self.prints[row] if row is not None else None

    def add(self, keyed: Keyed) -> None:
        """Put a listing in; one of the same id is replaced."""
        self.remove(keyed.print.id)
        row = self._rows[keyed.print.id] = len(self.prints)
        self.prints.append(keyed.print)
        for key in keyed.keys:
            self._new.setdefault(key, []).append(row)
        self._new_size += len(keyed.keys)
        least, share = _SORTED_ANEW
        if self._new_size > max(least, share * len(self._keys)):
            self.settle()

    def add_many(self, listings: Iterable[Listing], folder: str | None = None) -> list[str]:
        """Put many in; gives what could not be read of their pictures, each with the listing."""
        problems: list[str] = []
        for some in _portions(listings, _AT_ONCE):
            for keyed in fingerprints(some, folder=folder):
                problems += [f"{keyed.print.id}: {problem}" for problem in keyed.problems]
                self.add(keyed)
        return problems

    def remove(self, listing: str) -> bool:
        """Take a listing out; whether it was in. Its keys go when the columns are sorted next."""
        row = self._rows.pop(listing, None)
        if row is None:
            return False
        self.prints[row] = None
        return True

    def query(self, keyed: Keyed, *, least: str = "similar") -> list[Match]:
        """Listings in the index that are alike, the most alike first; never the listing itself. `least` likeness: see `compare`."""
        wanted = _ORDER[: _ORDER.index(least) + 1]
        found = []
        for row in self.candidates(keyed):
            print_ = self.prints[row]
            if print_ is None or print_.id == keyed.print.id:
                continue
            comparison = compare(keyed.print, print_)
            if comparison.likeness in wanted:
                found.append(Match(print_.id, print_.trader, comparison))
        found.sort(key=lambda one: (_ORDER.index(one.comparison.likeness), -one.comparison.score, one.id))
        return found

    def alike(self, listing: str, *, least: str = "near") -> list[Match] | None:
        """The same for a listing of the index; `None` where it is not in it."""
        row = self._rows.get(listing)
        print_ = self.prints[row] if row is not None else None
        if print_ is None:
            return None
        self.settle()
        own = tuple(int(key) for key in self._keys[self._rows_of_keys == row])
        whole = exact_key(print_.title) if print_.title else None
        ordered = tuple(sorted(own, key=lambda key: key != whole))
        return self.query(Keyed(print_, ordered), least=least)

    def candidates(self, keyed: Keyed) -> list[int]:
        """Rows that share a key worth looking at."""
        rows: set[int] = set()
        whole = keyed.keys[0] if keyed.print.title and keyed.keys else None
        starts = np.searchsorted(self._keys, np.array(keyed.keys, dtype=np.int32), "left")
        ends = np.searchsorted(self._keys, np.array(keyed.keys, dtype=np.int32), "right")
        for key, start, end in zip(keyed.keys, starts.tolist(), ends.tolist(), strict=True):
            new = self._new.get(key, ())
            if key == whole or end - start + len(new) <= MOST:
                rows.update(self._rows_of_keys[start:end].tolist())
                rows.update(new)
        return sorted(rows)

    def settle(self) -> None:
        """Sort everything into the columns and drop the keys of what was removed."""
        count = sum(map(len, self._new.values()))
        keys = np.fromiter((key for key, rows in self._new.items() for _ in rows), dtype=np.int32, count=count)
        rows = np.fromiter((row for found in self._new.values() for row in found), dtype=np.int32, count=count)
        self._new, self._new_size = {}, 0
        keys, rows = np.concatenate((self._keys, keys)), np.concatenate((self._rows_of_keys, rows))
        alive = np.fromiter((print_ is not None for print_ in self.prints), dtype=np.bool_, count=len(self.prints))
        kept = alive[rows]
        if not kept.all():
            keys, rows = keys[kept], rows[kept]
        order = np.argsort(keys, kind="stable")
        self._keys, self._rows_of_keys = keys[order], rows[order]

    def blocks(self) -> Iterator[I32]:
        """Rows that share a key, for every key that at least two listings share, in the order of the keys."""
        self.settle()
        for start, end in self.spans():
            yield self._rows_of_keys[start:end]

    def spans(self) -> list[tuple[int, int]]:
        """Half-open stretches of the columns with the same key, those of one listing alone left out. Call `settle` before."""
        if not len(self._keys):
            return []
        edges = np.flatnonzero(np.diff(self._keys)) + 1
        starts, ends = np.concatenate(([0], edges)), np.concatenate((edges, [len(self._keys)]))
        shared = ends - starts > 1
        return list(zip(starts[shared].tolist(), ends[shared].tolist(), strict=True))

    @property
    def columns(self) -> tuple[I32, I32]:
        """Keys in order and their rows, as they are kept in a file. Call `settle` before."""
        return self._keys, self._rows_of_keys

    @classmethod
    def of_columns(cls, prints: Sequence[Fingerprint | None], keys: I32, rows: I32) -> "DuplicateIndex":
        """An index from what `columns` and `prints` gave."""
        made = cls()
        made.prints = list(prints)
        made._rows = {print_.id: row for row, print_ in enumerate(prints) if print_ is not None}
        made._keys, made._rows_of_keys = keys, rows
        return made


_ORDER = ["identical", "near", "similar", "different"]


def _portions(items: Iterable[Listing], size: int) -> Iterator[list[Listing]]:
    some: list[Listing] = []
    for item in items:
        some.append(item)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
