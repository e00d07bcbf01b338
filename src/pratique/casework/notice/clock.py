"""How soon a notice must be decided, and which goes first."""

import datetime as dt
from collections.abc import Collection

from pratique.casework import statutory
from pratique.casework.deadline import Deadline, earliest
from pratique.casework.notice.events import SubmitterKind
from pratique.casework.notice.filing import NoticeKind


def deadlines(
    kind: NoticeKind, submitter: SubmitterKind, jurisdictions: Collection[str], right_kind: str | None = None
) -> tuple[Deadline, ...]:
    """Every clock that a notice starts.

    `jurisdictions` are those whose law applies where it points (`eu`, `cn`, `us`); where none is given, the strictest of those three count.
    """
    found: list[Deadline] = []
    everywhere = not jurisdictions
    if everywhere or "eu" in jurisdictions:
        found.append(statutory.NOTICE_UNION)
        if kind == "product_safety":
            found.append(statutory.NOTICE_SAFETY)
        if kind == "consumer":
            found.append(statutory.NOTICE_PLEDGE)
    if kind == "intellectual_property":
        if everywhere or "cn" in jurisdictions:
            found.append(statutory.NOTICE_CHINA)
        if ("us" in jurisdictions or everywhere) and right_kind in ("copyright", None):
            found.append(statutory.NOTICE_US_COPYRIGHT)
        if "in" in jurisdictions and right_kind in ("copyright", None):
            found.append(statutory.NOTICE_INDIA)
    if "jp" in jurisdictions:
        found.append(statutory.NOTICE_JAPAN)
    if submitter == "trusted_flagger":
        found.append(statutory.NOTICE_FLAGGER)
    return tuple(found) or (statutory.NOTICE_HOUSE,)


def due(
    kind: NoticeKind, submitter: SubmitterKind, jurisdictions: Collection[str], at: dt.datetime, right_kind: str | None = None
) -> tuple[Deadline, dt.datetime]:
    """The clock that ends first, and when it has run out."""
    return earliest(deadlines(kind, submitter, jurisdictions, right_kind), at)


def priority(kind: NoticeKind, submitter: SubmitterKind, *, offence_against_children: bool = False) -> int:
    """0 goes first: children, then trusted flaggers (Regulation (EU) 2022/2065 Art. 22(1)), then safety, then the rest."""
    if offence_against_children:
        return 0
    if submitter in ("trusted_flagger", "authority"):
        return 1
    return 2 if kind == "product_safety" else 3
