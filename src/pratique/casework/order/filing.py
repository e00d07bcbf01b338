"""An order as it arrives, and what the law wants of it that it lacks.

An order is never turned away for a missing element: it is kept, the clock runs, and the authority is asked. Only what cannot be an order at
all is refused.
"""

import datetime as dt
from typing import Literal

import msgspec

from pratique.base.errors import Fault, InvalidError
from pratique.casework.notice.filing import Pointed, subjects_of
from pratique.casework.order.identical import Identical
from pratique.casework.subject import Subject

OrderKind = Literal["product_safety", "illegal_content", "information", "national"]
"""Regulation (EU) 2023/988 Art. 22(4); Regulation (EU) 2022/2065 Art. 9; the same, Art. 10; any law outside the Union."""
Instruction = Literal["remove", "disable", "warn", "inform"]
LANGUAGES = ("en", "nl", "de", "fr", "es", "it", "pl", "pt")
"""Languages declared at the point of contact (Regulation (EU) 2022/2065 Art. 11(3)); a choice of the house."""


class Authority(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A court or authority, as it names itself."""

    name: str
    country: str
    """ISO code; `EU` for a body of the Union."""
    kind: Literal["court", "market_surveillance", "customs", "digital_services_coordinator", "consumer", "police", "other"] = "other"


class OrderFiling(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What an order says; the letters are those of Regulation (EU) 2022/2065 Art. 9(2)(a)."""

    kind: OrderKind
    authority: Authority
    """(iii)"""
    reference: str
    """File number of the authority."""
    subjects: tuple[Pointed, ...] = ()
    """(iv); for an order to give information, the recipients it asks about."""
    legal_basis: str = ""
    """(i)"""
    reasons: str = ""
    """(ii): why it is illegal, by which provisions; for information, why it is needed (Art. 10(2)(a)(ii))."""
    redress: str = ""
    """(v): ways of redress for us and for the trader."""
    report_to: str | None = None
    """(vi): which authority hears of the effect, where not the one that orders."""
    instruction: Instruction = "disable"
    markets: tuple[str, ...] = ()
    """Territorial scope (Art. 9(2)(b))."""
    identical: Identical | None = None
    language: str = "en"
    has_translation: bool = False
    """At least of the elements, into a declared language (Art. 9(2)(c))."""
    due_at: dt.datetime | None = None
    """A time the order itself sets, where shorter than the law's."""
    silent_until: dt.datetime | None = None
    """The trader is not to be told before."""
    contact_name: str | None = None
    contact_email: str | None = None
    """A person; goes into the vault."""


def check(filing: OrderFiling) -> tuple[Subject, ...]:
    """The subjects, each once.

    Raises InvalidError for what cannot be an order: nobody who orders, no file number, a subject that is none.
    """
    subjects, faults = subjects_of(filing.subjects)
    if not filing.authority.name.strip():
        faults.append(Fault("authority.name", "say who orders"))
    if not (len(filing.authority.country) == 2 and filing.authority.country.isalpha() and filing.authority.country.isupper()):
        faults.append(Fault("authority.country", "is no country: `DE`"))
    if not filing.reference.strip():
        faults.append(Fault("reference", "give the file number of the authority, so that the report finds it"))
    for name in ("due_at", "silent_until"):
        moment = getattr(filing, name)
        if moment is not None and moment.tzinfo is None:
            faults.append(Fault(name, "say in which zone: `2026-03-04T12:00:00+01:00`"))
    if not subjects and not faults and (filing.identical is None or filing.identical.is_empty):
        faults.append(Fault("subjects", "name at least one listing or trader, or what identifies the product"))
    if faults:
        raise InvalidError(faults)
    return subjects


def defects(filing: OrderFiling) -> tuple[Fault, ...]:
    """Elements the law wants and the order lacks, to be asked of the authority."""
    found = []
    article = "Art. 10(2)" if filing.kind == "information" else "Art. 9(2)"
    wanted = {"legal_basis": "(a)(i)", "reasons": "(a)(ii)", "redress": "(a)(v)" if filing.kind != "information" else "(a)(iv)"}
    if filing.kind != "national":
        found += [
            Fault(name, f"is missing (Regulation (EU) 2022/2065 {article}{letter})")
            for name, letter in wanted.items()
            if not getattr(filing, name).strip()
        ]
    elif not filing.legal_basis.strip():
        found.append(Fault("legal_basis", "is missing"))
    if filing.language not in LANGUAGES and not filing.has_translation:
        found.append(Fault("language", f"is none declared ({', '.join(LANGUAGES)}) and there is no translation of the elements"))
    if filing.kind != "information" and not filing.markets:
        found.append(Fault("markets", f"no territorial scope: taken to be {filing.authority.country} alone"))
    if filing.identical is not None and filing.identical.is_empty:
        found.append(Fault("identical", "nothing in the order identifies the product (Regulation (EU) 2023/988 Art. 22(5))"))
    return tuple(found)


def scope(filing: OrderFiling, union: tuple[str, ...]) -> tuple[str, ...]:
    """Markets in which the order has effect: those it names, else the authority's own; `union` are the markets of the Union."""
    if filing.markets:
        return tuple(sorted(set(filing.markets)))
    return union if filing.authority.country == "EU" else (filing.authority.country,)
