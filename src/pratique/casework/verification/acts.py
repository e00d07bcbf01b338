"""What can be done to make a trader known."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from pratique.base.errors import ConflictError, Fault, InvalidError
from pratique.casework.deadline import Deadline, earliest
from pratique.casework.verification import clocks
from pratique.casework.verification.demands import FIELDS, LAWS, PAPERS, LawName, missing
from pratique.casework.verification.events import (
    ContractEnded,
    DisclosureBegan,
    Evidence,
    LawApplied,
    Paper,
    ParticularsCertified,
    ParticularsGiven,
    RemedyAsked,
    ReviewOverdue,
    SuspensionCarriedOut,
    SuspensionOverturned,
    TraderSuspended,
    TraderVerified,
    VerificationEvent,
    VerificationExpired,
    VerificationOpened,
)
from pratique.casework.verification.identifiers import Check
from pratique.casework.verification.state import Verification
from pratique.casework.verification.volume import Volume
from pratique.facts.concept import Text

Events = tuple[VerificationEvent, ...]
_COLLECT: dict[LawName, Deadline] = {"dsa": clocks.COLLECT_DSA, "inform": clocks.COLLECT_INFORM}
_REVIEW: dict[LawName, Deadline] = {"dsa": clocks.REVIEW_DSA, "inform": clocks.REVIEW_INFORM}
_REMEDY: dict[LawName, Deadline] = {"dsa": clocks.REMEDY_DSA, "inform": clocks.REMEDY_INFORM}


def begin(
    trader: str,
    country: str | None,
    laws: Sequence[LawName],
    *,
    is_existing: bool = False,
    high_volume_since: dt.date | None = None,
    at: dt.datetime,
    by: str,
) -> Events:
    """A trader has to be known. Raises InvalidError where no law asks for it."""
    if not laws or any(name not in LAWS for name in laws):
        raise InvalidError([Fault("laws", f"name the laws that ask for it: {', '.join(LAWS)}")])
    chosen = tuple(dict.fromkeys(laws))
    clock, due_at = _clock(chosen, _COLLECT, at)
    if is_existing and "dsa" in chosen and at < clocks.EXISTING_UNTIL:
        due_at = clocks.EXISTING_UNTIL if "inform" not in chosen else min(due_at, clocks.EXISTING_UNTIL)
    return (
        VerificationOpened(
            at=at, by=by, trader=trader, country=country, laws=chosen, is_existing=is_existing, clock=clock.id, due_at=due_at,
            high_volume_since=high_volume_since,
        ),
    )  # fmt: skip


def apply_law(known: Verification, law: LawName, since: dt.date, *, at: dt.datetime, by: str) -> Events:
    """Another law has to be met; nothing where it is known or the contract ended."""
    if law in known.laws or known.status == "ended":
        return ()
    lacks = missing((*known.laws, law), frozenset(known.given), is_registered=known.is_registered, is_business=known.is_business)
    clock = _COLLECT[law]
    return (LawApplied(at=at, by=by, law=law, since=since, missing=lacks, clock=clock.id, due_at=clock.due(at)),)


def weigh(known: Verification, found: Volume, *, at: dt.datetime, by: str) -> Events:
    """Put down what sales to the United States make of a seller. High volume once reached stays until the contract ends."""
    events: list[VerificationEvent] = []
    if known.status == "ended":
        return ()
    if found.high_volume_since is not None:
        events.extend(apply_law(known, "inform", found.high_volume_since, at=at, by=by))
        if found.disclosed_since is not None and known.disclosed_since is None:
            events.append(DisclosureBegan(at=at, by=by, since=found.disclosed_since))
    return tuple(events)


def submit(
    known: Verification,
    private: str,
    given: Sequence[str],
    papers: Sequence[Paper],
    checks: Sequence[Check],
    *,
    is_registered: bool = True,
    is_business: bool = True,
    at: dt.datetime,
    by: str,
) -> Events:
    """The trader tells who they are, all of it anew; `private` is where it is kept.

    Raises ConflictError after the contract ended, InvalidError for an identifier that cannot be right or a document that has run out.
    What is missing at the beginning is no error: it is said in the state. Later on all of it has to be there.
    """
    if known.status == "ended":
        raise ConflictError("ended", "the contract with this trader has ended", "register anew")
    faults = [Fault(one.field, one.reason.get("en", "is wrong")) for one in checks if one.answer == "wrong"]
    faults += [Fault(name, f"is nothing that is asked for; known: {', '.join(FIELDS)}") for name in given if name not in FIELDS]
    for place, paper in enumerate(papers):
        if paper.kind not in PAPERS:
            faults.append(Fault(f"papers.{place}.kind", f"`{paper.kind}` is no kind of document here; known: {', '.join(PAPERS)}"))
        if not paper.reference.strip():
            faults.append(Fault(f"papers.{place}.reference", "say where the document is kept"))
        if paper.valid_to is not None and paper.valid_to < at.date():
            faults.append(Fault(f"papers.{place}.valid_to", f"it ran out on {paper.valid_to}; show one that is valid"))
    lacks = missing(known.laws, frozenset(given), is_registered=is_registered, is_business=is_business)
    if known.status != "incomplete":
        faults += [Fault(name.partition("|")[0], f"is missing: {name.replace('|', ' or ')}") for name in lacks]
    if faults:
        raise InvalidError(faults)
    clock, due_at = _clock(known.laws, _REVIEW, at)
    return (
        ParticularsGiven(
            at=at, by=by, private=private, given=tuple(sorted(set(given))), papers=tuple(papers), checks=tuple(checks), missing=lacks,
            is_registered=is_registered, is_business=is_business, clock=clock.id, due_at=due_at,
        ),
    )  # fmt: skip


def verify(known: Verification, evidence: Sequence[Evidence], *, at: dt.datetime, by: str) -> Events:
    """They are who they say: an official database or a document was looked at and agrees.

    Raises ConflictError where something is missing or nothing new was told, InvalidError where what was found does not bear it out.
    """
    _must_wait(known)
    faults = []
    if not any(one.result == "agrees" for one in evidence):
        faults.append(
            Fault("evidence", "name at least one official database or document that agrees (Regulation (EU) 2022/2065 Art. 30(2))")
        )
    faults += [
        Fault(f"evidence.{place}", f"{one.source} {'says otherwise' if one.result == 'differs' else 'does not know them'}: ask for remedy")
        for place, one in enumerate(evidence)
        if one.result != "agrees"
    ]
    faults += [
        Fault(f"evidence.{place}.fields", "says nothing of what the trader told")
        for place, one in enumerate(evidence)
        if set(one.fields).isdisjoint(known.given)
    ]
    faults += [Fault(f"evidence.{place}.source", "say who was asked") for place, one in enumerate(evidence) if not one.source.strip()]
    if faults:
        raise InvalidError(faults)
    return (TraderVerified(at=at, by=by, evidence=tuple(evidence), valid_to=_valid_to(known, at)),)


def ask_remedy(known: Verification, fields: Sequence[str], reason: Text, *, at: dt.datetime, by: str) -> Events:
    """Tell the trader what is inaccurate, incomplete or out of date, and by when to put it right (Art. 30(3), § 45f(a)(1)(C))."""
    if known.status in ("incomplete", "ended"):
        raise ConflictError(f"verification_{known.status}", "there is nothing yet, or no more, that could be put right")
    faults = [Fault(f"fields.{name}", f"is nothing that is asked for; known: {', '.join(FIELDS)}") for name in fields if name not in FIELDS]
    if not fields:
        faults.append(Fault("fields", "say which fields are to be put right"))
    faults += [Fault(f"reason.{tongue}", "say what is wrong") for tongue in ("en",) if not reason.get(tongue, "").strip()]
    if faults:
        raise InvalidError(faults)
    clock, due_at = _clock(known.laws, _REMEDY, at)
    return (RemedyAsked(at=at, by=by, fields=tuple(fields), reason=reason, clock=clock.id, due_at=due_at),)


def certify(known: Verification, *, at: dt.datetime, by: str) -> Events:
    """The trader confirms that nothing has changed (§ 45f(a)(1)(B)).

    Raises ConflictError where they are not known yet, or a document ran out: then they have to show a new one.
    """
    if known.status not in ("verified", "expired"):
        raise ConflictError(f"verification_{known.status}", "there is nothing verified that could be confirmed", "submit the particulars")
    ran_out = [paper.kind for paper in known.papers if paper.valid_to is not None and paper.valid_to < at.date()]
    if ran_out:
        raise ConflictError("document_ran_out", f"a document has run out: {', '.join(ran_out)}", "submit the particulars with a new one")
    return (ParticularsCertified(at=at, by=by, valid_to=_valid_to(known, at)),)


def run_out(known: Verification, *, at: dt.datetime) -> Events:
    """What follows from the time alone: a notice first, a suspension after it. Nothing where nothing is due, or twice for the same."""
    by = "system"
    if known.status == "verified" and known.valid_to is not None and at.date() > known.valid_to:
        ran_out = any(paper.valid_to is not None and paper.valid_to < at.date() for paper in known.papers)
        what: Literal["document", "certification"] = "document" if ran_out else "certification"
        clock = clocks.RENEW if ran_out else clocks.CERTIFY
        return (VerificationExpired(at=at, by=by, what=what, clock=clock.id, due_at=clock.due(at)),)
    if known.due_at is None or at < known.due_at or known.clock is None:
        return ()
    if known.waits_for_review:
        return () if known.is_overdue else (ReviewOverdue(at=at, by=by, clock=known.clock),)
    if known.status == "incomplete":
        clock, due_at = _clock(known.laws, _REMEDY, at)
        fields = known.missing or missing(known.laws, frozenset(), is_registered=known.is_registered, is_business=known.is_business)
        return (RemedyAsked(at=at, by=by, fields=fields, reason=NOT_TOLD, clock=clock.id, due_at=due_at),)
    if known.status in ("needs_remedy", "expired"):
        return (TraderSuspended(at=at, by=by, laws=_laws_unmet(known), reason=known.reason or NOT_RENEWED),)
    return ()


def carried_out(known: Verification, actions: Sequence[str], *, at: dt.datetime, by: str) -> Events:
    """Put down by which actions the trader was suspended."""
    if known.status != "suspended" or known.actions:
        raise ConflictError("not_waiting", "no suspension waits to be carried out")
    return (SuspensionCarriedOut(at=at, by=by, actions=tuple(actions)),)


def overturned(known: Verification, because_of: str, *, at: dt.datetime, by: str) -> Events:
    """The suspension was reversed or lifted: a person looks again. Nothing where the trader is not suspended."""
    if known.status != "suspended":
        return ()
    clock, due_at = _clock(known.laws, _REVIEW, at)
    return (SuspensionOverturned(at=at, by=by, because_of=because_of, clock=clock.id, due_at=due_at),)


def end_contract(known: Verification, *, at: dt.datetime, by: str) -> Events:
    """The trader leaves; six months later what is known of them is deleted (Art. 30(5))."""
    if known.status == "ended":
        raise ConflictError("ended", "the contract has ended already")
    return (ContractEnded(at=at, by=by, keep_until=(clocks.KEPT.due(at) - dt.timedelta(hours=12)).date()),)


NOT_TOLD: Text = {"en": "What the law asks traders to tell was not told in time.", "zh": "未在期限内提供法律要求经营者提供的信息。"}
NOT_RENEWED: Text = {"en": "What was told has run out or was not confirmed in time.", "zh": "所提供的信息已过期，或未在期限内确认。"}


def _clock(laws: Sequence[LawName], by_law: dict[LawName, Deadline], at: dt.datetime) -> tuple[Deadline, dt.datetime]:
    return earliest(tuple(by_law[name] for name in laws), at)


def _must_wait(known: Verification) -> None:
    if known.missing or known.submitted_at is None:
        lacks = ", ".join(known.missing) or "everything"
        raise ConflictError("verification_incomplete", f"something is missing: {lacks}", "the trader has to submit it")
    if not known.waits_for_review:
        raise ConflictError(f"verification_{known.status}", "nothing was submitted that waits to be looked at")


def _laws_unmet(known: Verification) -> tuple[LawName, ...]:
    """The laws that ask for what was not put right; all of them where no field says which."""
    if known.clock == clocks.CERTIFY.id:
        found = [name for name in known.laws if LAWS[name].certified]
    else:
        asked = {part for field in known.asked for part in field.split("|")}
        found = [name for name in known.laws if any(not asked.isdisjoint(one.fields) for one in LAWS[name].demands)]
    return tuple(found) or known.laws


def _valid_to(known: Verification, at: dt.datetime) -> dt.date | None:
    days = [paper.valid_to for paper in known.papers if paper.valid_to is not None]
    if any(LAWS[name].certified for name in known.laws):
        days.append((clocks.YEAR.due(at) - dt.timedelta(hours=12)).date())
    return min(days, default=None)
