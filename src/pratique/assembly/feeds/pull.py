"""One pull of one feed: every step once, what came is kept at once, so that a broken run goes on where it stopped."""

import datetime as dt
from collections.abc import Callable

import msgspec

from pratique.assembly.feeds.cells import RecordError
from pratique.assembly.feeds.courier import Courier, Seen
from pratique.assembly.feeds.feed import Feed, Page, Record, Step
from pratique.assembly.feeds.keeper import Keeper, Rejected
from pratique.assembly.feeds.pictures import Pictures
from pratique.base.clock import Clock, now
from pratique.identity.notice import ProductNotice

_CUT = 2_000


class Pulled(msgspec.Struct):
    """What a pull came to."""

    feed: str
    steps: int = 0
    unchanged: int = 0
    """Steps whose answer is the one known already."""
    records: int = 0
    changed: int = 0
    """Notices that are new or differ from what was kept."""
    rejected: int = 0
    unreadable: int = 0
    """Answers that were no list of records at all."""
    pictures: int = 0
    """Pictures that were fetched."""


def pull(
    feed: Feed,
    keeper: Keeper,
    *,
    since: dt.date | None = None,
    base: str | None = None,
    courier: Courier | None = None,
    pictures: bool = False,
    clock: Clock = now,
    told: Callable[[Pulled], None] = lambda _: None,
) -> Pulled:
    """Fetch what is new since a day; without one, since the last pull less the feed's overlap, or all there is.

    `base` is another scheme and host for the same paths, a mirror. With `pictures` those of the notices are fetched as well, and kept as
    hashes; what is known of them from before is kept in any case. `told` is called after each step. Raises FetchError; what came before
    stays. A day counts as covered only where every answer could be read.
    """
    at = base or feed.base
    today = clock().date()
    asked = courier or Courier(at, feed.pause)
    done = Pulled(feed.name)
    shown: Pictures | None = None
    try:
        with keeper:
            progress = keeper.progress
            shown = Pictures(progress.pictures, at, fetch=pictures)
            first = since or _first(feed, progress.since, progress.covered)
            if progress.since != first.isoformat():
                progress.since = first.isoformat()
            waiting = list(reversed(list(feed.steps(first, today, at))))
            while waiting:
                step = waiting.pop()
                known = progress.done.get(step.name)
                if known is not None and step.is_final:
                    continue
                came = asked.fetch(step, known)
                done.steps += 1
                page = Page()
                rejected: list[Rejected] = []
                if came is None:
                    done.unchanged += 1
                    if step.is_final:
                        progress.done[step.name] = Seen()
                else:
                    answer, seen = came
                    try:
                        page = feed.read(answer, at, first)
                    except RecordError as error:  # the whole answer is wrong: said, and asked for again next time
                        rejected.append(_rejected(clock, step, str(error), answer.body[:_CUT].decode("utf-8", "replace")))
                        done.unreadable += 1
                    else:
                        if not page.more:
                            progress.done[step.name] = seen
                notices, bad = _parsed(feed, page, step, clock)
                done.records += len(page.records)
                done.rejected += len(bad) + len(rejected)
                done.changed += keeper.add([shown.of(one) for one in notices], [*rejected, *bad])
                done.pictures = shown.fetched
                waiting += reversed(page.more)
                told(done)
            if not done.unreadable:
                if since is None or not progress.covered or since.isoformat() <= progress.covered:
                    progress.covered = today.isoformat()
                progress.since = ""
            keeper.add([], [])
    finally:
        if shown is not None:
            shown.close()
        if courier is None:
            asked.close()
    return done


def _first(feed: Feed, under_way: str, covered: str) -> dt.date:
    if under_way:
        return dt.date.fromisoformat(under_way)
    if covered:
        return max(feed.earliest, dt.date.fromisoformat(covered) - dt.timedelta(days=feed.overlap))
    return feed.earliest


def _parsed(feed: Feed, page: Page, step: Step, clock: Clock) -> tuple[list[ProductNotice], list[Rejected]]:
    notices, rejected = [], []
    for record in page.records:
        try:
            notice = feed.parse(record)
        except RecordError as error:
            rejected.append(_rejected(clock, step, str(error), _shown(record)))
        except (TypeError, ValueError, AttributeError, KeyError, IndexError) as error:  # a cell of another form than ever seen
            rejected.append(_rejected(clock, step, f"not of the form known: {type(error).__name__}: {error}", _shown(record)))
        else:
            if notice is not None:
                notices.append(notice)
    return notices, rejected


def _shown(record: Record) -> str:
    return msgspec.json.encode(record, enc_hook=str).decode()[:_CUT]


def _rejected(clock: Clock, step: Step, reason: str, record: str) -> Rejected:
    return Rejected(clock().isoformat(timespec="seconds"), step.name, reason, record)
