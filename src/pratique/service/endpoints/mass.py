"""Acts on many at once and acts that cannot be taken back: of few it is done at once, of many it waits for a second person."""

import datetime as dt
from typing import Annotated

import msgspec

from pratique.assembly.operations import mass
from pratique.assembly.operations.mass import Asked, Closure, ManyLifted, ManyMeasures, Target
from pratique.enforcement.action.kinds import ActionKind
from pratique.service.registry import Call, Nothing, endpoint

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class TargetForm(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the many."""

    subject: Name
    trader: Name | None = None
    title: Annotated[str, msgspec.Meta(max_length=300)] = ""


class BulkActionForm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The same action on many subjects of one channel; of twenty and more a second person decides."""

    kind: ActionKind
    subject_kind: str
    targets: Annotated[tuple[TargetForm, ...], msgspec.Meta(min_length=1, max_length=mass.MOST)]
    note: Words
    channel: str
    rules: tuple[str, ...] = ()
    markets: tuple[str, ...] | None = None
    until: dt.datetime | None = None


class BulkLiftForm(msgspec.Struct, frozen=True):
    """Actions to be ended; of twenty and more a second person decides."""

    actions: Annotated[tuple[Name, ...], msgspec.Meta(min_length=1, max_length=mass.MOST)]
    reason: Words


class ClosureForm(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why an account is to be closed."""

    channel: str
    reason: Words
    rules: tuple[str, ...] = ()


@endpoint(
    "POST", "/v1/actions/bulk", scope="enforcement:write", body=BulkActionForm, answer=Asked, summary="The same action on many subjects"
)
def impose(call: Call[BulkActionForm, Nothing]) -> Asked:
    form = call.body
    targets = tuple(Target(one.subject, one.trader, one.title) for one in form.targets)
    measures = ManyMeasures(
        kind=form.kind, subject_kind=form.subject_kind, targets=targets, note=form.note, channel=form.channel, rules=form.rules,
        markets=form.markets, until=form.until,
    )  # fmt: skip
    return mass.impose(call.tx, call.actor, call.content, measures)


@endpoint("POST", "/v1/actions/lift-bulk", scope="enforcement:write", body=BulkLiftForm, answer=Asked, summary="End many actions early")
def lift(call: Call[BulkLiftForm, Nothing]) -> Asked:
    return mass.lift(call.tx, call.actor, call.content, ManyLifted(call.body.actions, call.body.reason))


@endpoint(
    "POST", "/v1/traders/{trader}/close", scope="enforcement:write", body=ClosureForm, answer=Asked,
    summary="Propose to close a trader's account on a channel",
)  # fmt: skip
def close(call: Call[ClosureForm, Nothing]) -> Asked:
    form = call.body
    closure = Closure(trader=call.path["trader"], channel=form.channel, reason=form.reason, rules=form.rules)
    return mass.close_account(call.tx, call.actor, call.content, closure)
