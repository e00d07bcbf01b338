"""Appeals."""

from typing import Annotated, Literal

import msgspec

from pratique.assembly.operations import appeals
from pratique.assembly.operations.appeals import Resolution
from pratique.base.errors import Fault, InvalidError
from pratique.casework.appeal import Appeal, OutsideOutcome
from pratique.service.registry import Call, Nothing, Paging, endpoint


class AppealForm(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is contested, and why."""

    action: str
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]
    language: str = "en"


class AppealQuery(Paging, frozen=True, forbid_unknown_fields=True):
    """Which appeals."""

    status: Literal["filed", "decided", "withdrawn"] | None = None
    record: str | None = None


class AppealList(msgspec.Struct, frozen=True):
    """Some appeals, what is due first first."""

    items: tuple[Appeal, ...]
    next: str | None


class AppealWords(msgspec.Struct, frozen=True):
    """What the appellant wrote; `null` where it was erased."""

    words: str | None


@endpoint(
    "POST",
    "/v1/appeals",
    scope="appeals:write",
    body=AppealForm,
    answer=Appeal,
    status=201,
    summary="Contest an action, free of charge, for six months",
)
def file_appeal(call: Call[AppealForm, Nothing]) -> Appeal:
    form = call.body
    return appeals.file(call.tx, call.actor, call.content, appeals.AppealForm(form.action, form.words, form.language))


@endpoint("GET", "/v1/appeals", scope="appeals:read", query=AppealQuery, answer=AppealList, summary="Appeals, what is due first first")
def list_appeals(call: Call[Nothing, AppealQuery]) -> AppealList:
    asked = call.query
    found = appeals.listed(call.tx, call.actor, status=asked.status, record=asked.record, cursor=asked.cursor, limit=asked.limit)
    return AppealList(found.items, found.next)


@endpoint("GET", "/v1/appeals/{appeal}", scope="appeals:read", answer=Appeal, summary="One appeal")
def read_appeal(call: Call[Nothing, Nothing]) -> Appeal:
    return appeals.read(call.tx, call.actor, call.path["appeal"])


@endpoint(
    "GET",
    "/v1/appeals/{appeal}/words",
    scope="appeals:read",
    answer=AppealWords,
    summary="What the appellant wrote; the look is put on record",
)
def appeal_words(call: Call[Nothing, Nothing]) -> AppealWords:
    return AppealWords(appeals.words(call.tx, call.actor, call.path["appeal"]))


@endpoint(
    "POST",
    "/v1/appeals/{appeal}/decide",
    scope="appeals:write",
    body=Resolution,
    answer=Appeal,
    summary="Decide an appeal; what was wrong is undone",
)
def decide_appeal(call: Call[Resolution, Nothing]) -> Appeal:
    return appeals.decide(call.tx, call.actor, call.content, call.path["appeal"], call.body)


@endpoint("POST", "/v1/appeals/{appeal}/withdraw", scope="appeals:write", answer=Appeal, summary="Take an appeal back")
def withdraw_appeal(call: Call[Nothing, Nothing]) -> Appeal:
    return appeals.withdraw(call.tx, call.actor, call.path["appeal"])


@endpoint(
    "POST",
    "/v1/appeals/{appeal}/outside",
    scope="appeals:write",
    body=OutsideOutcome,
    answer=Appeal,
    summary="Put down what an outside body said",
)
def outside(call: Call[OutsideOutcome, Nothing]) -> Appeal:
    if call.body.at.tzinfo is None:
        raise InvalidError([Fault("at", "needs its offset from UTC")])
    return appeals.record_outside(call.tx, call.actor, call.content, call.path["appeal"], call.body)
