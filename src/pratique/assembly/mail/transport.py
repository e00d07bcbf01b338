"""How a letter leaves: by SMTP with TLS, or as a file into a folder (`*.eml`, which every mail program opens)."""

import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from pratique.base.errors import SetupError

TIMEOUT = 20.0


class Transport(Protocol):
    """Takes a letter, or raises OSError (SMTPException is one)."""

    def send(self, letter: EmailMessage) -> None: ...


class Folder:
    """Writes letters as files; for development and tests."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, letter: EmailMessage) -> None:
        """Write it under the name of its message: sent again, it is the same file."""
        self.path.mkdir(parents=True, exist_ok=True)
        name = str(letter["Message-ID"]).strip("<>").partition("@")[0]
        partial = self.path / f".{name}.part"
        partial.write_bytes(bytes(letter))
        partial.replace(self.path / f"{name}.eml")


class Smtp:
    """`smtp://user:password@host:587` with STARTTLS, `smtps://host:465`; `?tls=off` for a server on the same machine."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise SetupError("PRATIQUE_SMTP_URL must be smtp://user:password@host:587 or smtps://host:465")
        self._host, self._is_tls = parts.hostname, parts.scheme == "smtps"
        self._port = parts.port or (465 if self._is_tls else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._is_plain = parse_qs(parts.query).get("tls") == ["off"]

    def send(self, letter: EmailMessage) -> None:
        """Hand it over; a server that offers no TLS is not trusted with it unless the address says so."""
        context = ssl.create_default_context()
        opened = (
            smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT, context=context)
            if self._is_tls
            else smtplib.SMTP(self._host, self._port, timeout=TIMEOUT)
        )
        with opened as server:
            if not self._is_tls and not self._is_plain:
                server.starttls(context=context)
            if self._user:
                server.login(self._user, self._password)
            server.send_message(letter)


def of_environment() -> Transport | None:
    """By `PRATIQUE_SMTP_URL`, else into `PRATIQUE_MAIL_FOLDER`; `None` where neither is set: no letters are written."""
    if url := os.environ.get("PRATIQUE_SMTP_URL"):
        return Smtp(url)
    folder = os.environ.get("PRATIQUE_MAIL_FOLDER")
    return Folder(Path(folder)) if folder else None
