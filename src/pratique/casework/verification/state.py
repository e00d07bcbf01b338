"""What is known of a trader, as the events leave it."""

import datetime as dt
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.casework.verification import events as e
from pratique.casework.verification.clocks import EXISTING_UNTIL, REVIEW_CLOCKS
from pratique.casework.verification.demands import LawName
from pratique.casework.verification.events import Evidence, Paper, VerificationEvent
from pratique.casework.verification.identifiers import Check
from pratique.facts.concept import Text

Status = Literal["incomplete", "submitted", "verified", "needs_remedy", "expired", "suspended", "ended"]


class Verification(msgspec.Struct, frozen=True, omit_defaults=True):
    """One trader. `private` leads to what they told of themselves."""

    id: str
    """Of the trader: there is one for each."""
    status: Status
    country: str | None
    laws: tuple[LawName, ...]
    is_existing: bool
    opened_at: dt.datetime
    clock: str | None
    """Which deadline runs; `None`: none does."""
    due_at: dt.datetime | None
    high_volume_since: dt.date | None = None
    disclosed_since: dt.date | None = None
    private: tuple[str, ...] = ()
    """References into the vault, the newest last."""
    given: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    checks: tuple[Check, ...] = ()
    missing: tuple[str, ...] = ()
    is_registered: bool = True
    is_business: bool = True
    submitted_at: dt.datetime | None = None
    asked: tuple[str, ...] = ()
    """Fields that are to be put right."""
    reason: Text = {}
    verified_at: dt.datetime | None = None
    verified_by: str = ""
    evidence: tuple[Evidence, ...] = ()
    valid_to: dt.date | None = None
    """Last day of what was verified."""
    is_overdue: bool = False
    """The marketplace is late, not the trader."""
    suspended_for: tuple[LawName, ...] = ()
    actions: tuple[str, ...] = ()
    """By which they were suspended, one a channel."""
    ended_at: dt.datetime | None = None
    keep_until: dt.date | None = None

    def may_offer(self, law: LawName, at: dt.datetime) -> bool:
        """Whether the trader may offer where a law holds.

        In the Union nobody may before they are known (Art. 30(1)), save those who were there before, until their time ran out. In the
        United States a seller may until they are suspended.
        """
        if self.status == "ended" or law in self.suspended_for:
            return False
        if law == "inform":
            return True
        return self.verified_at is not None or (self.is_existing and at < EXISTING_UNTIL)

    @property
    def wakes_at(self) -> dt.datetime | None:
        """When time alone changes something next; `None`: never."""
        if self.status == "verified" and self.valid_to is not None:
            return dt.datetime.combine(self.valid_to + dt.timedelta(days=1), dt.time(), dt.UTC)
        if self.status in ("incomplete", "needs_remedy", "expired") or (self.waits_for_review and not self.is_overdue):
            return self.due_at
        return None

    @property
    def waits_for_review(self) -> bool:
        """Whether the trader has told what was asked and somebody has to look at it."""
        return not self.missing and (self.status == "submitted" or (self.status == "suspended" and self.clock in REVIEW_CLOCKS))

    @property
    def trader(self) -> str:
        """Whose it is."""
        return self.id


def apply(before: Verification | None, event: VerificationEvent) -> Verification:
    """Fold one event; refuses nothing."""
    if isinstance(event, e.VerificationOpened):
        return Verification(
            event.trader, "incomplete", event.country, event.laws, event.is_existing, event.at, event.clock, event.due_at,
            high_volume_since=event.high_volume_since,
        )  # fmt: skip
    assert before is not None  # noqa: S101 - the first event opens it
    match event:
        case e.LawApplied():
            return _law_applied(before, event)
        case e.DisclosureBegan():
            return replace(before, disclosed_since=event.since)
        case e.ParticularsGiven():
            return _given(before, event)
        case e.RemedyAsked():
            status: Status = "suspended" if before.suspended_for else "needs_remedy"
            return replace(
                before, status=status, asked=event.fields, reason=event.reason, clock=event.clock, due_at=event.due_at, is_overdue=False
            )
        case e.TraderVerified():
            return replace(
                before, status="verified", verified_at=event.at, verified_by=event.by, evidence=event.evidence, valid_to=event.valid_to,
                clock=None, due_at=None, asked=(), reason={}, is_overdue=False, suspended_for=(), actions=(),
            )  # fmt: skip
        case e.ParticularsCertified():
            return replace(before, status="verified", valid_to=event.valid_to, clock=None, due_at=None)
        case e.VerificationExpired():
            return replace(before, status="expired", clock=event.clock, due_at=event.due_at)
        case e.ReviewOverdue():
            return replace(before, is_overdue=True)
        case e.TraderSuspended():
            return replace(before, status="suspended", suspended_for=event.laws, reason=event.reason, clock=None, due_at=None)
        case e.SuspensionCarriedOut():
            return replace(before, actions=event.actions)
        case e.SuspensionOverturned():
            return replace(
                before, status="submitted", suspended_for=(), actions=(), asked=(), reason={}, clock=event.clock, due_at=event.due_at
            )
        case e.ContractEnded():
            return replace(
                before, status="ended", clock=None, due_at=None, ended_at=event.at, keep_until=event.keep_until,
                suspended_for=(), actions=(), is_overdue=False,
            )  # fmt: skip


def _law_applied(before: Verification, event: e.LawApplied) -> Verification:
    """With the particulars at hand nothing is wanted of the trader, else the shorter of two times counts."""
    since = event.since if event.law == "inform" else before.high_volume_since
    after = replace(before, laws=(*before.laws, event.law), high_volume_since=since, missing=event.missing)
    if not event.missing and before.given:
        return after
    if before.status in ("verified", "submitted"):
        return replace(after, status="incomplete", clock=event.clock, due_at=event.due_at)
    if before.due_at is None or event.due_at < before.due_at:
        return replace(after, clock=event.clock, due_at=event.due_at) if before.status == "incomplete" else after
    return after


def _given(before: Verification, event: e.ParticularsGiven) -> Verification:
    """Complete: it is looked at. What was suspended stays so until it was (Art. 30(3): until the request has been fully complied with)."""
    after = replace(
        before, private=(*before.private, event.private), given=event.given, papers=event.papers, checks=event.checks,
        missing=event.missing, is_registered=event.is_registered, is_business=event.is_business,
    )  # fmt: skip
    if event.missing:
        return after
    status: Status = "suspended" if before.suspended_for else "submitted"
    return replace(after, status=status, submitted_at=event.at, clock=event.clock, due_at=event.due_at, is_overdue=False)
