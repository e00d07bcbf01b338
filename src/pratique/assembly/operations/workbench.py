"""Questions of analysts to the data: asks for permission, and puts on record what was taken out as a file."""

import pyarrow as pa

from pratique.assembly.operations.permission import require
from pratique.assembly.workbench import ask as asking
from pratique.assembly.workbench.ask import Answer
from pratique.assembly.workbench.export import FORMATS
from pratique.assembly.workbench.extract import Extract
from pratique.assembly.workbench.extract import extract as extracted
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


def extract(tx: Transaction, actor: Actor, *, anew: bool = False) -> Extract:
    """What can be asked, and how old it is."""
    require(actor, _ACT)
    return extracted(tx, actor, anew=anew)


def ask(tx: Transaction, actor: Actor, sql: str) -> Answer:
    """Some rows of an answer. Raises QuestionError with the place of the fault."""
    return asking.ask(extract(tx, actor).path, sql)


def export(tx: Transaction, actor: Actor, sql: str, form: str) -> bytes:
    """An answer as a file, on record. Raises AbsentError for a form there is none of, QuestionError."""
    if form not in FORMATS:
        raise AbsentError("format", form)
    answer = asking.ask(extract(tx, actor).path, sql, rows=asking.EXPORTED, seconds=asking.SECONDS * 3)
    table: pa.Table = answer.table
    note(tx, "workbench", actor.id, AnswerExported(at=tx.at, by=actor.id, sql=sql, format=form, rows=table.num_rows))
    return FORMATS[form][0](table)
