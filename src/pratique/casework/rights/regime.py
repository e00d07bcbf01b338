"""How a trader may contest a notice on a right, country by country: what the counter-notice must say and when the listing comes back."""

import datetime as dt
from collections.abc import Collection
from typing import Literal

import msgspec

from pratique.base.errors import ConflictError, Fault, InvalidError
from pratique.casework import statutory
from pratique.casework.deadline import Deadline


class Regime(msgspec.Struct, frozen=True):
    """The counter-notice of one law."""

    id: str
    jurisdiction: str
    rights: tuple[str, ...]
    """Kinds of right; empty means all."""
    basis: str
    needs: dict[str, str]
    """What must be confirmed or given → the words to ask for it with."""
    runs_from: Literal["counter", "forwarded", "notice"]
    """The moment from which the wait is counted: receipt of the counter-notice, its arrival at the rights holder, receipt of the notice."""
    wait: Deadline
    """Not restored before its end, so that the rights holder can go to court."""
    restore: Deadline
    """Restored before its end."""


REGIMES: tuple[Regime, ...] = (
    Regime(
        "us-copyright",
        "us",
        ("copyright",),
        "17 U.S.C. § 512(g)",
        {
            "signature": "sign the counter-notice, by hand or electronically; § 512(g)(3)(A)",
            "mistake_under_penalty_of_perjury": "state under penalty of perjury that it was removed by mistake or misidentification; (C)",
            "name": "give your name; (D)",
            "address": "give your postal address; (D)",
            "telephone": "give your telephone number; (D)",
            "accepts_jurisdiction_and_service": "consent to the Federal District Court and accept service from the complainant; (D)",
        },
        "counter",
        statutory.RESTORE_US_EARLIEST,
        statutory.RESTORE_US_LATEST,
    ),
    Regime(
        "china",
        "cn",
        (),
        "E-Commerce Law of the People's Republic of China Art. 43",
        {
            "no_infringement": "declare that there is no infringement",
            "evidence": "give prima facie evidence of it: authorisation, invoices, your own right",
        },
        "forwarded",
        statutory.WAIT_CHINA,
        statutory.RESTORE_CHINA,
    ),
    Regime(
        "india-copyright",
        "in",
        ("copyright",),
        "Copyright Rules 2013 r. 75 (from general knowledge)",
        {"no_infringement": "declare that there is no infringement"},
        "notice",
        statutory.WAIT_INDIA,
        statutory.RESTORE_INDIA,
    ),
)


def regime_for(jurisdictions: Collection[str], right_kind: str | None) -> Regime:
    """The first regime under whose law the right lies.

    Raises ConflictError where no law knows a counter-notice for it: the trader appeals instead.
    """
    for one in REGIMES:
        if one.jurisdiction in jurisdictions and (not one.rights or right_kind is None or right_kind in one.rights):
            return one
    raise ConflictError(
        "no_counter_notice", "the law of this right knows no counter-notice", "appeal against the decision instead, within six months"
    )


def regime(name: str) -> Regime:
    """By id. Raises KeyError."""
    return {one.id: one for one in REGIMES}[name]


def check_counter(one: Regime, given: Collection[str]) -> None:
    """Raises InvalidError with everything the law wants and the counter-notice lacks. `given` names what was confirmed or given."""
    missing = [Fault(field, words) for field, words in one.needs.items() if field not in given]
    if missing:
        raise InvalidError(missing)


def window(one: Regime, notice_at: dt.datetime, counter_at: dt.datetime, forwarded_at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """When it may come back at the earliest, and the first moment at which that is late."""
    start = {"counter": counter_at, "forwarded": forwarded_at, "notice": notice_at}[one.runs_from]
    earliest, latest = one.wait.due(start), one.restore.due(start)
    if latest <= forwarded_at:  # the wait was over before anybody contested: a day to put it back
        return forwarded_at, forwarded_at + dt.timedelta(days=1)
    return earliest, latest
