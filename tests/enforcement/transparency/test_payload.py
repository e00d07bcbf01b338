"""Every action the state machine can produce gives a payload the database accepts, single and batch; and holds nobody's data."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from pratique.enforcement.action.kinds import KINDS, NATURES
from pratique.enforcement.statement import BrokenRule, Reasons, Statement, compose
from pratique.enforcement.transparency import check
from pratique.enforcement.transparency.categories import BY_CLASS, BY_FAMILY
from pratique.enforcement.transparency.payload import payload
from pratique.enforcement.transparency.redact import STRUCK, redact
from pratique.policy.units.rule import ENFORCEMENT_CLASSES

_TEXT = st.text(max_size=400)
_MOMENTS = st.datetimes(dt.datetime(2019, 1, 1), dt.datetime(2037, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001 - the zone comes with `timezones`
_RULES = st.builds(
    BrokenRule,
    rule=st.sampled_from(("eu/counterfeit@1", "house/no-replicas@3")),
    title=st.dictionaries(st.just("en"), _TEXT, min_size=1),
    basis=st.lists(_TEXT, max_size=40).map(tuple),
    is_law=st.booleans(),
    fix=st.just({}),
    enforcement_class=st.sampled_from(ENFORCEMENT_CLASSES),
    concepts=st.lists(st.sampled_from([f"{family}.x" for family in (*BY_FAMILY, "toy", "product")]), max_size=3).map(tuple),
)
_REASONS = st.builds(
    Reasons,
    action=st.just("action_1"),
    kind=st.sampled_from(KINDS),
    subject_kind=st.sampled_from(("listing", "trader", "ad", "message", "review", "storefront")),
    subject=_TEXT,
    subject_title=_TEXT,
    channel=st.none() | st.just("aliexpress"),
    markets=st.none() | st.lists(st.sampled_from(("DE", "FR", "US", "GB", "SG", "GR", "US-CA")), min_size=1).map(tuple),
    imposed_at=_MOMENTS,
    until=st.none() | _MOMENTS,
    source=st.sampled_from(("own_initiative", "notice", "trusted_flagger", "order", "ladder")),
    detected_automatically=st.booleans(),
    decided_automatically=st.booleans(),
    rules=st.lists(_RULES, max_size=8).map(tuple),
    words=st.lists(_TEXT, max_size=10).map(tuple),
    note=st.text(max_size=9000),
    points=st.none() | st.floats(0, 48),
    order_reference=_TEXT,
    listed_on=st.none() | st.dates(dt.date(1999, 1, 1), dt.date(2037, 1, 1)),
)


@given(_REASONS)
def test_every_statement_is_accepted_single_and_batch(reasons: Reasons) -> None:
    statement = Statement("statement_01m8k19rk8", "issued", "t-1", reasons.channel, reasons.markets, "en", reasons, "", reasons.imposed_at)
    made = payload(statement)
    if made is None:
        assert reasons.kind == "warning" or reasons.markets is not None
        return
    for endpoint in ("single", "batch"):
        found = check(made, endpoint)
        assert found.is_valid, (endpoint, found.failed)


@given(_REASONS)
def test_every_statement_can_be_written_in_every_language_and_text_stays_text(reasons: Reasons) -> None:
    for language in ("en", "zh", "xx"):
        text, _ = compose(reasons, language)
        assert reasons.note in text
        for word in reasons.words:
            assert word in text


def test_every_class_of_rule_and_kind_of_action_is_mapped() -> None:
    assert set(BY_CLASS) == set(ENFORCEMENT_CLASSES)
    assert set(NATURES) == set(KINDS)


def test_personal_data_is_struck_out_and_the_rest_is_left() -> None:
    for secret in (
        "ann.example@example.org", "ann (at) example (dot) org", "+49 170 1234567", "0086-13912345678", "13912345678", "DE89 3704 0044 0532 0130 00",
        "11010519491231002X", "4111 1111 1111 1111", "微信号 shop_8899", "WhatsApp: +4917012345", "030 / 1234567",
    ):  # fmt: skip
        text = redact(f"Contact {secret} for more", ())
        assert STRUCK in text, secret
        assert not any(part in text for part in ("1234567", "1111", "shop_8899", "example.org", "0130")), text
    assert redact("Ann Example wrote; 王小明同意", ("Ann Example", "王小明")) == f"{STRUCK} wrote; {STRUCK}同意"
    for harmless in (
        "Regulation (EU) 2023/988 Art. 22(8)",
        "laser of 5 mW, 532 nm, 2 AAA cells",
        "price 1,299.00 USD on 2026-11-02",
        "EN 71-1:2014+A1:2018",
    ):
        assert redact(harmless) == harmless
