"""Statements of reasons to the DSA Transparency Database: in batches, each once, tried again, and reconciled with what stands there.

The database takes a batch whole or not at all. So what it finds fault with is set aside and the rest is sent again; what it has already is
counted as arrived; and after an attempt that was cut off each statement is asked for before it is sent again.
"""

import datetime as dt
import random
from collections.abc import Sequence

import httpx
import msgspec

from pratique.assembly.operations.enforcement import STATEMENTS
from pratique.assembly.operations.permission import require
from pratique.base.actor import Actor
from pratique.base.clock import Clock, now
from pratique.enforcement.transparency import check
from pratique.enforcement.transparency.payload import payload
from pratique.store import exports
from pratique.store.exports import Export
from pratique.store.records import load
from pratique.store.transaction import Connection, transaction

BATCH = 100
"""Most statements of one call."""
LEASE = dt.timedelta(minutes=5)
MOST_ATTEMPTS = 12
MOST_ROUNDS = 5
"""Of one batch, each time without what the database had named."""


class Exported(msgspec.Struct, frozen=True):
    """How a run went."""

    accepted: int = 0
    refused: int = 0
    postponed: int = 0
    not_reported: int = 0


class Database:
    """The Transparency Database's API. `url` up to `/api/v1`."""

    def __init__(self, url: str, token: str, timeout: float = 60) -> None:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._client = httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=timeout, follow_redirects=False, trust_env=False)

    def send(self, statements: Sequence[dict[str, object]]) -> httpx.Response:
        """Create many."""
        return self._client.post("/statements", json={"statements": list(statements)})

    def has(self, puid: str) -> bool:
        """Whether a statement stands there already. Raises httpx.HTTPError where that cannot be said."""
        answer = self._client.get(f"/statement/existing-puid/{puid}")
        if answer.status_code == 404:
            return False
        if answer.status_code in (200, 302):
            return True
        raise httpx.HTTPStatusError(f"answered {answer.status_code}", request=answer.request, response=answer)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()


def export(connection: Connection, database: Database, actor: Actor, clock: Clock = now) -> Exported:
    """Send what is due until nothing is. A statement that fails our own check of the form is never sent."""
    require(actor, "statement.export")
    total = [0, 0, 0, 0]
    with transaction(connection, clock) as tx:
        exports.enqueue(tx)
    while True:
        with transaction(connection, clock) as tx:
            due = exports.take(tx, BATCH, LEASE)
        if not due:
            return Exported(*total)
        run = _Batch(connection, database, clock, due)
        run.send()
        for place, number in enumerate((run.accepted, run.refused, run.postponed, run.not_reported)):
            total[place] += number
        if run.is_cut_off:
            return Exported(*total)


class _Batch:
    """One batch until each of its statements is settled."""

    def __init__(self, connection: Connection, database: Database, clock: Clock, due: Sequence[Export]) -> None:
        self._connection, self._database, self._clock = connection, database, clock
        self._due = {one.statement: one for one in due}
        self._left: dict[str, dict[str, object]] = {}
        self.accepted = self.refused = self.postponed = self.not_reported = 0
        self.is_cut_off = False

    def send(self) -> None:
        """All of it."""
        self._prepare()
        try:
            for one in [one for one in self._due.values() if one.is_unsure and one.statement in self._left]:
                if self._database.has(one.statement):
                    self._settle(one.statement, "accepted", answer="stood there already")
            for _ in range(MOST_ROUNDS):
                if not self._left or self._round(list(self._left.values())):
                    break
        except httpx.HTTPError as error:
            self._postpone(f"{type(error).__name__}: {error}", unsure=not isinstance(error, httpx.ConnectError))
        if self._left:
            self._postpone("still not taken after several rounds", unsure=False)

    def _prepare(self) -> None:
        with transaction(self._connection, self._clock) as tx:
            for name in self._due:
                made = payload(load(tx, STATEMENTS, name).state)
                if made is None:
                    exports.settle(tx, name, "not_reported", answer="holds nowhere in the European Economic Area")
                    self.not_reported += 1
                    continue
                found = check(made, "batch")
                if not found.is_valid:
                    exports.settle(tx, name, "refused", answer=f"our own check: {found.failed}")
                    self.refused += 1
                    continue
                self._left[name] = made

    def _round(self, statements: list[dict[str, object]]) -> bool:
        """One call; whether nothing is left to try now."""
        answer = self._database.send(statements)
        if answer.status_code == 201:
            given = {str(one.get("puid")): str(one.get("uuid", "")) for one in answer.json().get("statements", ())}
            for name in list(self._left):
                self._settle(name, "accepted", uuid=given.get(name, ""))
            return True
        if answer.status_code == 422:
            return self._set_aside(answer, statements)
        wait = answer.headers.get("retry-after", "")
        self._postpone(f"answered {answer.status_code}", unsure=answer.status_code >= 500, wait=int(wait) if wait.isdecimal() else 0)
        return True

    def _set_aside(self, answer: httpx.Response, statements: list[dict[str, object]]) -> bool:
        errors = answer.json().get("errors", {})
        before = len(self._left)
        for name in errors.get("existing_puids", ()):
            if name in self._left:
                self._settle(name, "accepted", answer="stood there already")
        for field, found in errors.items():
            word, _, number = field.partition("_")
            if word == "statement" and number.isdecimal() and int(number) < len(statements):
                self._settle(str(statements[int(number)]["puid"]), "refused", answer=str(found))
        if len(self._left) == before:
            self._postpone(f"refused without saying which: {str(errors)[:500]}", unsure=False)
            return True
        return not self._left

    def _settle(self, name: str, status: str, *, uuid: str = "", answer: str = "") -> None:
        with transaction(self._connection, self._clock) as tx:
            exports.settle(tx, name, status, uuid=uuid, answer=answer)
        del self._left[name]
        if status == "accepted":
            self.accepted += 1
        else:
            self.refused += 1

    def _postpone(self, why: str, *, unsure: bool, wait: int = 0) -> None:
        self.is_cut_off = True
        with transaction(self._connection, self._clock) as tx:
            for name in self._left:
                tries = self._due[name].attempts
                seconds = max(wait, min(3600, 5 * 2**tries)) * random.uniform(1.0, 1.2)  # noqa: S311 - so that not all come back at once
                status = "waiting" if tries < MOST_ATTEMPTS else "refused"
                again = tx.at + dt.timedelta(seconds=seconds)
                exports.settle(tx, name, status, answer=why, next_at=again, unsure=unsure or self._due[name].is_unsure)
        self.postponed += len(self._left)
        self._left.clear()


class Reconciled(msgspec.Struct, frozen=True):
    """What stands there against what we hold."""

    looked_at: int
    missing: tuple[str, ...]
    """Counted as accepted, and not there: put in line again."""


def reconcile(connection: Connection, database: Database, actor: Actor, limit: int = 1000, clock: Clock = now) -> Reconciled:
    """Ask for statements that count as accepted whether they stand there; the newest first."""
    require(actor, "statement.export")
    with transaction(connection, clock) as tx:
        rows = tx.execute(
            "SELECT statement FROM statement_export WHERE status = 'accepted' ORDER BY settled_at DESC LIMIT %s", (limit,)
        ).fetchall()
    missing = []
    for (name,) in rows:
        if not database.has(name):
            missing.append(name)
            with transaction(connection, clock) as tx:
                exports.settle(tx, name, "waiting", answer="counted as accepted, and not there", next_at=tx.at)
    return Reconciled(len(rows), tuple(missing))
