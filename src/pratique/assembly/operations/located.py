"""What is known of the subjects somebody points at: whose they are and on which channel, from the last decision on each."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from pratique.base.errors import Fault, InvalidError
from pratique.casework.subject import Subject
from pratique.policy.model import Content
from pratique.store.transaction import Transaction


def with_traders(tx: Transaction, subjects: Sequence[Subject]) -> tuple[tuple[Subject, ...], str | None]:
    """Subjects with their traders, as far as known, and the channel where all of them stand on one."""
    rows = tx.execute(
        "SELECT DISTINCT ON (kind, subject_id) kind, subject_id, trader_id, channel FROM decision"
        " WHERE (kind, subject_id) IN (SELECT * FROM unnest(%s::text[], %s::text[])) ORDER BY kind, subject_id, at DESC",
        ([one.kind for one in subjects], [one.id for one in subjects]),
    ).fetchall()
    traders: Mapping[tuple[str, str], str | None] = {(kind, name): trader for kind, name, trader, _ in rows}
    channels = {channel for *_, channel in rows}
    found = tuple(
        msgspec.structs.replace(one, trader=one.id if one.kind == "trader" else traders.get((one.kind, one.id))) for one in subjects
    )
    return found, channels.pop() if len(channels) == 1 else None


def jurisdictions_of(content: Content, markets: Iterable[str]) -> frozenset[str]:
    """Whose law applies in some markets."""
    return frozenset(name for code in markets if code in content.markets for name in content.markets[code].jurisdictions)


def check_places(content: Content, markets: Sequence[str], channel: str | None) -> None:
    """Raises InvalidError for markets and channels there are not."""
    faults = [
        Fault(f"markets.{number}", f"there is no market `{code}`") for number, code in enumerate(markets) if code not in content.markets
    ]
    if channel is not None and channel not in content.channels:
        faults.append(Fault("channel", f"there is no channel `{channel}`; known: {', '.join(sorted(content.channels))}"))
    if faults:
        raise InvalidError(faults)
