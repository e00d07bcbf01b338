"""What the screens are proved on: a small demo and one hostile thing of every kind, then ten thousand rows of everything a list shows.

`hostile` tells it through the operations, as a platform, a trader or an authority would; `multiplied` copies rows in the database. The copies
differ from their originals in their names alone, so that every order of a list has ties, and whoever had one has hundreds.
"""

import datetime as dt
import io
import math
from typing import Any

import msgspec
import psycopg
from PIL import Image

from pratique.assembly.files import received
from pratique.assembly.operations import (
    appeals,
    cases,
    documents,
    drafts,
    enforcement,
    files,
    follow_up,
    mass,
    notices,
    orders,
    proposals,
    reviewers,
    rights,
    screening,
    traders,
    verification,
)
from pratique.assembly.operations.appeals import AppealForm
from pratique.assembly.operations.rights import HolderForm
from pratique.assembly.operations.traders import NewTrader
from pratique.assembly.operations.verification import Particulars
from pratique.assembly.screeners import Question, Screeners
from pratique.base.actor import SYSTEM, Actor
from pratique.base.ids import repeatable_ids
from pratique.casework.document.filing import DocumentFiling
from pratique.casework.notice.filing import Filing, Pointed
from pratique.casework.order.filing import Authority, OrderFiling
from pratique.casework.rights.right import RightFiling
from pratique.casework.verification import Paper
from pratique.policy.load import load_content
from pratique.store.transaction import transaction

ROWS = 10_000
SCRIPT = "<script>window.broken=1</script><img src=x onerror=window.broken=1>"
TEXTS = {
    "script": SCRIPT,
    "attribute": "\" autofocus onfocus=window.broken=1 x='",
    "template": "{{ 7*7 }}{% now 'Y' %}${7*7}",
    "reversed": "\u202egnp.exe\u202c \u2066isolated\u2069",
    "emoji": "🔥👩\u200d🔬🏴\u200d☠️ é\u0301\u0302\u0303",
    "unseen": "z\u200be\u200br\u200bo\ufeff",
    "endless": "W" * 10_000,
}
ALL = " ".join(TEXTS.values())
FILES = ("../../etc/passwd", '"><b onmouseover=alert(1)>.pdf', "a'b\\c%00d;e.png", "\u202egnp.exe")
LISTING = "SKU/../<b>\"&?#%20'"
"""Number of a listing, as a hostile platform would send it."""
FORGED = "Fake ID with hologram, ready in three days."
MARK = "HOSTILE"
"""In every one of the texts, so that they are found."""

Connection = psycopg.Connection[Any]


