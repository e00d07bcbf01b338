"""A document as a trader hands it in, and what is plainly wrong with it."""

import datetime as dt
from collections.abc import Collection

import msgspec

from pratique.base.errors import Fault

MOST_COVERED = 200
_LONGEST = 200


class DocumentFiling(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a trader says of a document of theirs; the file shows it."""

    type: str
    """Id of a document type."""
    number: str | None = None
    issuer: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    covers: tuple[str, ...] = ()
    """Listing ids, models, GTINs or market codes it is limited to; empty: all goods of the trader."""


def check(filing: DocumentFiling, types: Collection[str], files: int) -> list[Fault]:
    """What is plainly wrong, whatever stands in the file. `types` are the ids of all document types, `files` is how many came with it."""
    faults = []
    if filing.type not in types:
        faults.append(Fault("type", f"there is no document type `{filing.type}`"))
    if not files:
        faults.append(Fault("file", "attach the document itself"))
    if filing.valid_from is not None and filing.valid_to is not None and filing.valid_to < filing.valid_from:
        faults.append(Fault("valid_to", "lies before the first day"))
    faults += [
        Fault(name, f"is over {_LONGEST} characters") for name in ("number", "issuer") if len(getattr(filing, name) or "") > _LONGEST
    ]
    if len(filing.covers) > MOST_COVERED or any(len(one) > _LONGEST for one in filing.covers):
        faults.append(Fault("covers", f"name at most {MOST_COVERED} listings, models, numbers or markets"))
    return faults
