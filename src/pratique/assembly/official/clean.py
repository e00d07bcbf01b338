"""From the cells of an official table to words a trader would write."""

import datetime
import re
from collections.abc import Iterator

from stdnum import casrn

_CAS = re.compile(r"\b\d{2,7}-\d{2}-\d\b")
_SEVERAL = re.compile(r";|\||,,|\n|\r|\[\d+\]")
_MARKS = re.compile(r"\s*(?:\((?:INN|INCI|USAN|BAN|ISO|gas)\)|[*†‡]+|\(\d+\))", re.IGNORECASE)
_SALTS = re.compile(
    r",?\s*(?:and|or|with|including|as well as)?\s*(?:its|their|all|any)?\s*"
    r"(?:inorganic |organic )?(?:salts?|esters?|derivatives|isomers|enantiomers|compounds|complexes|preparations)\b.*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r",?\s+(?:when used|when present|if (?:it|they) contains?|with the exception|except|unless|other than|containing)\b.*$", re.IGNORECASE
)
_BRACKETED = re.compile(r"\s\(([^()]{2,60})\)$")
"""At the end and apart; within a chemical name brackets are part of it."""
_NO_NAME = re.compile(
    r"excep|listed|annex|see |entry|leaves|roots|during|purity|e\.g\.|i\.e\.|petroleum|"
    r"elemental|soluble|airborne|unbound|respirable|vapou?r|powder|^\d+:\d+$",
    re.IGNORECASE,
)
_TWICE = re.compile(r"^(.+?) and \1$", re.IGNORECASE)
_UNSEEN = str.maketrans({"\u00ad": "", "\u200b": "", "\u2010": "-", "\u2011": "-", "\u2032": "'", "\u00a0": " "})
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%B %d, %Y", "%Y/%m/%d", "%d.%m.%Y")

_READ = 1_000
"""Of one name no more is read: what follows is prose, and a hostile cell would keep the expressions above busy for minutes."""
LONGEST = 80
"""Nobody writes a chemical name longer than this into a listing."""
SHORTEST = 5
"""A single word shorter than this means other things too (`lead`, `wood`); its author adds it by hand."""


def cas_numbers(cell: str) -> list[str]:
    """The CAS numbers in a cell whose check digit is right."""
    return list(dict.fromkeys(found for found in _CAS.findall(cell) if casrn.is_valid(found)))


def names(cell: str) -> list[str]:
    """The names in a cell: without marks, salts and conditions; what stands in brackets is a name of its own."""
    found: dict[str, str] = {}
    for part in _SEVERAL.split(cell.translate(_UNSEEN)):
        written = " ".join(part.split())[:_READ]
        plain = _CONDITION.sub("", _SALTS.sub("", _MARKS.sub("", written))).strip(" ,;.-")
        bracketed = _BRACKETED.search(plain)
        pieces = [plain[: bracketed.start()], bracketed[1]] if bracketed else [plain]
        for piece in pieces:
            name = _TWICE.sub(r"\1", piece.strip(" ,;.-"))
            if name and not (piece is not pieces[0] and _NO_NAME.search(name)):
                found.setdefault(name.casefold(), name)
    return list(found.values())


def writable(found: list[str]) -> Iterator[str]:
    """Names that can stand as terms: long enough to mean one thing, short enough to be written."""
    for name in found:
        letters = sum(character.isalpha() for character in name)
        if len(name) <= LONGEST and (letters >= SHORTEST or (letters and any(character.isdigit() for character in name) and len(name) > 3)):
            yield name


def day(cell: str) -> datetime.date | None:
    """A day as publishers write it; `None` where it is none."""
    text = " ".join(cell.split())[:30].removesuffix(" 00:00:00")
    for form in _DATES:
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    return None
