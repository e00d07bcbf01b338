"""The problems of one load, each with its place and the line it stands on."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from pratique.base.place import Place, Problem
from pratique.base.said import Said, said
from pratique.policy.syntax.hidden import visible

_BREAK = re.compile(r"\r\n|\r|\n")
MOST = 10_000
"""Past this many problems nobody reads on."""


class RefusedError(Exception):
    """A node was reported and has no value; whoever reads its neighbours goes on."""


class Problems:
    """Collects problems over all files of a load."""

    def __init__(self) -> None:
        self.found: dict[Problem, None] = {}
        self._texts: dict[str, str] = {}
        self._lines: dict[str, list[str]] = {}

    def add_file(self, name: str, text: str) -> None:
        """Remember the text of a file, so that its lines can be shown."""
        self._texts[name] = text

    def report(self, place: Place, message: str | Said, hint: str | Said | None = None) -> None:
        """Note a problem; the same one twice counts once."""
        if len(self.found) < MOST:
            shown = (visible(str(message)), visible(str(hint or "")), visible(self.line(place)))
            self.found[Problem(place, *shown, _said(message), _said(hint))] = None

    def line(self, place: Place) -> str:
        """The line a place stands on, empty where the file was not read."""
        if place.file not in self._texts:
            return ""
        lines = self._lines.get(place.file)
        if lines is None:
            lines = self._lines[place.file] = _BREAK.split(self._texts[place.file])
        return lines[place.line - 1] if 0 < place.line <= len(lines) else ""


def did_you_mean(name: str, known: Iterable[str], otherwise: Said | None = None, prefix: str = "") -> Said | None:
    """A hint that names the nearest known word, or `otherwise` where none is near."""
    best = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=70)
    if best is None:
        return otherwise
    return said("did you mean `{meant}`?", meant=f"{prefix}{best[0]}")


def _said(message: str | Said | None) -> Said | None:
    return message if isinstance(message, Said) else None
