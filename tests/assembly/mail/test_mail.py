"""Letters: to whom, in which words, tried again, never to nobody; over a real database and a real SMTP server."""

import email
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from msgspec import structs

from pratique.assembly import webhooks
from pratique.assembly.mail import sending
from pratique.assembly.mail.addressing import ADDRESSEES
from pratique.assembly.mail.transport import Folder, Smtp, Transport, of_environment
from pratique.assembly.operations import clocks, enforcement, notices, privacy, traders, verification
from pratique.assembly.operations.traders import NewTrader
from pratique.assembly.operations.verification import Particulars
from pratique.base.actor import PUBLIC, SYSTEM, Actor
from pratique.base.errors import SetupError
from pratique.casework.notice.filing import Filing, Pointed
from tests.assembly.operations.conftest import World, compiled, world

__all__ = ["compiled", "world"]
MDMA: dict[str, object] = {"listing_id": "sku-1", "title": "MDMA crystals 3g", "trader_id": "t-1"}
OFFICER = Actor("user_1", frozenset({"legal", "administrator"}))


class Broken:
    """A server that is away."""

    def send(self, letter: EmailMessage) -> None:
        assert letter["To"]
        raise ConnectionRefusedError(111, "refused")


def post(world: World, transport: Transport) -> None:
    """What the worker does."""
    webhooks.hand_over(world.connection, clock=lambda: world.moment, letters=ADDRESSEES)
    while sending.send_due(world.connection, transport, clock=lambda: world.moment):
        pass


def known(world: World, language: str = "zh", **contact: str) -> None:
    with world.work() as tx:
        given = {"name": "陈伟", "email": "chen@shop.example"} | contact
        traders.register(tx, SYSTEM, world.content, NewTrader("t-1", language, "CN", {"aliexpress": "a-1"}, given))


def read(folder: Path) -> list[EmailMessage]:
    letters: list[Any] = [email.message_from_bytes(one.read_bytes(), policy=default) for one in sorted(folder.glob("*.eml"))]
    return letters


def states(world: World) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in world.connection.execute("SELECT status, answer FROM mail_letter ORDER BY id").fetchall()]


def test_a_trader_gets_the_statement_in_their_language(world: World, tmp_path: Path) -> None:
    known(world)
    world.screen(MDMA)
    post(world, Folder(tmp_path))
    letters = read(tmp_path)
    subjects = [str(one["Subject"]) for one in letters]
    assert any("处理决定" in subject for subject in subjects), subjects
    first = next(one for one in letters if "MDMA crystals 3g" in str(one["Subject"]))
    assert str(first["To"]) == "陈伟 <chen@shop.example>"
    assert "申诉" in first.get_content()
    assert first["Auto-Submitted"] == "auto-generated"
    before = len(letters)
    post(world, Folder(tmp_path))
    assert len(read(tmp_path)) == before


def test_what_is_undone_is_told_as_well(world: World, tmp_path: Path) -> None:
    known(world, "en")
    decision = world.screen(MDMA)
    with world.work() as tx:
        enforcement.reverse_cause(tx, OFFICER, world.content, decision, "misread", "appeal_1")
    post(world, Folder(tmp_path))
    assert any("withdrawn" in str(one["Subject"]) for one in read(tmp_path))


def test_nobody_is_suspended_unheard(world: World, tmp_path: Path) -> None:
    known(world, "en")
    owner = Actor("t-1", frozenset({"trader"}), subject="t-1")
    told = Particulars(
        name="Chen Wei", address="1 Lotus Road", phone="1", email="new@shop.example", electronic_id="eid", payment_account="acct 7",
        self_certification="file-1", is_registered=False,
    )  # fmt: skip
    with world.work() as tx:
        verification.begin(tx, OFFICER, "t-1", ("dsa",))
        verification.submit(tx, owner, "t-1", told)
        verification.add_law(tx, OFFICER, "t-1", "inform")
    post(world, Folder(tmp_path))
    with world.work() as tx:
        verification.submit(tx, owner, "t-1", structs.replace(told, tax_id="135-68-1234", country="US", is_business=False))
        verification.ask_remedy(tx, OFFICER, "t-1", ("address", "payment_account"), {"en": "Mail to {this} address came back."})
    post(world, Folder(tmp_path))
    world.later(days=11)
    with world.work() as tx:
        clocks.sweep(tx, world.content)
    post(world, Folder(tmp_path))
    letters = {str(one["Subject"]): one for one in read(tmp_path)}
    wanted = letters["Another law asks us who you are"].get_content()
    assert (
        "Still needed by 2026-11-12: copy of an identity document or government record or tax document of the business, tax number."
        in wanted
    )
    asked = letters["Something in what you told us has to be put right"]
    assert asked["To"].addresses[0].addr_spec == "new@shop.example"
    assert "Mail to {this} address came back." in asked.get_content()
    assert "Put right by 2026-11-12, or your account is suspended: address, payment account." in asked.get_content()
    assert "Your account is suspended until we know who you are" in letters


