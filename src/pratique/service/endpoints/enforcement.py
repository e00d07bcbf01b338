"""Actions, statements of reasons, traders and how they stand."""

import datetime as dt
from typing import Annotated

import msgspec

from pratique.assembly.operations import enforcement, traders
from pratique.assembly.operations.enforcement import Measure
from pratique.assembly.operations.traders import NewTrader, TraderStanding
from pratique.base.errors import Fault, InvalidError
from pratique.enforcement.action import Action, Cause
from pratique.enforcement.action.kinds import ActionKind
from pratique.enforcement.statement import Statement
from pratique.enforcement.trader import Trader
from pratique.service.registry import Call, Nothing, Paging, endpoint


class ActionForm(msgspec.Struct, frozen=True, omit_defaults=True):
    """An action somebody takes of their own accord. Without `markets` it holds in all of them."""

    kind: ActionKind
    subject_kind: str
    subject: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    note: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
    """Why, in your words; the trader reads them."""
    rules: tuple[str, ...] = ()
    """`<rule>@<version>` that were broken."""
    trader: str | None = None
    channel: str | None = None
    markets: tuple[str, ...] | None = None
    until: dt.datetime | None = None
    subject_title: Annotated[str, msgspec.Meta(max_length=300)] = ""


class Ending(msgspec.Struct, frozen=True):
    """Why something ends."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class ActionQuery(Paging, frozen=True, forbid_unknown_fields=True):
    """Which actions."""

    subject: str | None = None
    trader: str | None = None
    status: str | None = None
    cause: str | None = None


class ActionList(msgspec.Struct, frozen=True):
    """Some actions, newest first."""

    items: tuple[Action, ...]
    next: str | None


class StatementQuery(Paging, frozen=True, forbid_unknown_fields=True):
    """Which statements."""

    trader: str | None = None


class StatementList(msgspec.Struct, frozen=True):
    """Some statements of reasons, newest first."""

    items: tuple[Statement, ...]
    next: str | None


class TraderList(msgspec.Struct, frozen=True):
    """Some traders."""

    items: tuple[Trader, ...]
    next: str | None


class Held(msgspec.Struct, frozen=True):
    """What holds for a subject now."""

    subject_kind: str
    subject: str
    actions: tuple[Action, ...]


@endpoint(
    "POST",
    "/v1/actions",
    scope="enforcement:write",
    body=ActionForm,
    answer=Action,
    status=201,
    summary="Take an action; the trader is told why",
)
def take_action(call: Call[ActionForm, Nothing]) -> Action:
    form = call.body
    faults = [Fault("rules", f"there is no rule `{rule}`") for rule in form.rules if rule.partition("@")[0] not in call.content.rules]
    faults += [Fault("markets", f"there is no market `{market}`") for market in form.markets or () if market not in call.content.markets]
    if form.channel is not None and form.channel not in call.content.channels:
        faults.append(Fault("channel", f"there is no channel `{form.channel}`"))
    if form.until is not None and form.until.tzinfo is None:
        faults.append(Fault("until", "needs its offset from UTC"))
    if faults:
        raise InvalidError(faults)
    measure = Measure(
        kind=form.kind,
        subject_kind=form.subject_kind,
        subject=form.subject,
        subject_title=form.subject_title,
        trader=form.trader or (form.subject if form.subject_kind == "trader" else None),
        channel=form.channel,
        markets=form.markets,
        until=form.until,
        cause=Cause("person", call.actor.id, form.rules, form.note),
    )
    return enforcement.impose(call.tx, call.actor, call.content, measure)


@endpoint("GET", "/v1/actions", scope="enforcement:read", query=ActionQuery, answer=ActionList, summary="Actions, newest first")
def list_actions(call: Call[Nothing, ActionQuery]) -> ActionList:
    asked = call.query
    found = enforcement.listed(
        call.tx,
        call.actor,
        subject=asked.subject,
        trader=asked.trader,
        status=asked.status,
        cause=asked.cause,
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return ActionList(found.items, found.next)


@endpoint("GET", "/v1/actions/{action}", scope="enforcement:read", answer=Action, summary="One action")
def read_action(call: Call[Nothing, Nothing]) -> Action:
    return enforcement.read(call.tx, call.actor, call.path["action"])


@endpoint(
    "POST", "/v1/actions/{action}/lift", scope="enforcement:write", body=Ending, answer=Action, summary="End an action before its time"
)
def lift_action(call: Call[Ending, Nothing]) -> Action:
    return enforcement.lift(call.tx, call.actor, call.path["action"], call.body.reason)


@endpoint("GET", "/v1/subjects/{kind}/{subject}/actions", scope="enforcement:read", answer=Held, summary="What holds for a subject now")
def held(call: Call[Nothing, Nothing]) -> Held:
    kind, subject = call.path["kind"], call.path["subject"]
    return Held(kind, subject, tuple(enforcement.holding(call.tx, call.actor, kind, subject)))


@endpoint(
    "GET",
    "/v1/statements",
    scope="enforcement:read",
    query=StatementQuery,
    answer=StatementList,
    summary="Statements of reasons, newest first",
)
def list_statements(call: Call[Nothing, StatementQuery]) -> StatementList:
    found = enforcement.statements_of(call.tx, call.actor, call.query.trader, call.query.cursor, call.query.limit)
    return StatementList(found.items, found.next)


@endpoint("GET", "/v1/statements/{statement}", scope="enforcement:read", answer=Statement, summary="One statement of reasons")
def read_statement(call: Call[Nothing, Nothing]) -> Statement:
    return enforcement.statement(call.tx, call.actor, call.path["statement"])


@endpoint(
    "POST",
    "/v1/traders",
    scope="enforcement:write",
    body=NewTrader,
    answer=Trader,
    status=201,
    summary="Make a trader known, or open accounts",
)
def register_trader(call: Call[NewTrader, Nothing]) -> Trader:
    return traders.register(call.tx, call.actor, call.content, call.body)


@endpoint("GET", "/v1/traders", scope="enforcement:read", query=Paging, answer=TraderList, summary="Traders")
def list_traders(call: Call[Nothing, Paging]) -> TraderList:
    found = traders.listed(call.tx, call.actor, call.query.cursor, call.query.limit)
    return TraderList(found.items, found.next)


@endpoint(
    "GET", "/v1/traders/{trader}/standing", scope="enforcement:read", answer=TraderStanding, summary="How a trader stands on each ladder"
)
def trader_standing(call: Call[Nothing, Nothing]) -> TraderStanding:
    return traders.standing(call.tx, call.actor, call.content, call.path["trader"])
