"""One registration as an extract gives it, and how offices write its parts."""

import datetime as dt
import re

import msgspec

from pratique.facts.brand import Mark, MarkStatus

_NUMBERS = re.compile(r"\d{1,3}")
_DAYS = ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y年%m月%d日")
_ENDED = (
    "ended",
    "expired",
    "cancelled",
    "canceled",
    "abandoned",
    "dead",
    "withdrawn",
    "refused",
    "surrendered",
    "invalid",
    "revoked",
    "lapsed",
    "inactive",
    "terminated",
    "无效",
    "已注销",
    "撤销",
    "失效",
    "驳回",
    "到期",
)
_PENDING = (
    "pending",
    "filed",
    "application",
    "examination",
    "published",
    "opposition",
    "received",
    "申请中",
    "待审",
    "初审",
    "初步审定",
    "审查",
)
CLASSES = range(1, 46)


class Entry(msgspec.Struct, frozen=True):
    """What was read of one registration."""

    text: str
    office: str
    number: str
    nice_classes: tuple[int, ...] = ()
    territories: tuple[str, ...] = ()
    owner: str = ""
    status: MarkStatus = "registered"
    valid_to: dt.date | None = None

    def mark(self) -> Mark:
        """The same as the register keeps it."""
        return Mark(self.text, self.office, self.number, self.nice_classes, self.territories, self.owner, self.status, self.valid_to)


def classes_of(written: str) -> tuple[int, ...]:
    """Nice classes, ascending; what is none is left out (`9, 25, 100` of a national classification)."""
    return tuple(sorted({number for found in _NUMBERS.findall(written) if (number := int(found)) in CLASSES}))


def day_of(written: str) -> dt.date | None:
    """A day in one of the forms the offices use; of a period, its end."""
    text = re.split(r"至|\s+to\s+|~|—", written)[-1].strip()
    text = text[:10] if re.match(r"\d{4}-\d{2}-\d{2}", text) else text
    for form in _DAYS:
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def status_of(written: str, valid_to: dt.date | None, on: dt.date) -> MarkStatus:
    """Whether it holds: by the office's word, else by its end. USPTO codes: 6xx and 4xx are dead or abandoned, 7xx and 8xx registered."""
    text = written.strip().casefold()
    if re.fullmatch(r"\d{3}", text):
        first = text[0]
        return "registered" if first in "78" and text != "710" else "ended" if first in "467" else "pending"
    if any(word in text for word in _ENDED) or (valid_to is not None and valid_to < on):
        return "ended"
    is_registered = "registered" in text or "注册" in text.replace("注册申请", "")
    return "pending" if not is_registered and any(word in text for word in _PENDING) else "registered"