def hostile(connection: Connection, screeners: Screeners) -> None:
    """One thing of every kind whose texts want to be more than text; all of it belongs to the accounts of the demo where they have a portal."""
    content, ids = load_content(), repeatable_ids(7)
    told = f"{MARK} {SCRIPT} {ALL}"
    short = f"{MARK} {TEXTS['script']} {TEXTS['attribute']} {TEXTS['template']} {TEXTS['reversed']} {TEXTS['emoji']}"
    (whose,) = connection.execute("SELECT subject FROM account WHERE username = 'trader'").fetchone() or ("",)
    trader = Actor("user_trader", frozenset({"trader"}), subject=whose)
    holder = Actor("owner_lumora", frozenset({"rights_holder"}), subject="owner_lumora")
    other = Actor("owner_hostile", frozenset({"rights_holder"}), subject="owner_hostile")
    authority = Actor("authority_bnetza", frozenset({"authority"}), subject="authority_bnetza")
    manager = Actor("user_zhou", frozenset({"manager"}))
    senior = Actor("user_weber", frozenset({"senior_reviewer"}))

    until = dt.date(2099, 1, 1)

    def work() -> Any:
        return transaction(connection, ids=ids)

    with work() as tx:
        traders.register(
            tx, SYSTEM, content, NewTrader("t-hostile", "zh", "CN", {"aliexpress": short[:80]}, {"name": told, "email": "x@y.example"})
        )
        rows: list[dict[str, Any]] = [
            {"listing_id": LISTING, "title": f"Rolex Submariner replica AAA 1:1 {short}", "category": f"Watches > {short}"},
            {
                "listing_id": "HOSTILE-LONG",
                "title": f"Driving licence and passport made to order {told}",
                "description": f"{FORGED} {told}",
                "brand": short,
            },
            {
                "listing_id": "HOSTILE-HELD",
                "title": f"Driving licence and passport made to order {short}",
                "description": f"{FORGED} {short}",
            },
        ]
        for row in rows:
            asked = screening.asked_of(
                {"trader_id": whose, **row}, Question("aliexpress", "publish", ("DE", "FR", "AE", "ZA")), content, SYSTEM
            )
            screening.keep_many(tx, screeners, [asked], SYSTEM)
    follow_up.work_off(connection, content, 1000)
    with work() as tx:
        action, *_ = [one.id for one in enforcement.listed(tx, SYSTEM, subject=LISTING).items]
        appealed = appeals.file(tx, trader, content, AppealForm(action, told, "en"))
        closure = mass.Closure(trader="t-hostile", channel="aliexpress", reason=short, rules=())
        proposals.ask(tx, manager, "trader.close", short, closure, told, channel="aliexpress")
        for case in cases.listed(tx, SYSTEM, subject="HOSTILE-HELD").items:
            cases.comment(tx, senior, case.id, told[:4000])
        pointed = (Pointed(id=LISTING), Pointed(id="HOSTILE-LONG"))
        noticed = notices.file(
            tx,
            SYSTEM,
            Filing("product_safety", told, pointed, True, short, "ann@x.example", channel="aliexpress", markets=("DE", "FR"), law=short),
            content,
        )
        right = rights.every(tx, SYSTEM, None, waiting=False, cursor=None, limit=50).items
        (mark,) = [each.id for one in right if one.account == "owner_lumora" for each in one.rights if each.kind == "trade_mark"]
        notices.file(
            tx,
            holder,
            Filing("intellectual_property", told, pointed, True, channel="aliexpress", markets=("DE",), right=mark, is_owner_or_agent=True),
            content,
        )
        own = rights.register(tx, other, HolderForm(told, told, "x@y.example", FILES)).id
        rights.add_right(tx, other, own, RightFiling("copyright", short, ("US",), FILES))
        (lumora,) = [one.id for one in right if one.account == "owner_lumora"]
        rights.add_right(tx, holder, lumora, RightFiling("copyright", short, ("US",), FILES))
        order = OrderFiling(
            "product_safety", Authority(short, "DE", "market_surveillance"), short, pointed, told, told, told, instruction="disable",
            markets=("DE",), contact_name=told,
        )  # fmt: skip
        orders.receive(tx, authority, order, content)
        orders.receive(tx, SYSTEM, msgspec.structs.replace(order, reference=f"2 {short}"), content)
        verification.begin(tx, SYSTEM, "t-hostile", ("dsa",))
        particulars = Particulars(
            name=told, address=told, phone=short, email="x@y.example", id_document=FILES[0], payment_account="acct", self_certification="yes",
            is_registered=False, papers=tuple(Paper("id_document", name) for name in FILES),
        )  # fmt: skip
        verification.submit(tx, SYSTEM, "t-hostile", particulars)
        papers = [received(name, _picture(), "files") for name in FILES]
        documents.file(
            tx,
            trader,
            DocumentFiling(next(iter(content.documents)), short[:100], short[:100], valid_to=until, covers=(LISTING,)),
            papers,
            content,
        )
        files.attach_to_notice(tx, SYSTEM, noticed.notice_id, papers)
        files.attach_to_appeal(tx, trader, appealed.id, papers)
        draft = drafts.begin(tx, Actor("user_haas", frozenset({"strategist"})), content, short)
        drafts.write(
            tx, Actor("user_haas", frozenset({"strategist"})), content, draft.id, {"policies/lazada/rules/x.yaml": f"# {told}\n"}, short
        )
        golden = reviewers.make_golden_set(tx, senior, "grave", short)
        decided = [one.id for one in cases.listed(tx, SYSTEM, status=["decided"], limit=20).items if one.snapshot]
        reviewers.add_golden(tx, senior, golden.id, decided[:6])
    for user in ("lin", "mehta"):
        connection.execute(
            "INSERT INTO saved_view (account_id, list, name, query, is_shared) SELECT id, 'listings', %s, 'q=x', true FROM account WHERE username = %s",
            (short[:60], user),
        )
        connection.execute(
            "INSERT INTO saved_query (account_id, name, sql, chart, is_shared, changed_at) SELECT id, %s, %s, '{}', true, now() FROM account WHERE username = %s",
            (short[:60], f"SELECT '{SCRIPT}' AS x", user),
        )
    connection.commit()


