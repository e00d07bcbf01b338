"""Screeners ready for use, one a question: channel, stage, strategy, day. One content at a time; another takes its place whole."""

import datetime as dt
import threading
from collections.abc import Sequence

import msgspec

from pratique.assembly.drafting import Drafter
from pratique.assembly.recalled import Recalls
from pratique.assembly.screener import Screener
from pratique.base.clock import Clock, now
from pratique.policy.model import Content

MOST = 64
"""Questions for which a compiled plan is kept; each takes some tens of megabytes at most, mostly shared."""


class Question(msgspec.Struct, frozen=True):
    """What a subject is screened for."""

    channel: str | None = None
    stage: str = "publish"
    markets: tuple[str, ...] | None = None
    """`None`: all of them."""
    strategy: str = "default"
    as_of: dt.date | None = None
    """`None`: the day of the question."""


class Screeners:
    """The compiled content of one worker. Calls may come from several threads; a plan is compiled once.

    `markets` are those the house sells in: nothing is compiled for the others; all of the content where they are not named.
    """

    def __init__(self, content: Content, clock: Clock = now, markets: Sequence[str] | None = None, recalls: Recalls | None = None) -> None:
        self.content, self._clock, self._markets, self.recalls = content, clock, markets, recalls
        self._lock = threading.Lock()
        self._kept: dict[Question, Drafter] = {}
        self._detector = Screener(content).detector

    def drafter(self, question: Question) -> Drafter:
        """What answers a question, whatever markets it asks for. Raises InputError for a channel, stage or strategy that there is not."""
        asked = self._of_day(question)
        found = self._kept.get(asked)
        return found if found is not None else self._compile(asked)

    def is_ready(self, question: Question) -> bool:
        """Whether a question can be answered without compiling first, which takes a good part of a second."""
        return self._of_day(question) in self._kept

    def _of_day(self, question: Question) -> Question:
        return msgspec.structs.replace(question, markets=None, as_of=question.as_of or self._clock().date())

    def _compile(self, asked: Question) -> Drafter:
        with self._lock:
            found = self._kept.get(asked)
            if found is None:
                screener = Screener(
                    self.content,
                    channel=asked.channel,
                    stage=asked.stage,
                    as_of=asked.as_of,
                    markets=self._markets,
                    strategy=asked.strategy,
                    detector=self._detector,
                    recalls=self.recalls,
                )
                _ = screener.plan
                found = Drafter(screener)
                while len(self._kept) >= MOST:
                    del self._kept[next(iter(self._kept))]
                self._kept[asked] = found
            return found

    def prepare_tomorrow(self, ahead: dt.timedelta) -> int:
        """Where the day ends within `ahead`, compile for the next one what was asked today, so that nobody waits at midnight; how many.

        What yesterday was asked for makes room.
        """
        moment = self._clock()
        day, tomorrow = moment.date(), (moment + ahead).date()
        if day == tomorrow:
            return 0
        asked = [msgspec.structs.replace(one, as_of=tomorrow) for one in tuple(self._kept) if one.as_of == day]
        missing = [one for one in asked if one not in self._kept]
        with self._lock:
            for one in [one for one in self._kept if one.as_of is not None and one.as_of < day]:
                del self._kept[one]
        for one in missing:
            self.drafter(one)
        return len(missing)

    def hold_against(self, recalls: Recalls | None) -> None:
        """From now on listings are held against these notices. What is being decided meanwhile goes by one or the other, never by half."""
        with self._lock:
            self.recalls = recalls
            for drafter in self._kept.values():
                drafter.screener.recalls = recalls

    def successor(self, content: Content) -> "Screeners":
        """The same questions answered by another content, compiled before anybody waits for them."""
        made = Screeners(content, self._clock, self._markets, self.recalls.under(content) if self.recalls is not None else None)
        made._make_ready(self)
        return made

    def take_over(self, other: "Screeners") -> None:
        """Answer what another one answered until now: its questions of today, by the notices it knew."""
        self.hold_against(other.recalls.under(self.content) if other.recalls is not None else None)
        self._make_ready(other)

    def _make_ready(self, other: "Screeners") -> None:
        day = self._clock().date()
        for question in tuple(other._kept):
            if question.as_of == day and (question.channel is None or question.channel in self.content.channels):
                self.drafter(question)
