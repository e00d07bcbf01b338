"""Where something stands in a file, and how an error there is drawn."""

import msgspec

from pratique.base.said import Said


class Place(msgspec.Struct, frozen=True, order=True):
    """A point in a content or input file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing wrong at one place, in words for the person who must mend it."""

    place: Place
    message: str
    """Lower case, no full stop, the author's own words in backticks."""
    hint: str = ""
    source_line: str = ""
    """The line of the file as it stands, so that the caret can be drawn under it."""
    said: Said | None = None
    """The message, and `said_hint` the hint, for whoever can tell them in another language."""
    said_hint: Said | None = None

    def render(self) -> str:
        """Draw the problem as `error: …`, an arrow to the place, the line with a caret, and the hint."""
        number = str(self.place.line)
        margin = " " * len(number)
        lines = [f"error: {self.message}", f"{margin}--> {self.place}"]
        if self.source_line:
            shown = self.source_line.expandtabs(1)
            start = max(0, self.place.column - 80)
            shown, caret = shown[start : start + 160], self.place.column - 1 - start
            lines += [f"{number} | {shown}", f"{margin} | {' ' * caret}^"]
        if self.hint:
            lines.append(f"{margin} = hint: {self.hint}")
        return "\n".join(lines)
