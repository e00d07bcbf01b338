"""Personal data: what is held of somebody, held on to, forgotten; and the log of everything that happened."""

import datetime as dt
from typing import Annotated

import msgspec

from pratique.assembly.operations import history, mass, privacy
from pratique.assembly.operations.mass import Asked, Person
from pratique.assembly.operations.privacy import PrivateEntry
from pratique.service.registry import Call, Nothing, endpoint
from pratique.store.log import LogEntry


class HeldOf(msgspec.Struct, frozen=True):
    """What is held of a subject, by purpose; not the data themselves."""

    subject: str
    items: tuple[PrivateEntry, ...]


class Ground(msgspec.Struct, frozen=True):
    """Why, for the log."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class Holding(msgspec.Struct, frozen=True):
    """How many entries are on legal hold now."""

    entries: int


class LogQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which events; by `record` and `record_id` the history of one record, else everything, newest first."""

    record: str | None = None
    record_id: str | None = None
    by: str | None = None
    since: dt.datetime | None = None
    cursor: str | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


class Log(msgspec.Struct, frozen=True):
    """Some events, newest first."""

    items: tuple[LogEntry, ...]
    next: str | None


@endpoint("GET", "/v1/people/{subject}", scope="admin", answer=HeldOf, summary="What is held of somebody, and why")
def held(call: Call[Nothing, Nothing]) -> HeldOf:
    subject = call.path["subject"]
    return HeldOf(subject, tuple(privacy.held_of(call.tx, call.actor, subject)))


@endpoint("POST", "/v1/people/{subject}/hold", scope="admin", body=Ground, answer=Holding, summary="Put a legal hold on somebody's data")
def hold(call: Call[Ground, Nothing]) -> Holding:
    return Holding(privacy.hold(call.tx, call.actor, call.path["subject"], call.body.reason, on=True))


@endpoint("POST", "/v1/people/{subject}/release", scope="admin", body=Ground, answer=Asked, summary="Propose to take a legal hold off")
def release(call: Call[Ground, Nothing]) -> Asked:
    return mass.release_hold(call.tx, call.actor, call.content, Person(call.path["subject"], call.body.reason))


@endpoint("POST", "/v1/people/{subject}/erase", scope="admin", body=Ground, answer=Asked, summary="Propose to forget somebody")
def erase(call: Call[Ground, Nothing]) -> Asked:
    return mass.erase_person(call.tx, call.actor, call.content, Person(call.path["subject"], call.body.reason))


@endpoint("GET", "/v1/audit/events", scope="admin", query=LogQuery, answer=Log, summary="Everything that happened, newest first")
def events(call: Call[Nothing, LogQuery]) -> Log:
    asked = call.query
    found = history.events(call.tx, call.actor, asked.record, asked.record_id, asked.by, asked.since, asked.cursor, asked.limit)
    return Log(found.items, found.next)
