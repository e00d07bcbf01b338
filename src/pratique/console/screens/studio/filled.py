"""What was typed into a form of the studio, read field by field; everything wrong with it is found before anything is said."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from pratique.base.errors import Fault, InvalidError
from pratique.console.screens.studio.told import told
from pratique.policy.syntax.problems import did_you_mean
from pratique.policy.syntax.shape import Language

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SNAKE = re.compile(r"[a-z][a-z0-9_]*")
_PARTED = re.compile(r"[\s,，、]+")


class Filled:
    """A form as it was sent. Reading a field that is wrong notes a fault and gives something harmless; `done` raises them all."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self.form = form
        self.faults: list[Fault] = []

    def __getitem__(self, name: str) -> str:
        return self.form.get(name, "").strip()

    def fault(self, name: str, message: str) -> None:
        """Note what is wrong with a field."""
        self.faults.append(Fault(name, message))

    def done(self) -> None:
        """Raises InvalidError with everything that is wrong."""
        if self.faults:
            raise InvalidError(self.faults)

    def line(self, name: str, *, needed: bool = True) -> str:
        """One line of text."""
        value = " ".join(self[name].split())
        if needed and not value:
            self.fault(name, _("write something here"))
        return value

    def lines(self, name: str, *, needed: bool = False) -> tuple[str, ...]:
        """Several, one a line or parted by semicolons."""
        found = tuple(dict.fromkeys(word for part in re.split(r"[;；\n]", self[name]) if (word := " ".join(part.split()))))
        if needed and not found:
            self.fault(name, _("write at least one"))
        return found

    def language(self, name: str = "language") -> str:
        """A language code of content."""
        value = self.line(name)
        if value and value not in Language.known:
            self.fault(name, _("a language code such as en, zh or any"))
        return value

    def share(self, name: str) -> float:
        """A number from 0 to 1."""
        value = self.number(name)
        if value is not None and not 0 < value <= 1:
            self.fault(name, _("a number above 0 and at most 1"))
        return value or 0.5

    def number(self, name: str, *, needed: bool = True) -> float | None:
        """A number, with a point or a comma."""
        text = self[name].replace(",", ".")
        if not text:
            if needed:
                self.fault(name, _("a number such as 0.8"))
            return None
        try:
            return float(text)
        except ValueError:
            self.fault(name, _("a number such as 0.8"))
            return None

    def day(self, name: str, *, needed: bool = False) -> dt.date | None:
        """A day of the calendar."""
        if not self[name]:
            if needed:
                self.fault(name, _("choose a day"))
            return None
        try:
            return dt.date.fromisoformat(self[name])
        except ValueError:
            self.fault(name, _("a day such as 2026-11-23"))
            return None

    def span(self, first: str, last: str) -> tuple[dt.date | None, dt.date | None]:
        """Two days, the first not after the last."""
        start, end = self.day(first), self.day(last)
        if start and end and end < start:
            self.fault(last, _("is before the first day"))
        return start, end

    def name(self, name: str, *, snake: bool = False) -> str:
        """A new id."""
        value = self.line(name)
        if value and not (_SNAKE if snake else _KEBAB).fullmatch(value):
            self.fault(name, _("lower case letters, digits and underscores") if snake else _("lower case letters, digits and hyphens"))
        return value

    def known(self, name: str, values: Iterable[str], *, needed: bool = True) -> str:
        """One of the names there are."""
        value = self.line(name, needed=needed)
        if value:
            self._check(name, value, set(values))
        return value

    def all_known(self, name: str, values: Iterable[str], *, families: Iterable[str] = ()) -> tuple[str, ...]:
        """Names with spaces or commas between them; `family.*` stands for all of a family."""
        found = tuple(dict.fromkeys(one for one in _PARTED.split(self[name]) if one))
        known, whole = set(values), {f"{one}.*" for one in families}
        for one in found:
            for part in one.split("|"):
                if part not in whole:
                    self._check(name, part, known)
        return found

    def choice(self, name: str, values: Iterable[str], otherwise: str) -> str:
        """One of a short list."""
        value = self[name] or otherwise
        return value if value in set(values) else otherwise

    def _check(self, name: str, value: str, known: set[str]) -> None:
        if value not in known:
            near = did_you_mean(value, known)
            self.fault(name, (_("there is no “%(name)s”") % {"name": value}) + (f"; {told(near)}" if near else ""))
