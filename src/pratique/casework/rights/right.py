"""A right that a notice can rest on, and what is plainly wrong with how it is registered."""

import datetime as dt
import re
from collections.abc import Collection
from typing import Literal, get_args

import msgspec

from pratique.base.errors import Fault

RightKind = Literal["trade_mark", "design", "copyright", "patent", "utility_model", "geographical_indication"]
RIGHT_KINDS: tuple[RightKind, ...] = get_args(RightKind)
RightStatus = Literal["pending", "verified", "refused", "lapsed"]
_REGISTERED = ("trade_mark", "design", "patent", "utility_model", "geographical_indication")

_NUMBERS: dict[tuple[str, RightKind], tuple[str, str]] = {
    ("EU", "trade_mark"): (r"0?\d{8}", "nine digits: 018123456"),
    ("EU", "design"): (r"\d{9}-\d{4}", "nine digits, a hyphen, four digits: 008123456-0001"),
    ("US", "trade_mark"): (r"\d{5,7}", "the registration number, up to seven digits"),
    ("US", "design"): (r"D\d{6,7}", "a D and six or seven digits: D912345"),
    ("US", "patent"): (r"\d{7,8}", "seven or eight digits"),
    ("CN", "trade_mark"): (r"G?\d{5,8}", "up to eight digits"),
    ("CN", "patent"): (r"(ZL)?\d{12}\.[\dX]", "twelve digits, a point, a check digit: ZL201510123456.7"),
    ("CN", "utility_model"): (r"(ZL)?\d{12}\.[\dX]", "twelve digits, a point, a check digit"),
    ("CN", "design"): (r"(ZL)?\d{12}\.[\dX]", "twelve digits, a point, a check digit"),
    ("WO", "trade_mark"): (r"\d{6,7}[A-Z]?", "six or seven digits"),
}
"""How the offices write their numbers; from general knowledge, so a number that looks strange is asked about and not refused for good."""


class RightFiling(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A right as its holder registers it here."""

    kind: RightKind
    title: str
    """The mark in words, the name of the work or invention."""
    territories: tuple[str, ...]
    """Where it holds: ISO codes, `EU`."""
    proof: tuple[str, ...]
    """References of the documents that show it: certificate, first publication."""
    number: str | None = None
    office: str | None = None
    """Who registered it: ISO code, `EU` for EUIPO, `WO` for the international register."""
    nice_classes: tuple[int, ...] = ()
    """Classes of goods and services of the Nice Agreement, 1 to 45; for a trade mark."""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class Right(msgspec.Struct, frozen=True, omit_defaults=True):
    """A right kept for a holder."""

    id: str
    kind: RightKind
    title: str
    territories: tuple[str, ...]
    proof: tuple[str, ...]
    status: RightStatus = "pending"
    number: str | None = None
    office: str | None = None
    nice_classes: tuple[int, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    doubts: tuple[str, ...] = ()
    """What the reviewer should look at."""

    def is_valid(self, on: dt.date) -> bool:
        """Whether it was verified and holds on a day."""
        return (
            self.status == "verified"
            and (self.valid_from is None or self.valid_from <= on)
            and (self.valid_to is None or on <= self.valid_to)
        )

    def holds_in(self, jurisdictions: Collection[str]) -> bool:
        """Whether one of the jurisdictions (`eu`, `de`) is its territory. Copyright holds everywhere (Berne Convention Art. 5)."""
        return self.kind == "copyright" or not {one.casefold() for one in self.territories}.isdisjoint(jurisdictions)


def check(filing: RightFiling, on: dt.date) -> list[Fault]:
    """What makes it impossible to register."""
    faults = []
    if not filing.title.strip() or len(filing.title) > 500:
        faults.append(Fault("title", "name the mark, work or invention in at most 500 characters"))
    if not filing.territories:
        faults.append(Fault("territories", "say where it holds: `EU`, `DE`, `US`"))
    faults += [
        Fault(f"territories.{number}", f"`{one}` is no country: `DE`")
        for number, one in enumerate(filing.territories)
        if not _is_country(one)
    ]
    if not filing.proof:
        faults.append(Fault("proof", "attach what shows the right: the certificate, the first publication"))
    if filing.kind in _REGISTERED and not (filing.number or "").strip():
        faults.append(Fault("number", "give the number of the registration"))
    if filing.kind in _REGISTERED and (filing.office is None or not _is_country(filing.office)):
        faults.append(Fault("office", "say who registered it: `EU`, `US`, `WO`"))
    if filing.kind == "trade_mark" and not filing.nice_classes:
        faults.append(Fault("nice_classes", "name the Nice classes it is registered for"))
    if any(not 1 <= one <= 45 for one in filing.nice_classes):
        faults.append(Fault("nice_classes", "there are the classes 1 to 45"))
    if filing.valid_from and filing.valid_to and filing.valid_to < filing.valid_from:
        faults.append(Fault("valid_to", "lies before `valid_from`"))
    if filing.valid_to and filing.valid_to < on:
        faults.append(Fault("valid_to", f"it ran out on {filing.valid_to}"))
    return faults


def doubts(filing: RightFiling) -> tuple[str, ...]:
    """What does not stop it but should be looked at when it is verified."""
    found = []
    form = _NUMBERS.get((filing.office or "", filing.kind))
    if form and filing.number and not re.fullmatch(form[0], filing.number.strip()):
        found.append(f"number: the office writes {form[1]}")
    if filing.office and filing.office not in ("WO", *filing.territories):
        found.append(f"territories: registered by {filing.office}, said to hold in {', '.join(filing.territories)}")
    if filing.kind in ("patent", "utility_model", "design", "trade_mark") and filing.valid_to is None:
        found.append("valid_to: no end given; look it up in the register")
    return tuple(found)


def _is_country(text: str) -> bool:
    return len(text) == 2 and text.isalpha() and text.isupper()