def _picture() -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (64, 48), "tan").save(body, "png")
    return bytes(body.getvalue())


RECORDS = (
    "case_file", "appeal", "proposal", "content_draft", "golden_set", "notice", "rights_holder", "authority_order", "submitter",
    "brand_authorisation", "enforcement_action", "statement", "trader", "trader_verification",
    "trader_document",
)  # fmt: skip
"""Tables of records that a list shows."""
FEW = {"content_draft": 1_000, "golden_set": 60}
"""Of which nobody has ten thousand."""
WITH_HISTORY = ("authority_order", "trader")
"""Of which a page reads the log and not the state alone."""
_OTHERWISE = {
    "authority_order.reference": "reference || ' ' || n",
    "rights_holder.account": "account || '_' || n",
    "submitter.account": "account || '_' || n",
    "trader_document.trader": "trader || '_' || n",
}


def multiplied(connection: Connection, rows: int = ROWS) -> None:
    """Bring every list to so many rows."""
    for table in RECORDS:
        _copies(connection, table, FEW.get(table, rows))
    columns = _columns(connection, "listing_entry")
    named = {
        "id": "kind || ':' || subject || '_' || n || '@' || COALESCE(channel, '')",
        "subject": "subject || '_' || n",
        "decision": "decision || '_' || n",
    }
    _insert(connection, "listing_entry", columns, named, _times(connection, "listing_entry", rows))
    named = {"id": "id || '_' || n", "subject_id": "subject_id || '_' || n"}
    _insert(connection, "decision", _columns(connection, "decision"), named, _times(connection, "decision", rows))
    _insert(connection, "label", _columns(connection, "label"), {"record": "record || '_' || n"}, _times(connection, "label", rows))
    _insert(connection, "content_active", [one for one in _columns(connection, "content_active") if one != "number"], {}, 500)
    connection.commit()
    connection.autocommit = True
    connection.execute("ANALYZE")
    connection.autocommit = False


def _copies(connection: Connection, table: str, rows: int) -> None:
    """Copies of records."""
    named = {"id": "id || '_' || n", "state": "jsonb_set(state, '{id}', to_jsonb(id || '_' || n))"}
    named |= {name.partition(".")[2]: said for name, said in _OTHERWISE.items() if name.startswith(f"{table}.")}
    times = _times(connection, table, rows)
    if table in WITH_HISTORY:
        moved = {"record_id": "record_id || '_' || n", "position": "position + n * 100000"}
        _insert(
            connection,
            "audit_event",
            _columns(connection, "audit_event"),
            moved,
            times,
            f"WHERE version = 1 AND record_id IN (SELECT id FROM {table})",
        )
    _insert(connection, table, _columns(connection, table), named, times)


def _times(connection: Connection, table: str, rows: int) -> int:
    (there,) = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() or (0,)
    return math.ceil((rows - there) / there) if there else 0


def _insert(connection: Connection, table: str, columns: list[str], named: dict[str, str], times: int, where: str = "") -> None:
    connection.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(named.get(one, one) for one in columns)}"
        f" FROM {table}, generate_series(1, {times}) n {where} ON CONFLICT DO NOTHING".encode()
    )


def cut(connection: Connection, examples: dict[str, str]) -> None:
    """Leave one row of everything a list shows: the examples of its table, or the first."""
    for table in RECORDS:
        rest = f"SELECT id FROM {table} ORDER BY id = ANY(%s) DESC, id LIMIT 1"
        connection.execute(
            f"DELETE FROM {table} WHERE id NOT IN ({rest}) AND id <> ALL(%s)".encode(), (list(examples.values()), list(examples.values()))
        )
    connection.execute("DELETE FROM listing_entry WHERE subject <> %s", (examples["listing"],))
    connection.commit()


def _columns(connection: Connection, table: str) -> list[str]:
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
        (table,),
    )
    return [row[0] for row in rows.fetchall()]