def test_a_notifier_without_an_account_is_answered(world: World, tmp_path: Path) -> None:
    filing = Filing(
        "product_safety", "The plug gets hot and melts after ten minutes.", (Pointed("listing", "sku-9"),), bona_fide=True,
        name="Sam\r\nBcc: all@example.com", email="sam@mail.example", channel="aliexpress", markets=("DE",),
    )  # fmt: skip
    with world.work() as tx:
        receipt = notices.file(tx, PUBLIC, filing, world.content)
    post(world, Folder(tmp_path))
    (letter,) = read(tmp_path)
    assert receipt.notice_id in str(letter["Subject"])
    assert letter["Bcc"] is None, "a name is no header"
    assert receipt.secret is not None
    assert receipt.secret not in letter.as_string(), "the secret was shown once"


def test_a_server_that_is_away_is_tried_again_and_given_up(world: World, tmp_path: Path) -> None:
    known(world)
    world.screen(MDMA)
    for _ in sending.SCHEDULE:
        webhooks.hand_over(world.connection, clock=lambda: world.moment, letters=ADDRESSEES)
        sending.send_due(world.connection, Broken(), clock=lambda: world.moment)
        assert {status for status, _ in states(world)} == {"waiting"}
        assert sending.send_due(world.connection, Broken(), clock=lambda: world.moment) == 0, "it waits for its time"
        world.connection.execute("UPDATE mail_letter SET next_at = %s", (world.moment,))
        world.connection.commit()
    sending.send_due(world.connection, Broken(), clock=lambda: world.moment)
    assert {status for status, _ in states(world)} == {"dead"}
    assert "refused" in states(world)[0][1]
    assert read(tmp_path) == []


def test_nobody_is_written_to_who_was_forgotten_or_has_no_address_or_too_late(world: World, tmp_path: Path) -> None:
    known(world, email="not an address")
    world.screen(MDMA)
    post(world, Folder(tmp_path))
    assert {answer for _, answer in states(world)} == {"no e-mail address"}
    with world.work() as tx:
        privacy.erase(tx, OFFICER, "trader:t-1", "asked for")
    world.screen(MDMA | {"listing_id": "sku-2"})
    post(world, Folder(tmp_path))
    assert states(world)[-1] == ("dropped", "erased")
    world.screen(MDMA | {"listing_id": "sku-3"})
    world.later(days=4)
    post(world, Folder(tmp_path))
    assert states(world)[-1] == ("dropped", "too late to be told by letter")
    assert read(tmp_path) == []


@pytest.fixture
def server() -> Iterator[tuple[int, list[bytes]]]:
    got: list[bytes] = []

    class Handler:
        async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: ARG002, N802 - the library's own name
            got.append(envelope.content)
            return "250 OK"

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    yield port, got
    controller.stop()


def test_by_smtp(world: World, server: tuple[int, list[bytes]]) -> None:
    port, got = server
    known(world)
    world.screen(MDMA)
    post(world, Smtp(f"smtp://127.0.0.1:{port}"))
    assert got == [], "without TLS nothing is handed over"
    world.connection.execute("UPDATE mail_letter SET next_at = %s", (world.moment,))
    world.connection.commit()
    post(world, Smtp(f"smtp://127.0.0.1:{port}?tls=off"))
    assert {status for status, _ in states(world)} == {"sent"}
    assert len(got) == len(states(world))


def test_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert of_environment() is None
    monkeypatch.setenv("PRATIQUE_MAIL_FOLDER", str(tmp_path))
    assert isinstance(of_environment(), Folder)
    monkeypatch.setenv("PRATIQUE_SMTP_URL", "mail.example")
    with pytest.raises(SetupError, match="smtp://"):
        of_environment()


def test_every_topic_has_words_in_both_languages() -> None:
    assert set(sending.templates()) == set(ADDRESSEES)
    assert all(set(words) == {"en", "zh"} for words in sending.templates().values())
