"""Letters that are due: composed of what stands in the database at that moment, sent, tried again for three days, and put down."""

import datetime as dt
import os
import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from pratique.assembly.mail.addressing import LETTERS, Addressed
from pratique.assembly.mail.transport import Transport
from pratique.base.actor import SYSTEM
from pratique.base.clock import Clock, now
from pratique.store import mail, vault
from pratique.store.mail import Letter
from pratique.store.transaction import Connection, Transaction, transaction

SCHEDULE = tuple(dt.timedelta(minutes=one) for one in (2, 15, 60, 360, 1440, 1440))
"""Waits after the first attempts; after the last it is given up."""
TOO_LATE = dt.timedelta(days=3)
"""What could not be told for so long is not told by letter any more: it stands in the console."""
LEASE = dt.timedelta(minutes=2)
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class Words(msgspec.Struct, frozen=True):
    """A letter's template."""

    subject: str
    body: str


@cache
def templates() -> dict[str, dict[str, Words]]:
    """Topic → language → words."""
    raw = yaml.safe_load(files("pratique.assembly.mail").joinpath("letters.yaml").read_text("utf-8"))
    return msgspec.convert(raw, dict[str, dict[str, Words]])


def send_due(connection: Connection, transport: Transport, limit: int = 20, clock: Clock = now) -> int:
    """Send what is due; gives how many were tried. A letter sent and not yet put down is sent again under the same Message-ID."""
    with transaction(connection, clock) as tx:
        due = mail.take(tx, limit, LEASE)
    for letter in due:
        with transaction(connection, clock) as tx:
            made = _composed(tx, letter)
            if isinstance(made, str):
                mail.settle(tx, letter.id, "dropped", made)
                continue
        problem = _sent(transport, made)
        with transaction(connection, clock) as tx:
            rest = SCHEDULE[letter.attempts - 1 :]
            if not problem:
                mail.settle(tx, letter.id, "sent", "")
            elif rest:
                mail.settle(tx, letter.id, "waiting", problem, tx.at + rest[0])
            else:
                mail.settle(tx, letter.id, "dead", problem)
    return len(due)


def _composed(tx: Transaction, letter: Letter) -> EmailMessage | str:
    """The letter, or why there is none."""
    if tx.at - letter.at > TOO_LATE:
        return "too late to be told by letter"
    find = LETTERS.get(letter.topic, {}).get(letter.addressee)
    addressed = find(tx, letter) if find is not None else None
    if addressed is None:
        return "nobody to write to"
    fields = vault.reveal(tx, addressed.private, SYSTEM, f"letter: {letter.topic}")
    address = (fields or {}).get("email", "").strip()
    if not _ADDRESS.fullmatch(address):
        return "erased" if fields is None else "no e-mail address"
    return compose(letter, addressed, (fields or {}).get("name") or (fields or {}).get("company") or "", address)


def compose(letter: Letter, addressed: Addressed, name: str, address: str) -> EmailMessage:
    """A letter in the language of whoever gets it: English and Chinese have words of their own, a statement stands in its own language."""
    words = templates()[letter.topic].get(addressed.language.partition("-")[0]) or templates()[letter.topic]["en"]
    values = {key: " ".join(value.split()) if key != "outcomes" else value for key, value in addressed.values.items()}
    values["link"] = os.environ.get("PRATIQUE_CONSOLE_URL", "http://127.0.0.1:8001").rstrip("/") + "/portal/"
    made = EmailMessage(policy=SMTP)
    sender = os.environ.get("PRATIQUE_MAIL_FROM", "compliance@marketplace.example")
    made["From"] = sender
    made["To"] = formataddr((" ".join(name.split())[:100], address), "utf-8")
    made["Subject"] = words.subject.format_map(values)[:200]
    made["Date"] = format_datetime(letter.at)
    made["Message-ID"] = f"<{letter.message}.{letter.addressee}@{sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    body = words.body.format_map(values)
    made.set_content(f"{body}\n\n{addressed.text}\n" if addressed.text else f"{body}\n")
    return made


def _sent(transport: Transport, letter: EmailMessage) -> str:
    """Empty where it was handed over, else what went wrong."""
    try:
        transport.send(letter)
    except (OSError, ValueError) as error:
        return f"{type(error).__name__}: {' '.join(str(error).split())}"
    return ""
