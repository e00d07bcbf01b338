"""Who is written to about what: topic → addressees, and for each where the address lies, the language and what the letter says."""

import datetime as dt
from collections.abc import Callable, Mapping

import msgspec

from pratique.assembly.operations import appeals, enforcement, notices, orders, rights, traders
from pratique.assembly.operations.verification_records import VERIFICATIONS
from pratique.casework.verification.demands import FIELDS
from pratique.store.mail import Letter
from pratique.store.records import find
from pratique.store.transaction import Transaction


class Addressed(msgspec.Struct, frozen=True):
    """Somebody to write to."""

    private: str
    """Reference into the vault: `name` or `company`, `email`."""
    language: str
    values: Mapping[str, str]
    """What the template asks for."""
    text: str = ""
    """Said as it stands, after the template's words: a statement of reasons."""


_Find = Callable[[Transaction, Letter], Addressed | None]


def _trader(tx: Transaction, name: object, text: str = "", language: str | None = None, **values: str) -> Addressed | None:
    kept = find(tx, traders.TRADERS, str(name)) if name else None
    if kept is None or kept.state.private is None:
        return None
    return Addressed(kept.state.private, language or kept.state.language, values, text)


def _statement(tx: Transaction, letter: Letter) -> Addressed | None:
    kept = find(tx, enforcement.STATEMENTS, letter.record)
    if kept is None:
        return None
    state = kept.state
    subject = state.reasons.subject_title or state.reasons.subject
    return _trader(tx, state.trader, state.text, state.language, subject=subject, statement=state.id)


def _action(tx: Transaction, letter: Letter) -> Addressed | None:
    kept = find(tx, enforcement.ACTIONS, letter.record)
    if kept is None or not kept.state.statements:
        return None  # whoever was never told of it need not hear of its end
    return _trader(tx, kept.state.trader, subject=kept.state.subject, action=kept.state.id)


def _appellant(tx: Transaction, letter: Letter) -> Addressed | None:
    kept = find(tx, appeals.APPEALS, letter.record)
    if kept is None:
        return None
    state = kept.state
    reason = state.reason.get(state.language) or state.reason.get("en", "")
    values = {"appeal": state.id, "outcome": state.outcome or "", "reason": reason, "due": _last_day(state.due_at)}
    if state.about == "action":
        return _trader(tx, state.appellant, language=state.language, **values)
    notice = find(tx, notices.NOTICES, state.record)
    return Addressed(notice.state.content, state.language, values) if notice else None


def _notifier(tx: Transaction, letter: Letter) -> Addressed | None:
    kept = find(tx, notices.NOTICES, letter.record)
    if kept is None:
        return None
    state = kept.state
    told = "\n".join(
        f"- {one.subject}: {one.restriction if one.restriction != 'none' else '-'} ({', '.join(one.markets)})."
        f" {one.reason.get(state.language) or one.reason['en']}"
        for one in state.outcomes
    )
    return Addressed(state.content, state.language, {"notice": state.id, "due": _last_day(state.due_at), "outcomes": told})


def _holder(tx: Transaction, letter: Letter) -> Addressed | None:
    notice = find(tx, notices.NOTICES, letter.record)
    name = notice.state.holder if notice is not None else letter.record
    kept = find(tx, rights.HOLDERS, str(name)) if name else None
    counter = notice.state.counter if notice is not None else None
    back = f"{counter.earliest:%Y-%m-%d}" if counter is not None and counter.earliest is not None else ""
    return Addressed(kept.state.private, "en", {"notice": letter.record, "holder": str(name), "earliest": back}) if kept else None


def _authority(tx: Transaction, letter: Letter) -> Addressed | None:
    kept = find(tx, orders.ORDERS, letter.record)
    if kept is None or kept.state.contact is None:
        return None
    return Addressed(
        kept.state.contact,
        "en",
        {"order": kept.state.id, "reference": kept.state.reference, "due": f"{kept.state.due_at:%Y-%m-%d %H:%M} UTC"},
    )


def _known(tx: Transaction, letter: Letter) -> Addressed | None:
    """With the fields by their names and the reason, in the trader's language where there is one; to the address they told last."""
    owner, kept = find(tx, traders.TRADERS, letter.record), find(tx, VERIFICATIONS, letter.record)
    if owner is None or kept is None:
        return None
    private = kept.state.private[-1] if "email" in kept.state.given else owner.state.private
    if private is None:
        return None
    language = owner.state.language
    said = letter.payload.get("reason")
    reason = said.get(language) or said.get("en") if isinstance(said, dict) else None
    asked = letter.payload.get("missing") or letter.payload.get("fields") or []
    if letter.topic == "verification.law_applied" and not asked:
        return None  # what they told before is enough for it
    named = ", ".join(_named(str(one), language) for one in asked) if isinstance(asked, list) else ""
    values = {"fields": named, "due": _last_day(letter.payload.get("due_at")), "reason": str(reason or "")}
    return Addressed(private, language, values)


def _last_day(due_at: object) -> str:
    """A deadline is the first moment that is too late, midnight somewhere; people are told the day before it."""
    return (dt.datetime.fromisoformat(str(due_at)) - dt.timedelta(hours=12)).date().isoformat() if due_at else ""


def _named(field: str, language: str) -> str:
    """`payment_account|payee` as people read it."""
    between = "或" if language == "zh" else " or "
    return between.join(FIELDS[one].get(language) or FIELDS[one]["en"] if one in FIELDS else one for one in field.split("|"))


LETTERS: Mapping[str, Mapping[str, _Find]] = {
    "statement.issued": {"trader": _statement},
    "statement.withdrawn": {"trader": _statement},
    "action.lifted": {"trader": _action},
    "action.expired": {"trader": _action},
    "appeal.filed": {"appellant": _appellant},
    "appeal.decided": {"appellant": _appellant},
    "notice.received": {"notifier": _notifier},
    "notice.decided": {"notifier": _notifier},
    "notice.countered": {"holder": _holder},
    "notice.settled": {"holder": _holder},
    "right.judged": {"holder": _holder},
    "order.received": {"authority": _authority},
    "order.reported": {"authority": _authority},
    "verification.begun": {"trader": _known},
    "verification.law_applied": {"trader": _known},
    "verification.remedy_asked": {"trader": _known},
    "verification.expired": {"trader": _known},
    "verification.verified": {"trader": _known},
    "verification.suspended": {"trader": _known},
}
"""Topic → addressee → how what is said to them is found."""
ADDRESSEES: Mapping[str, tuple[str, ...]] = {topic: tuple(some) for topic, some in LETTERS.items()}
