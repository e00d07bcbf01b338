"""What happened, for those who look after it."""

import datetime as dt

from pratique.assembly.operations.permission import require
from pratique.base.actor import Actor
from pratique.base.errors import ForbiddenError
from pratique.store import log
from pratique.store.log import LogPage
from pratique.store.transaction import Transaction


def events(
    tx: Transaction,
    actor: Actor,
    record: str | None = None,
    record_id: str | None = None,
    by: str | None = None,
    since: dt.datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> LogPage:
    """The log, newest first. It knows no walls: only whoever has none reads it. Raises ForbiddenError."""
    require(actor, "audit.read")
    if actor.channels is not None or actor.markets is not None or actor.subject is not None:
        raise ForbiddenError("walled_in", "the log of everything is not for those whose reach is limited to channels or markets")
    return log.events(tx, record=record, record_id=record_id, by=by, since=since, cursor=cursor, limit=limit)
