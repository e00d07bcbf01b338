"""A letter as it is filed, and what is plainly wrong with it."""

import datetime as dt
from collections.abc import Collection

import msgspec

from pratique.base.errors import Fault

LONGEST_DAYS = 3660
"""A letter for more than ten years is asked about: it is likelier a slip than a promise."""


class AuthorisationFiling(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The owner of a brand lets a trader sell under it."""

    brand: str
    """Id of the register, or the mark in words where the register has no such brand."""
    letter: str
    """Number or reference of the letter."""
    issuer: str
    """Who signed it: the owner, or a distributor of theirs."""
    proof: tuple[str, ...]
    """References of the documents: the letter, the chain from the owner to whoever signed."""
    valid_to: dt.date
    valid_from: dt.date | None = None
    right: str | None = None
    """A right registered here that it rests on."""
    markets: tuple[str, ...] = ()
    """Markets it is limited to; empty: all."""
    models: tuple[str, ...] = ()
    """Models or GTINs it is limited to; empty: all goods of the brand."""


def check(filing: AuthorisationFiling, on: dt.date, brands: Collection[str], markets: Collection[str]) -> list[Fault]:
    """What makes it impossible to file. `brands` are the ids of the register, of which one may be named otherwise only by a right."""
    faults = [Fault(name, "give it") for name in ("brand", "letter", "issuer") if not getattr(filing, name).strip()]
    if filing.brand.strip() and filing.brand not in brands and filing.right is None:
        faults.append(Fault("brand", f"`{filing.brand}` is no brand of the register; name one, or the registered right it rests on"))
    if not filing.proof:
        faults.append(Fault("proof", "attach the letter, and what leads from the owner to whoever signed it"))
    if filing.valid_from and filing.valid_to < filing.valid_from:
        faults.append(Fault("valid_to", "lies before `valid_from`"))
    if filing.valid_to < on:
        faults.append(Fault("valid_to", f"it ran out on {filing.valid_to}"))
    if (filing.valid_to - (filing.valid_from or on)).days > LONGEST_DAYS:
        faults.append(Fault("valid_to", "a letter holds for ten years at most; give the day that stands in it"))
    faults += [
        Fault(f"markets.{number}", f"there is no market `{code}`") for number, code in enumerate(filing.markets) if code not in markets
    ]
    return faults
