"""Reasons at one key: written by seniors, used by whoever reviews."""

from pratique.assembly.operations.permission import require
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, Fault, InvalidError
from pratique.casework.case import QUEUES
from pratique.facts.concept import Text
from pratique.store import house_reasons
from pratique.store.house_reasons import HouseReason
from pratique.store.transaction import Transaction

MOST = 40
VERDICTS = ("allow", "allow_with_conditions", "refuse")
LONGEST_NAME, LONGEST_TEXT = 30, 2000


def write(tx: Transaction, actor: Actor, queue: str, verdict: str, name: Text, text: Text, known: str | None = None) -> HouseReason:
    """Write one, or another in place of a known one. Raises InvalidError with everything that is wrong."""
    require(actor, "reason.write")
    there = house_reasons.every(tx)
    if known is not None and all(one.id != known for one in there):
        raise AbsentError("house reason", known)
    faults = [Fault("verdict", "say for which verdict")] if verdict not in VERDICTS else []
    faults += [Fault("queue", f"there is no queue `{queue}`")] if queue and queue not in QUEUES else []
    for language in ("en", "zh"):
        if not 0 < len(name.get(language, "").strip()) <= LONGEST_NAME:
            faults.append(Fault("name", f"needs 1 to {LONGEST_NAME} characters in {language}"))
        if not 0 < len(text.get(language, "").strip()) <= LONGEST_TEXT:
            faults.append(Fault("text", f"needs 1 to {LONGEST_TEXT:,} characters in {language}"))
    if known is None and len(there) >= MOST:
        faults.append(Fault("", f"there are {MOST} already; take one away first"))
    if faults:
        raise InvalidError(faults)
    made = HouseReason(known or tx.new_id("reason"), queue, verdict, _bare(name), _bare(text), actor.id, tx.at)
    house_reasons.keep(tx, made)
    return made


def remove(tx: Transaction, actor: Actor, name: str) -> None:
    """Take one away. Raises AbsentError."""
    require(actor, "reason.write")
    if not house_reasons.remove(tx, name, actor.id):
        raise AbsentError("house reason", name)


def listed(tx: Transaction, actor: Actor, queue: str | None = None) -> list[HouseReason]:
    """All of them, or those that count in a queue."""
    require(actor, "case.read")
    return house_reasons.every(tx, queue)


def _bare(text: Text) -> Text:
    return {language: text[language].strip() for language in ("en", "zh")}
