"""Files of records: pictures a marketplace uploads, evidence of notices and appeals, documents. Taken by those who may see the record."""

import hashlib
from collections.abc import Sequence

from pratique.assembly.files import MOST, Received, received
from pratique.assembly.operations import appeals, documents, notices, verification
from pratique.assembly.operations.permission import require
from pratique.base.actor import PUBLIC, Actor
from pratique.base.errors import AbsentError, ConflictError, Fault, InvalidError
from pratique.store import files
from pratique.store.files import File
from pratique.store.records import load
from pratique.store.transaction import Transaction

LONGEST_NAME = 200


def keep_picture(tx: Transaction, actor: Actor, name: str, body: bytes) -> File:
    """Keep a picture under the name by which listings speak of it; the same one twice is the same.

    Raises InvalidError for what is no picture, ConflictError where another one has the name: what was looked at stays what it was.
    """
    require(actor, "picture.write")
    if not name.strip() or len(name) > LONGEST_NAME or "://" in name or any(ord(sign) < 32 for sign in name):
        raise InvalidError([Fault("name", f"needs 1 to {LONGEST_NAME} characters and is no address")])
    one = received(name, body, "content", pictures_only=True)
    known = files.picture(tx, name)
    if known is not None:
        if known.digest != hashlib.sha256(body).digest():
            raise ConflictError("picture_kept_already", f"another picture is called `{name}`", "name the new one otherwise")
        return known
    return files.keep(tx, "picture", name, one.name, one.media_type, body, subject="", by=actor.id)


def attach_to_notice(tx: Transaction, actor: Actor, name: str, given: Sequence[Received]) -> None:
    """Keep what came with a notice or the answer of a trader to it. The caller has just filed it in this transaction."""
    notice = load(tx, notices.NOTICES, name).state
    subject = f"trader:{actor.subject}" if actor.subject in notice.traders else f"notifier:{notice.submitter}"
    _attach(tx, actor, "notice", name, given, subject)


def attach_to_appeal(tx: Transaction, actor: Actor, name: str, given: Sequence[Received]) -> None:
    """Keep what came with a complaint. The caller has just filed it in this transaction."""
    appeal = load(tx, appeals.APPEALS, name).state
    subject = f"trader:{appeal.appellant}" if appeal.about == "action" else f"notifier:{appeal.appellant}"
    _attach(tx, actor, "appeal", name, given, subject)


def attach_to_verification(tx: Transaction, actor: Actor, trader: str, given: Sequence[Received]) -> tuple[File, ...]:
    """Keep documents by which a trader shows who they are. The caller tells with them in this transaction."""
    require(actor, "verification.submit")
    if actor.subject not in (None, trader):
        raise AbsentError("trader", trader)
    return _attach(tx, actor, "verification", trader, given, f"trader:{trader}")


def of_record(tx: Transaction, actor: Actor, about: str, record: str) -> tuple[File, ...]:
    """What is kept of a record that the caller was shown; outsiders see what they handed in themselves."""
    found = files.of_records(tx, about, [record]).get(record, ())
    return found if actor.subject is None else tuple(one for one in found if one.by == actor.id)


def take(tx: Transaction, actor: Actor, name: str) -> tuple[File, bytes]:
    """A file with its bytes, put on record. Raises AbsentError for whoever may not see its record, ForbiddenError without the role."""
    one = files.load(tx, name)
    is_own = one.by == actor.id and actor.id != PUBLIC.id
    if not is_own:
        require(actor, "private.read")
        match one.about:
            case "notice":
                notices.read(tx, actor, one.record)
            case "appeal":
                appeals.read(tx, actor, one.record)
            case "document":
                documents.read(tx, actor, one.record)
            case "verification":
                verification.read(tx, actor, one.record)
            case _:
                raise AbsentError("file", name)
    files.read_by(tx, one, actor)
    return one, files.body(tx, name)


def _attach(tx: Transaction, actor: Actor, about: str, record: str, given: Sequence[Received], subject: str) -> tuple[File, ...]:
    if len(given) > MOST:
        raise InvalidError([Fault("file", f"at most {MOST} files")])
    return tuple(files.keep(tx, about, record, one.name, one.media_type, one.body, subject=subject, by=actor.id) for one in given)
