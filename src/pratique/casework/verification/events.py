"""What happens while a trader is made known. No personal data: what was told stands in the vault, here only that it was."""

import datetime as dt
from typing import Literal

import msgspec

from pratique.base.event import Event
from pratique.casework.verification.demands import LawName
from pratique.casework.verification.identifiers import Check
from pratique.facts.concept import Text


class Paper(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document the trader showed."""

    kind: str
    """One of `demands.PAPERS`."""
    reference: str
    """Where the marketplace keeps it; a name, never the document."""
    valid_to: dt.date | None = None
    """Last day."""


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an official database or a document said (DSA Art. 30(2)): who was asked, about which fields, and whether it agrees."""

    source: str
    """`VIES`, `Companies House`, `国家企业信用信息公示系统`, `identity document`."""
    fields: tuple[str, ...]
    result: Literal["agrees", "differs", "not_found"]
    reference: str = ""


class VerificationOpened(Event, frozen=True, kw_only=True, tag="verification_opened"):
    """A trader has to be known from now on."""

    trader: str
    country: str | None
    laws: tuple[LawName, ...]
    is_existing: bool
    """Sold here before 17 February 2024."""
    clock: str
    due_at: dt.datetime
    high_volume_since: dt.date | None = None
    """Where it was the volume of sales that began it."""


class LawApplied(Event, frozen=True, kw_only=True, tag="verification_law_applied"):
    """Another law has to be met: the seller sells to the Union as well, or in high volume to the United States."""

    law: LawName
    since: dt.date
    missing: tuple[str, ...]
    clock: str
    due_at: dt.datetime


class DisclosureBegan(Event, frozen=True, kw_only=True, tag="verification_disclosure_began"):
    """Buyers in the United States are told who the seller is (15 U.S.C. § 45f(b))."""

    since: dt.date


class ParticularsGiven(Event, frozen=True, kw_only=True, tag="verification_particulars_given"):
    """The trader told who they are."""

    private: str
    given: tuple[str, ...]
    """Names of the fields."""
    papers: tuple[Paper, ...]
    checks: tuple[Check, ...]
    missing: tuple[str, ...]
    is_registered: bool
    is_business: bool
    clock: str
    due_at: dt.datetime


class RemedyAsked(Event, frozen=True, kw_only=True, tag="verification_remedy_asked"):
    """The trader was told what is wrong or missing, and by when to put it right."""

    fields: tuple[str, ...]
    reason: Text
    clock: str
    due_at: dt.datetime


class TraderVerified(Event, frozen=True, kw_only=True, tag="verification_verified"):
    """They are who they say."""

    evidence: tuple[Evidence, ...]
    valid_to: dt.date | None


class ParticularsCertified(Event, frozen=True, kw_only=True, tag="verification_certified"):
    """The trader confirmed that nothing has changed."""

    valid_to: dt.date | None


class VerificationExpired(Event, frozen=True, kw_only=True, tag="verification_expired"):
    """A document ran out, or the year since the last confirmation is over: the trader was asked for what is new."""

    what: Literal["document", "certification"]
    clock: str
    due_at: dt.datetime


class ReviewOverdue(Event, frozen=True, kw_only=True, tag="verification_review_overdue"):
    """The marketplace did not look in time."""

    clock: str


class TraderSuspended(Event, frozen=True, kw_only=True, tag="verification_suspended"):
    """The time to put it right ran out: no more sales where these laws hold."""

    laws: tuple[LawName, ...]
    reason: Text


class SuspensionCarriedOut(Event, frozen=True, kw_only=True, tag="verification_suspension_carried_out"):
    """By these enforcement actions, one a channel, each with its statement of reasons."""

    actions: tuple[str, ...]


class SuspensionOverturned(Event, frozen=True, kw_only=True, tag="verification_suspension_overturned"):
    """The action was reversed or lifted by somebody: a person looks at the trader again."""

    because_of: str
    clock: str
    due_at: dt.datetime


class ContractEnded(Event, frozen=True, kw_only=True, tag="verification_contract_ended"):
    """The trader left; what is known of them is kept until a day and deleted after it."""

    keep_until: dt.date


VerificationEvent = (
    VerificationOpened | LawApplied | DisclosureBegan | ParticularsGiven | RemedyAsked | TraderVerified | ParticularsCertified
    | VerificationExpired | ReviewOverdue | TraderSuspended | SuspensionCarriedOut | SuspensionOverturned | ContractEnded
)  # fmt: skip
