"""Values of official forms brought into ours: texts, dates, lists, countries."""

import datetime as dt
import html
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from typing import Any

from pratique.identity.gtin import gtins_in

_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"</?(?:p|br|li|ul|ol|div|tr|td|th|h\d)\b[^>]*>", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_NOTHING = frozenset(
    {"", "-", "n/a", "na", "none", "unknown", "not known", "not provided", "not specified", "no brand", "unbranded", "null"}
)
_DAYS = (
    (r"(\d{4})-(\d\d)-(\d\d)", (1, 2, 3)),
    (r"(\d{4})(\d\d)(\d\d)$", (1, 2, 3)),
    (r"(\d{1,2})/(\d{1,2})/(\d{4})", (3, 2, 1)),
)
LONGEST = 20_000
"""Characters of one text that are kept."""


class RecordError(Exception):
    """A record that no notice can be made of; the text says why."""


def text(value: Any) -> str:
    """One line of plain text; markup and entities resolved, empty where there is nothing."""
    if value is None:
        return ""
    raw = str(value)
    if "<" in raw:
        raw = _TAG.sub(" ", _BREAK.sub(" ", raw))
    return _SPACE.sub(" ", html.unescape(raw).replace("\u200b", "")).strip()[:LONGEST]


def known(value: Any) -> str:
    """The same, empty where it says that nothing is known."""
    found = text(value)
    return "" if found.lower().strip(" .") in _NOTHING else found


def several(value: Any) -> tuple[str, ...]:
    """A cell with several values: a list, or a text with commas, semicolons or line ends between them."""
    if isinstance(value, list | tuple):
        parts: Iterable[str] = (known(one) for one in value)
    else:
        parts = (known(one) for one in re.split(r"\s*[,;\n|]\s*|\s+(?:and|or)\s+", text(value)))
    return tuple(dict.fromkeys(part for part in parts if part))


def named(items: Any, field: str) -> tuple[str, ...]:
    """One field of each of a list of objects."""
    if not isinstance(items, list):
        return ()
    return tuple(dict.fromkeys(found for item in items if isinstance(item, dict) and (found := known(item.get(field)))))


def gtins(*values: Any) -> tuple[str, ...]:
    """Trade item numbers anywhere in some cells, in order of the number."""
    return tuple(sorted(gtins_in(" ; ".join(f"ean {text(value)}" for value in values if value))))


def day(value: Any) -> dt.date | None:
    """A day as feeds write it: 2026-01-08, 20260108, 08/01/2026 (day first), 2026-01-08T00:00:00Z, Thu, 08 Jan 2026 …"""
    raw = text(value)
    for pattern, order in _DAYS:
        match = re.match(pattern, raw)
        if match:
            try:
                return dt.date(*(int(match.group(place)) for place in order))
            except ValueError:
                return None
    try:
        return parsedate_to_datetime(raw).date()
    except (ValueError, TypeError):
        return None


def required_day(value: Any, field: str) -> dt.date:
    """A day a notice cannot be without."""
    found = day(value)
    if found is None:
        raise RecordError(f"`{field}` is no day: `{text(value)[:40]}`")
    return found


def required(value: Any, field: str) -> str:
    """A text a notice cannot be without."""
    found = text(value)
    if not found:
        raise RecordError(f"`{field}` is empty")
    return found
