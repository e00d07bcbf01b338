"""Screening on a cluster: the same screener in every worker, content and notices sent to each once."""

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from pratique.assembly.recalled import detector_of
from pratique.assembly.screener import Screener
from pratique.assembly.write.schema import DECISIONS, record_batch
from pratique.base.errors import InputError, SetupError
from pratique.engine.decision import Decision
from pratique.facts import Listing
from pratique.facts.from_row import listing_from_row
from pratique.identity.notice import ProductNotice
from pratique.policy.model import Content

if TYPE_CHECKING:
    from pratique.engine.spark import DataFrame

_SENT: dict[str, pa.DataType] = {"row": pa.int64(), "listing": pa.binary()}
_RETURNED: dict[str, pa.DataType] = {"row": pa.int64(), "decisions": pa.binary()}
SENT, RETURNED = pa.schema(_SENT), pa.schema(_RETURNED)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a screener is made of, small enough to be sent."""

    channel: str | None
    stage: str
    as_of: datetime.date
    markets: tuple[str, ...]
    strategy: str


class Sent:
    """Work that is sent to the workers: content and notices as bytes, and what is wanted of them. Each process makes its screener once.

    `digest` is of both.
    """

    def __init__(self, content: bytes, notices: bytes, digest: str, wanted: Wanted) -> None:
        self._content, self._notices, self._digest, self._wanted = content, notices, digest, wanted

    def screener(self) -> Screener:
        """The screener of this process."""
        return _screener(self)

    def make(self) -> Screener:
        """A new screener from what was sent."""
        wanted = self._wanted
        content = msgspec.msgpack.decode(self._content, type=Content)
        notices = msgspec.msgpack.decode(self._notices, type=list[ProductNotice])
        return Screener(
            content,
            channel=wanted.channel,
            stage=wanted.stage,
            as_of=wanted.as_of,
            markets=wanted.markets,
            strategy=wanted.strategy,
            recalls=detector_of(notices, content) if notices else None,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sent) and (self._digest, self._wanted) == (other._digest, other._wanted)

    def __hash__(self) -> int:
        return hash((self._digest, self._wanted))


@lru_cache(maxsize=2)
def _screener(sent: Sent) -> Screener:
    return sent.make()


class DecideStructs(Sent):
    """Listings as MessagePack in, decisions as MessagePack out, by row."""

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """What a worker does with its batches."""
        screener = self.screener()
        for batch in batches:
            listings = [msgspec.msgpack.decode(one, type=Listing) for one in batch.column("listing").to_pylist() if one is not None]
            decided = [msgspec.msgpack.encode(found) for found in screener.screen_many(listings)]
            yield pa.record_batch([batch.column("row"), pa.array(decided, pa.binary())], schema=RETURNED)


class DecideRows(Sent):
    """Rows of an export in, rows of the output file out."""

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """What a worker does with its batches."""
        screener = self.screener()
        for batch in batches:
            rows = batch.to_pylist()
            listings, unreadable = [], []
            for row in rows:
                try:
                    listings.append(listing_from_row(row)[0])
                except InputError as error:
                    unreadable.append((str(row.get("listing_id") or ""), str(error)))
            decided = [decision for found in screener.screen_many(listings) for decision in found]
            held = [screener.unreadable(identity, reason, market) for identity, reason in unreadable for market in screener.markets]
            yield record_batch(DECISIONS, [*decided, *held])


class ClusterScreener:
    """Screens on the workers of a Spark cluster, with the answers of `screener`. `notices` are those it holds listings against.

    Raises:
        SetupError: Spark is not installed.
    """

    def __init__(self, screener: Screener, notices: Sequence[ProductNotice] = ()) -> None:
        try:
            from pratique.engine import spark
        except ImportError as error:
            raise SetupError(
                f"the engine `spark` needs the extra `spark`: pip install 'pratique[spark]' ({error.name} is missing)"
            ) from error
        self._spark = spark
        content = screener.content
        wanted = Wanted(
            channel=screener.channel, stage=screener.stage, as_of=screener.as_of, markets=screener.markets, strategy=screener.strategy
        )
        body = msgspec.msgpack.encode(notices)
        self._sent = (msgspec.msgpack.encode(content), body, f"{content.hash} {hashlib.sha256(body).hexdigest()}", wanted)

    def screen_many(self, listings: Sequence[Listing]) -> list[list[Decision]]:
        """As `Screener.screen_many`."""
        sent = pa.table([range(len(listings)), [msgspec.msgpack.encode(listing) for listing in listings]], schema=SENT)
        returned = self._spark.map_table(sent, DecideStructs(*self._sent), RETURNED)
        rows, decided = returned.column("row").to_pylist(), returned.column("decisions").to_pylist()
        found = {row: msgspec.msgpack.decode(one, type=list[Decision]) for row, one in zip(rows, decided, strict=True) if one is not None}
        return [found[row] for row in range(len(listings))]

    def screen_frame(self, frame: "DataFrame") -> Any:
        """A Spark frame of an export's rows → a frame of decisions, in the schema of the output file. Nothing passes through the driver."""
        return self._spark.map_frame(frame, DecideRows(*self._sent), DECISIONS)
