"""A small department: listings refused, noticed, ordered down and appealed, over the database of the console."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from pratique.assembly import listing_index
from pratique.assembly.operations import appeals, enforcement, notices, orders, traders
from pratique.assembly.operations.appeals import AppealForm
from pratique.assembly.operations.traders import NewTrader
from pratique.assembly.screeners import Screeners
from pratique.base.actor import SYSTEM, Actor
from pratique.casework.notice.filing import Filing, Pointed
from pratique.casework.order.filing import Authority, OrderFiling
from pratique.policy.load import load_content
from tests.assembly.operations.conftest import World

REPLICA = {
    "title": "Rolex Submariner replica AAA 1:1 automatic <b>black</b> dial",
    "category": "Watches",
    "trader_id": "t-1",
    "language": "zh",
}
TRADER = Actor("user_t1", frozenset({"trader"}), subject="t-1")
HOSTILE = "<script>alert(1)</script> it melted"


@pytest.fixture(scope="session")
def compiled() -> Screeners:
    """The packaged content, compiled once."""
    return Screeners(load_content())


@pytest.fixture
def desk(console: str, compiled: Screeners) -> Iterator["Desk"]:
    """The department over a fresh database."""
    with psycopg.connect(console) as connection:
        yield Desk(connection, compiled)


class Desk(World):
    """What can come in."""

    def follow(self) -> int:
        done = super().follow()
        listing_index.catch_up(self.connection)
        return done

    def trader(self, name: str = "t-1", channel: str = "aliexpress") -> None:
        contact = {"name": "Ningbo Ltd", "email": "seller@ningbo.example"}
        with self.work() as tx:
            traders.register(tx, SYSTEM, self.content, NewTrader(name, "zh", "CN", {channel: f"no-{name}"}, contact))

    def refused(self, name: str = "sku-1") -> str:
        """A listing that is taken down; its action."""
        decision = self.screen({"listing_id": name, **REPLICA}, markets=("DE", "FR"))
        with self.work() as tx:
            return enforcement.listed(tx, SYSTEM, cause=decision).items[0].id

    def noticed(
        self, *subjects: str, kind: Any = "product_safety", markets: tuple[str, ...] = ("DE", "FR"), channel: str = "aliexpress"
    ) -> str:
        filing = Filing(
            kind,
            f"{HOSTILE} after ten minutes, and the casing was open at one corner",
            tuple(Pointed(id=one) for one in subjects or ("sku-1",)),
            True,
            "Ann",
            "ann@x.example",
            channel=channel,
            markets=markets,
        )
        with self.work() as tx:
            return notices.file(tx, SYSTEM, filing, self.content).notice_id

    def ordered(self, *subjects: str, reference: str = "MSA-26-17") -> str:
        filing = OrderFiling(
            kind="product_safety", authority=Authority("Bundesnetzagentur", "DE", "market_surveillance"), reference=reference,
            subjects=tuple(Pointed(id=one) for one in subjects or ("sku-1",)), legal_basis="Regulation (EU) 2023/988 Art. 22(4)", reasons="Shock hazard",
            redress="Objection within one month", instruction="disable", markets=("DE",), contact_name="Dr. Officer",
        )  # fmt: skip
        with self.work() as tx:
            return orders.receive(tx, SYSTEM, filing, self.content).order_id

    def appealed(self, action: str) -> str:
        with self.work() as tx:
            return appeals.file(tx, TRADER, self.content, AppealForm(action, HOSTILE, "en")).id

    def many(self, table: str, record: str, number: int) -> None:
        """So many copies of a record: what a list shows of a busy year."""
        columns = [
            row[0]
            for row in self.connection.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name NOT IN ('id', 'state', 'reference')",
                (table,),
            ).fetchall()
        ]
        own = ", reference" if table == "authority_order" else ""
        made = ", reference || n" if own else ""
        self.connection.execute(
            f"INSERT INTO {table} (id, state{own}, {', '.join(columns)})"
            f" SELECT id || '_' || n, jsonb_set(state, '{{id}}', to_jsonb(id || '_' || n)){made}, {', '.join(columns)}"
            f" FROM {table}, generate_series(1, %s) n WHERE id = %s".encode(),
            (number, record),
        )
        self.connection.commit()


def private_looks(connection: psycopg.Connection) -> list[str]:
    """Reasons for which personal data was looked at, by people."""
    rows = connection.execute(
        "SELECT payload::jsonb->>'reason' FROM audit_event WHERE kind = 'private_read' AND by LIKE 'user_%'"
    ).fetchall()
    return [row[0] for row in rows]
