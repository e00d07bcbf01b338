"""Questions of analysts to the data: asks for permission, and puts on record what was taken out as a file."""

from collections.abc import Mapping

import msgspec

from pratique.assembly.operations.permission import require
from pratique.assembly.workbench import ask as asking
from pratique.assembly.workbench import extract as making
from pratique.assembly.workbench.ask import Answer
from pratique.assembly.workbench.export import FORMATS
from pratique.assembly.workbench.extract import Extract
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError
from pratique.base.event import Event
from pratique.store.records import note
from pratique.store.transaction import Transaction

_ACT = "workbench.query"


class AnswerExported(Event, frozen=True, kw_only=True, tag="answer_exported"):
    """Somebody took the answer to a question out as a file."""

    sql: str
    format: str
    rows: int


class File(msgspec.Struct, frozen=True):
    """An answer on its way out."""

    body: bytes
    kind: str
    """Media type."""
    rows: int


def extract(tx: Transaction, actor: Actor, renamed: Mapping[str, str] | None = None, *, anew: bool = False) -> Extract:
    """What can be asked; made now where there is none that is fresh. `renamed`: id a rule had → the one it has, by which it is found."""
    require(actor, _ACT)
    return making.extract(tx, actor, renamed or {}, anew=anew)


def known(tx: Transaction, actor: Actor) -> Extract | None:
    """The extract there is, however old; nothing is made."""
    require(actor, _ACT)
    return making.known(tx, actor)


def ask(actor: Actor, extracted: Extract, sql: str, run: str = "") -> Answer:
    """Some rows of an answer; no transaction is held meanwhile. Raises QuestionError with the place of the fault.

    `run` names the asking among those of the same person, so that they can stop it.
    """
    require(actor, _ACT)
    return asking.ask(extracted.path, sql, run=f"{actor.id}:{run}" if run else "")


def stop(actor: Actor, run: str) -> bool:
    """End a question of one's own that is being answered or about to be; whether it was being answered."""
    require(actor, _ACT)
    return asking.stop(f"{actor.id}:{run}")


def export(actor: Actor, extracted: Extract, sql: str, form: str) -> File:
    """An answer as a file. Raises AbsentError for a form there is none of, QuestionError."""
    require(actor, _ACT)
    if form not in FORMATS:
        raise AbsentError("format", form)
    answer = asking.ask(extracted.path, sql, rows=asking.EXPORTED, seconds=asking.SECONDS * 3, answer_megabytes=asking.FILE_MEGABYTES)
    write, kind = FORMATS[form]
    return File(write(answer.table), kind, answer.table.num_rows)


def exported(tx: Transaction, actor: Actor, sql: str, form: str, rows: int) -> None:
    """Put on record that somebody takes an answer out."""
    require(actor, _ACT)
    note(tx, "workbench", actor.id, AnswerExported(at=tx.at, by=actor.id, sql=sql, format=form, rows=rows))
