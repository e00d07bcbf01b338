"""What a reader hands on: listings in portions, and what could not be read."""

import msgspec

from pratique.facts import Listing


class Reject(msgspec.Struct, frozen=True):
    """A row that is no listing. One line of the rejects file."""

    file: str
    line: int
    """Line of the file on which the row starts, from 1; for Parquet and workbooks the number of the row."""
    reason: str
    row: str = ""
    """The beginning of the row as it stands."""


class Warned(msgspec.Struct, frozen=True):
    """A cell that was read otherwise than written."""

    file: str
    line: int
    message: str

    @property
    def kind(self) -> str:
        """The message without the value: warnings of one kind are counted together."""
        return self.message.split(": `", 1)[0]


class Chunk(msgspec.Struct):
    """A portion of the input, in its order. `rows` = listings + rejects."""

    listings: list[Listing] = []
    lines: list[int] = []
    """Of each listing, as in `Reject.line`."""
    rejects: list[Reject] = []
    warnings: list[Warned] = []
    file: str = ""
    done: float | None = None
    """Share of the whole input read by the end of this portion; `None` where its size is not known."""

    @property
    def rows(self) -> int:
        """Rows read."""
        return len(self.listings) + len(self.rejects)


class Unreadable(msgspec.Struct, frozen=True):
    """A row that its reader could not take apart, and why."""

    reason: str
    text: str = ""


Row = tuple[int, dict[str, object] | Unreadable, str]
"""Line, cells by column or why there are none, and a warning about the row as a whole (empty: none)."""
