"""What a feed is: which requests bring it, how an answer becomes records, how a record becomes a notice."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from pratique.assembly.feeds.cells import RecordError
from pratique.identity.notice import ProductNotice

Record = dict[str, Any]
"""A record of the official form, as parsed from JSON, or of XML the texts by tag."""


class Step(msgspec.Struct, frozen=True):
    """One request. Its name is what a broken run remembers."""

    name: str
    url: str
    is_final: bool = False
    """What it answers will never change: once done it is not asked again."""
    may_be_absent: bool = False
    """404 means that there is nothing, not that something is wrong."""
    kind: str = ""
    """For feeds with more than one form of answer."""


class Answer(msgspec.Struct, frozen=True):
    """What came back."""

    step: Step
    body: bytes
    next_url: str | None = None
    """The page that follows, where the answer's `Link` header names one (RFC 8288)."""

    def json(self) -> Any:
        """The body as JSON. Raises RecordError where it is none."""
        try:
            return msgspec.json.decode(self.body.removeprefix(b"\xef\xbb\xbf"))
        except msgspec.DecodeError as error:
            raise RecordError(f"the answer is no JSON: {error}; it begins {self.body[:60]!r}") from None

    def json_list(self) -> list[Record]:
        """The body as a JSON array of objects."""
        return objects(self.json(), "the answer")

    def json_object(self) -> Record:
        """The body as a JSON object."""
        found = self.json()
        if not isinstance(found, dict):
            raise RecordError(f"the answer is no JSON object; it begins {self.body[:60]!r}")
        return found


def objects(found: Any, where: str) -> list[Record]:
    """A list whose objects are records; what is none becomes a record that is rejected later, with its reason."""
    if not isinstance(found, list):
        raise RecordError(f"{where} holds no list of records")
    return [one if isinstance(one, dict) else {"not a record": one} for one in found]


class Page(msgspec.Struct, frozen=True):
    """What an answer holds: records, and further requests it leads to."""

    records: Sequence[Record] = ()
    more: Sequence[Step] = ()


class Feed(msgspec.Struct, frozen=True):
    """One authority's publication."""

    name: str
    title: str
    base: str
    """Scheme and host; what is asked for anywhere else is refused."""
    steps: Callable[[dt.date, dt.date, str], Iterator[Step]]
    """The first requests, from a day to a day (both included), at a base."""
    read: Callable[[Answer, str, dt.date], Page]
    """What an answer holds; also given the base, and the day from which notices are wanted."""
    parse: Callable[[Record], ProductNotice | None]
    """A record as a notice; `None` for one that is none, as a page in another language. Raises RecordError with the reason."""
    earliest: dt.date
    pause: float = 1.0
    """Least seconds between two requests."""
    overlap: int = 30
    """Days before the last pull that are asked for again: authorities change notices after they published them."""
    by_default: bool = True
    """Whether it is pulled where no name is given."""
    note: str = ""
    """What whoever pulls it should know."""
