"""What somebody sends when they point at something: the elements of a notice, and what is missing from it."""

import re
from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from pratique.base.errors import Fault, InvalidError
from pratique.casework.rights.right import RightKind
from pratique.casework.subject import Subject, SubjectKind, address_fault, listing_at

NoticeKind = Literal["illegal_content", "product_safety", "intellectual_property", "consumer"]
KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)
MOST_SUBJECTS = 300
"""Of one notice with an account."""
MOST_SUBJECTS_PUBLIC = 10
"""Without one."""
_LEAST_WORDS = 20
"""Characters under which nothing can be substantiated."""
_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")


class Pointed(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One subject as the notifier names it: our id, an address, or both."""

    kind: SubjectKind = "listing"
    id: str | None = None
    url: str | None = None


class Filing(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A notice as it comes in (Regulation (EU) 2022/2065 Art. 16(2)); the letters are its own.

    It holds personal data: it goes into the vault, never into an event.
    """

    kind: NoticeKind
    explanation: str
    """Why this is held to be illegal or unsafe; letter (a)."""
    subjects: tuple[Pointed, ...]
    """Where it is, exactly; letter (b)."""
    bona_fide: bool = False
    """"I believe in good faith that this is accurate and complete"; letter (d)."""
    name: str | None = None
    email: str | None = None
    """With the name, letter (c)."""
    sexual_offence_against_children: bool = False
    """One of the offences of Articles 3 to 7 of Directive 2011/93/EU is involved: neither name nor address has to be given."""
    channel: str | None = None
    markets: tuple[str, ...] = ()
    """Where it is held to be illegal; empty means wherever it is offered."""
    law: str | None = None
    """The provision the notifier names."""
    right: str | None = None
    """A registered right, for a notice of its holder."""
    right_description: str | None = None
    """The right in the notifier's own words, where none is registered."""
    right_kind: RightKind | None = None
    """Of the right described."""
    is_owner_or_agent: bool = False
    """For intellectual property: the notifier owns the right or acts for the owner, and says so."""
    language: str = "en"
    """In which to answer."""


def check(filing: Filing, *, with_account: bool) -> tuple[Subject, ...]:
    """The subjects of a complete notice, each once. Raises InvalidError with everything that is missing."""
    faults = [*_elements(filing, with_account), *_intellectual_property(filing)]
    subjects, wrong = subjects_of(filing.subjects)
    faults += wrong
    most = MOST_SUBJECTS if with_account else MOST_SUBJECTS_PUBLIC
    if not filing.subjects:
        faults.append(Fault("subjects", "name at least one listing by its number or address"))
    elif len(filing.subjects) > most:
        faults.append(Fault("subjects", f"at most {most} in one notice; send the others in another"))
    if faults:
        raise InvalidError(faults)
    return subjects


def _elements(filing: Filing, with_account: bool) -> list[Fault]:
    faults = []
    if len(filing.explanation.strip()) < _LEAST_WORDS:
        faults.append(Fault("explanation", "say in a sentence or two why this is illegal or unsafe, so that it can be judged"))
    if len(filing.explanation) > 20_000:
        faults.append(Fault("explanation", "at most 20,000 characters; leave the rest for attachments"))
    if not filing.bona_fide:
        faults.append(Fault("bona_fide", "confirm that you believe in good faith that what you say is accurate and complete"))
    if not filing.sexual_offence_against_children and not with_account:
        if not (filing.name or "").strip():
            faults.append(Fault("name", "say who you are"))
        if filing.email is None or not filing.email.strip():
            faults.append(Fault("email", "say where to answer"))
    if filing.email and not _EMAIL.fullmatch(filing.email.strip()):
        faults.append(Fault("email", "is no e-mail address"))
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", filing.language):
        faults.append(Fault("language", "is no language: `en`, `zh`, `de`"))
    long = {"name": 200, "email": 254, "law": 500, "right_description": 5_000}
    for field, most in long.items():
        if len(getattr(filing, field) or "") > most:
            faults.append(Fault(field, f"at most {most:,} characters"))
    return faults


def _intellectual_property(filing: Filing) -> list[Fault]:
    if filing.kind != "intellectual_property":
        return [Fault("right", "only a notice on intellectual property names a right")] if filing.right else []
    faults = []
    if not filing.right and not (filing.right_description or "").strip():
        faults.append(Fault("right", "name a registered right, or describe the right: number, where it holds"))
    if not filing.right and filing.right_kind is None:
        faults.append(Fault("right_kind", "say what kind of right it is: `trade_mark`, `copyright`"))
    if not filing.is_owner_or_agent:
        faults.append(
            Fault("is_owner_or_agent", "confirm that you own the right or act for its owner; others use the kind `illegal_content`")
        )
    return faults


def subjects_of(pointed: Sequence[Pointed]) -> tuple[tuple[Subject, ...], list[Fault]]:
    """What is pointed at, each once, and what is wrong with the pointing."""
    found: dict[str, Subject] = {}
    faults = []
    for number, one in enumerate(pointed):
        wrong = address_fault(one.url) if one.url is not None else None
        named = one.id is not None and 0 < len(one.id.strip()) <= 200
        if wrong:
            faults.append(Fault(f"subjects.{number}.url", wrong))
        elif one.id is not None and not named:
            faults.append(Fault(f"subjects.{number}.id", "is no number of a listing: 1 to 200 characters"))
        elif not named and one.url is None:
            faults.append(Fault(f"subjects.{number}", "give the number or the address"))
        else:
            subject = _subject(one)
            found.setdefault(subject.key, subject)
    return tuple(found.values()), faults


def _subject(one: Pointed) -> Subject:
    if one.id is not None:
        return Subject(one.kind, one.id.strip(), one.url)
    assert one.url is not None  # noqa: S101 - for the type checker: the caller refused neither
    at = listing_at(one.url) if one.kind == "listing" else None
    return Subject(one.kind, at[1] if at else one.url, one.url)
