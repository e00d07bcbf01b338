"""Goods that an earlier run refused, so that a later one knows them again under another id or trader."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from pratique.assembly.screener import Screener
from pratique.assembly.write import DecisionRow
from pratique.base.errors import InputError
from pratique.engine.decision import Decision
from pratique.facts import Listing, Reading
from pratique.identity.duplicates import DuplicateIndex, fingerprint
from pratique.identity.duplicates.relisted import Earlier, confidence, reading
from pratique.policy.goods import rests_on_goods
from pratique.policy.model import Content

_UNCHECKED = frozenset({"conduct"})
"""Family that a check which failed could have read."""
_ROWS = 50_000


class EarlierRefusals:
    """What was refused, where, and the listings it was."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._markets: dict[str, set[str]] = {}
        self._source: dict[str, str] = {}
        self._index = DuplicateIndex()

    @property
    def refused(self) -> int:
        """How many listings were refused for what they are."""
        return len(self._markets)

    @property
    def unknown(self) -> int:
        """How many of them there was no text of: copies of those are not found."""
        return len(self._markets) - len(self._index)

    def take_decisions(self, rows: Iterable[DecisionRow], source: str) -> None:
        """Take in decisions of an earlier run. Those for who sells, for a price or a lacking paper say nothing of somebody else's offer."""
        for row in rows:
            if row.verdict == "refuse" and not row.degraded and any(self._counts(one.rule, one.verdict) for one in row.findings):
                self._markets.setdefault(row.listing_id, set()).add(row.market)
                self._source[row.listing_id] = f"{source}, {row.as_of}"

    def _counts(self, rule: str, verdict: str) -> bool:
        known = self._content.rules.get(rule)
        return verdict == "refuse" and known is not None and rests_on_goods(known)

    def take_listings(self, listings: Iterable[Listing]) -> None:
        """Take in listings; those that were not refused are passed over."""
        self._index.add_many([one for one in listings if one.listing_id in self._markets and one.listing_id not in self._index])

    def find(self, listing: Listing) -> tuple[Reading, frozenset[str]] | None:
        """What is known of a listing from earlier, and for which markets it counts."""
        matches = self._index.query(fingerprint(listing), least="near")
        found = [Earlier(one.id, self._source[one.id], one.comparison, tuple(sorted(self._markets[one.id]))) for one in matches]
        read = reading(found)
        sure = [one for one in found if confidence(one)]
        return (read, frozenset(market for one in sure for market in one.markets or ())) if read is not None else None

    def watching(self, screener: Screener, screen: Callable[[Sequence[Listing]], list[list[Decision]]]) -> "_Watching":
        """The same screening, with copies of refused goods decided again for the markets in which they were refused."""
        return _Watching(self, screener, screen)


class _Watching:
    def __init__(self, earlier: EarlierRefusals, screener: Screener, screen: Callable[[Sequence[Listing]], list[list[Decision]]]) -> None:
        self._earlier, self._screener, self._screen = earlier, screener, screen

    def __call__(self, listings: Sequence[Listing]) -> list[list[Decision]]:
        decided = self._screen(listings)
        return [self._again(listing, found) for listing, found in zip(listings, decided, strict=True)]

    def _again(self, listing: Listing, first: list[Decision]) -> list[Decision]:
        if listing.kind != "listing":
            return first
        try:
            found = self._earlier.find(listing)
        except Exception:  # whatever it was, the decision says that not all was looked at
            return self._screener.screen(listing, unchecked=_UNCHECKED)
        if found is None:
            return first
        read, markets = found
        again = {one.market: one for one in self._screener.screen(listing, given=(read,))}
        return [again[one.market] if one.market in markets else one for one in first]


def decisions_in(path: Path) -> Iterable[DecisionRow]:
    """Rows that `screen --out` wrote. Raises InputError for what is no such file."""
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            import pyarrow.parquet as pq

            columns = list(DecisionRow.__struct_fields__)
            for batch in pq.ParquetFile(path).iter_batches(_ROWS, columns=columns):
                yield from msgspec.convert(batch.to_pylist(), list[DecisionRow])
        else:
            decode = msgspec.json.Decoder(DecisionRow).decode
            with path.open("rb") as file:
                for line in file:
                    if line.strip():
                        yield decode(line)
    except (OSError, ValueError, msgspec.MsgspecError, KeyError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else " ".join(str(error).split())[:160]
        raise InputError(f"{path}: holds no decisions of `pratique screen`: {reason}") from None
