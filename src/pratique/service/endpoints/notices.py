"""Notices: filed by anybody, read by both sides, decided by people; counter-notices."""

import datetime as dt
from typing import Annotated, Any, Literal

import msgspec

from pratique.assembly.operations import appeals, copies, counter_notices, notices
from pratique.assembly.operations.counter_notices import CounterForm
from pratique.assembly.operations.notice_answer import Answer, Receipt, answer_of
from pratique.casework.notice.events import Outcome
from pratique.casework.notice.filing import Filing, NoticeKind
from pratique.casework.notice.state import Notice, Status
from pratique.facts.concept import Text
from pratique.service.registry import Call, Nothing, Paging, endpoint

Limit = Annotated[int, msgspec.Meta(ge=1, le=200)]


class Secret(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What came with the receipt."""

    secret: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class MaybeSecret(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without an account what came with the receipt, with one nothing."""

    secret: Annotated[str, msgspec.Meta(min_length=1, max_length=100)] | None = None


class Assessment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether the illegality shows without a detailed legal examination."""

    gives_knowledge: bool
    note: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class NoticeDecision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An outcome for every subject and market."""

    outcomes: Annotated[tuple[Outcome, ...], msgspec.Meta(min_length=1, max_length=2000)]
    automation: Literal["none", "assisted"] = "none"
    is_manifestly_unfounded: bool = False
    gravity: Annotated[int, msgspec.Meta(ge=1, le=4)] = 1
    """Of a manifestly unfounded one: what it did to others."""


class NoticeAppeal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why it is wrong that nothing was done."""

    words: Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]
    language: Annotated[str, msgspec.Meta(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    secret: Annotated[str, msgspec.Meta(min_length=1, max_length=100)] | None = None
    """Without an account."""


class AppealReceipt(msgspec.Struct, frozen=True):
    """The appeal has arrived."""

    appeal_id: str
    filed_at: dt.datetime
    due_at: dt.datetime


class Suit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where somebody called upon a court or authority."""

    court: Annotated[str, msgspec.Meta(max_length=300)]
    reference: Annotated[str, msgspec.Meta(max_length=300)]


class Settlement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a counter-notice ends."""

    result: Literal["restored", "kept"]
    reason: Text
    agreed: bool = False
    """The rights holder took the notice back."""


class NoticeFilter(Paging, frozen=True, forbid_unknown_fields=True):
    """Which notices, in which order."""

    status: Status | None = None
    kind: NoticeKind | None = None
    subject: str | None = None
    """Key: `listing:ALI-000123`."""
    channel: str | None = None
    overdue: bool | None = None
    order: Literal["due_at", "received_at"] = "due_at"
    limit: Limit = 50


class NoticeList(msgspec.Struct, frozen=True):
    """Some notices and where to go on."""

    items: tuple[Notice, ...]
    next: str | None


class AnswerList(msgspec.Struct, frozen=True):
    """Some answers and where to go on."""

    items: tuple[Answer, ...]
    next: str | None


class OwnPaging(Paging, frozen=True, forbid_unknown_fields=True):
    """Where to go on in one's own."""

    limit: Limit = 50


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why personal data is looked at; it goes on record."""

    reason: Annotated[str, msgspec.Meta(min_length=3, max_length=500)]


class PrivatePart(msgspec.Struct, frozen=True):
    """Personal data as it was given; empty where it was erased."""

    fields: dict[str, str]
    is_erased: bool


@endpoint(
    "POST", "/v1/notices", scope=None, body=Filing, answer=Receipt, status=201, summary="Send a notice, with or without an account",
    holds_secret=lambda receipt: receipt.secret is not None,
)  # fmt: skip
def file(call: Call[Filing, Nothing]) -> Receipt:
    return notices.file(call.tx, call.actor, call.body, call.content)


@endpoint(
    "POST", "/v1/notices/{notice_id}/open", scope=None, body=Secret, answer=Answer, summary="Read a notice with the secret of its receipt"
)
def open_with_secret(call: Call[Secret, Nothing]) -> Answer:
    return notices.open_with(call.tx, call.path["notice_id"], call.body.secret)


@endpoint("POST", "/v1/notices/{notice_id}/withdraw", scope=None, body=Secret, answer=Answer, summary="Take a notice back with its secret")
def withdraw_with_secret(call: Call[Secret, Nothing]) -> Answer:
    return notices.withdraw(call.tx, call.actor, call.path["notice_id"], call.body.secret)


@endpoint(
    "POST", "/v1/notices/{notice_id}/appeal", scope=None, body=NoticeAppeal, answer=AppealReceipt, status=201,
    summary="Contest that nothing was done about your notice",
)  # fmt: skip
def contest_outcome(call: Call[NoticeAppeal, Nothing]) -> AppealReceipt:
    body = call.body
    filed = appeals.file_on_notice(call.tx, call.actor, call.content, call.path["notice_id"], body.words, body.language, body.secret)
    return AppealReceipt(filed.id, filed.filed_at, filed.due_at)


@endpoint("GET", "/v1/notices", scope="notices:read", query=NoticeFilter, answer=NoticeList, summary="Notices, what is due first")
def listed(call: Call[Nothing, NoticeFilter]) -> NoticeList:
    asked = call.query
    where: dict[str, Any] = {"status": asked.status, "kind": asked.kind, "channel": asked.channel, "is_overdue": asked.overdue}
    given = {name: value for name, value in where.items() if value is not None}
    found = notices.every(call.tx, call.actor, given, asked.subject, asked.order, asked.cursor, asked.limit)
    return NoticeList(found.items, found.next)


@endpoint(
    "GET", "/v1/notices/own", scope="notices:read", query=OwnPaging, answer=AnswerList, summary="Notices you sent, or on your listings"
)
def own(call: Call[Nothing, OwnPaging]) -> AnswerList:
    return AnswerList(*notices.own(call.tx, call.actor, call.query.cursor, call.query.limit))


@endpoint("GET", "/v1/notices/{notice_id}", scope="notices:read", answer=Notice, summary="One notice, for staff")
def one(call: Call[Nothing, Nothing]) -> Notice:
    return notices.read(call.tx, call.actor, call.path["notice_id"])


@endpoint("GET", "/v1/notices/{notice_id}/answer", scope="notices:read", answer=Answer, summary="The answer to a notice, for both sides")
def answer(call: Call[Nothing, Nothing]) -> Answer:
    return notices.read_answer(call.tx, call.actor, call.path["notice_id"])


@endpoint(
    "POST",
    "/v1/notices/{notice_id}/private",
    scope="notices:read",
    body=Reason,
    answer=PrivatePart,
    summary="Who sent it and what they wrote",
)
def private(call: Call[Reason, Nothing]) -> PrivatePart:
    found = notices.private_part(call.tx, call.actor, call.path["notice_id"], call.body.reason)
    return PrivatePart(found or {}, found is None)


@endpoint("POST", "/v1/notices/{notice_id}/copy", scope="notices:read", answer=PrivatePart, summary="The notice on a right, for the trader")
def copy_for_trader(call: Call[Nothing, Nothing]) -> PrivatePart:
    found = copies.of_notice(call.tx, call.actor, call.path["notice_id"])
    return PrivatePart(found or {}, found is None)


@endpoint(
    "POST", "/v1/notices/{notice_id}/counter-notice/copy", scope=None, body=MaybeSecret, answer=PrivatePart,
    summary="The counter-notice, for whoever sent the notice",
)  # fmt: skip
def copy_for_notifier(call: Call[MaybeSecret, Nothing]) -> PrivatePart:
    found = copies.of_counter_notice(call.tx, call.actor, call.path["notice_id"], call.body.secret)
    return PrivatePart(found or {}, found is None)


@endpoint("POST", "/v1/notices/{notice_id}/assess", scope="notices:write", body=Assessment, answer=Notice, summary="Assess a notice")
def assess(call: Call[Assessment, Nothing]) -> Notice:
    return notices.assess(call.tx, call.actor, call.path["notice_id"], gives_knowledge=call.body.gives_knowledge, note=call.body.note)


@endpoint("POST", "/v1/notices/{notice_id}/decide", scope="notices:write", body=NoticeDecision, answer=Notice, summary="Decide on a notice")
def decide(call: Call[NoticeDecision, Nothing]) -> Notice:
    body = call.body
    return notices.decide(
        call.tx,
        call.actor,
        call.path["notice_id"],
        body.outcomes,
        call.content,
        automation=body.automation,
        is_manifestly_unfounded=body.is_manifestly_unfounded,
        gravity=body.gravity,
    )


@endpoint("POST", "/v1/notices/{notice_id}/take-back", scope="notices:write", answer=Answer, summary="Take back a notice of one's account")
def take_back(call: Call[Nothing, Nothing]) -> Answer:
    return notices.withdraw(call.tx, call.actor, call.path["notice_id"])


@endpoint(
    "POST", "/v1/notices/{notice_id}/counter-notice", scope="notices:write", body=CounterForm, answer=Answer, status=201,
    summary="Contest a notice on a right",
)  # fmt: skip
def contest(call: Call[CounterForm, Nothing]) -> Answer:
    return counter_notices.contest(call.tx, call.actor, call.path["notice_id"], call.body, call.content)


@endpoint(
    "POST", "/v1/notices/{notice_id}/suit", scope="notices:write", body=Suit, answer=Answer, summary="Show that a court was called upon"
)
def suit(call: Call[Suit, Nothing]) -> Answer:
    found = counter_notices.show_suit(call.tx, call.actor, call.path["notice_id"], call.body.court, call.body.reference)
    return answer_of(found)


@endpoint("POST", "/v1/notices/{notice_id}/settle", scope="notices:write", body=Settlement, answer=Notice, summary="End a counter-notice")
def settle(call: Call[Settlement, Nothing]) -> Notice:
    body = call.body
    return counter_notices.settle(call.tx, call.actor, call.path["notice_id"], body.result, body.reason, call.content, agreed=body.agreed)


@endpoint("POST", "/v1/notices/{notice_id}/close", scope="notices:write", answer=Notice, summary="Close a notice nobody contested")
def close(call: Call[Nothing, Nothing]) -> Notice:
    return counter_notices.let_stand(call.tx, call.actor, call.path["notice_id"])
