"""Hypothesis writes small worlds: content with a few packs and rules, and subjects that meet them."""

import datetime
from typing import TypeVar

from hypothesis import strategies as st

from pratique.base.period import Period
from pratique.facts import Document, Evidence, Listing, Operator, Order, Reading, Trader
from pratique.policy.model import (
    DEMANDS,
    Channel,
    Citation,
    Comparison,
    Condition,
    Content,
    DatedValue,
    DocumentType,
    Exclusion,
    Fallback,
    Market,
    Parameter,
    Rule,
    Source,
    Strategy,
    Text,
    Threshold,
    Verified,
)

T = TypeVar("T")
N = TypeVar("N")

AS_OF = datetime.date(2026, 11, 23)
DAYS = [datetime.date(2020, 1, 1), AS_OF - datetime.timedelta(1), AS_OF, AS_OF + datetime.timedelta(1), datetime.date(2030, 1, 1)]
TITLE: Text = {"en": "title", "zh": "标题"}
CONCEPTS = ["drug.a", "drug.b", "weapon.a", "toy.a", "class.toy", "list.eu/x", "claim.label", "claim.spare"]
QUANTITIES = ["quantity.power", "quantity.length"]
CONFIDENCES = [0.9, 0.99, 0.8, 0.73, 0.69, 0.54, 0.5, 0.45, 0.3, 0.29999, 0.12]
JURISDICTIONS = ["eu", "de", "us", "house"]
NEEDS = ["eu.doc", "us.cpc", "eu.doc|us.cpc"]
SHOWN = [
    "manufacturer.name",
    "manufacturer.address|manufacturer.email",
    "responsible_person",
    "trader.verified",
    "warnings.de",
    "images",
    "claim.label",
    "claim.label|brand",
    "quantity.power|age_from",
    "attributes.Battery_Type",
]
COMPARISONS = [
    *(Comparison("price", op, 5.0) for op in ("gt", "ge", "lt", "le", "eq", "ne")),
    *(Comparison("quantity.power", op, parameter="eu/limit") for op in ("gt", "le")),
    Comparison("quantity.power", "gt", parameter="eu/later"),
    Comparison("quantity.length", "eq", 5.0),
    Comparison("quantity.length", "not_in", ("5", "x")),
    Comparison("condition", "not_in", ("for_parts", "Used")),
    Comparison("condition", "eq", "used"),
    Comparison("attributes.battery type", "in", ("Li-Ion", "5")),
    Comparison("attributes.battery type", "ge", 5.0),
    Comparison("attributes.wireless", "eq", True),
    Comparison("markets", "in", ("DE",)),
    Comparison("markets", "ne", "DE"),
    Comparison("trader.sales_count", "ge", 200.0),
    Comparison("trader.verified", "eq", False),
    Comparison("order.ship_to", "in", parameter="eu/places"),
    Comparison("created_at", "lt", "2026-11-23"),
    Comparison("brand", "gt", 1.0),
]
EXPRESSIONS = [
    "price > 5.0 && quantity.power.exists(v, v > price)",
    'attributes["battery type"] == "Li-Ion"',
    "created_at < as_of",
    "trader.sales_count > 10 || order.quantity > 3.0",
    "price",
    "price / 0.0 > 1",
    "int(brand) > 2",
    "size(images) > 0",
]


def _some(values: list[str], low: int = 0, high: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=low, max_size=high, unique=True).map(tuple)


def _rarely(values: st.SearchStrategy[T], nothing: N = None) -> st.SearchStrategy[T | N]:  # type: ignore[assignment]
    nought: st.SearchStrategy[T | N] = st.just(nothing)
    return st.integers(0, 3).flatmap(lambda n: values if n == 3 else nought)


periods = st.builds(Period, st.sampled_from([None, *DAYS]), st.sampled_from([None, *DAYS]))
_named = [*CONCEPTS, "product.any"]
_groups = _some(_named, 1, 2)
_none = _rarely(_some(CONCEPTS[4:], 1, 2), ())
conditions = st.one_of(
    st.builds(Condition, any=_some(_named, 1, 4), none=_none),
    st.builds(Condition, all=st.lists(_groups, min_size=1, max_size=2).map(tuple), none=_none),
    st.builds(Condition, all=st.lists(_groups, min_size=1, max_size=3).map(tuple), any=_some(_named, 0, 3), none=_none),
)


@st.composite
def rules(draw: st.DrawFn, number: int) -> Rule:
    jurisdiction = draw(st.sampled_from(JURISDICTIONS))
    return Rule(
        id=f"{jurisdiction}/rule-{number}",
        title=TITLE,
        when=draw(conditions),
        demand=draw(st.sampled_from(DEMANDS)),
        fix={"en": f"fix {number}", "zh": "改"},
        basis=(Citation("src", "1"), Citation("none-such")),
        verified=Verified(by=draw(st.sampled_from(["official_text", "secondary", "unverified"])), checked=AS_OF),
        jurisdiction=jurisdiction,
        subject=draw(st.sampled_from([("listing",)] * 5 + [("listing", "ad"), ("trader",)])),
        where=draw(_rarely(st.lists(st.sampled_from(COMPARISONS), min_size=1, max_size=2).map(tuple), ())),
        expr=draw(_rarely(st.sampled_from(EXPRESSIONS))),
        sale=draw(_rarely(_some(["b2c", "b2b"], 1, 1), ())),
        stages=draw(st.sampled_from([("publish", "live")] * 4 + [("publish",), ("live",)])),
        needs=draw(_some(NEEDS, 0, 2)),
        shown_by=draw(_some(SHOWN, 0, 2)),
        in_force=draw(_rarely(periods, Period())),
        placed_on_market=draw(_rarely(periods)),
        status=draw(st.sampled_from(["live"] * 9 + ["shadow", "draft", "retired"])),
        replaces=draw(
            _rarely(st.lists(st.sampled_from([f"{j}/rule-{i}" for j in ("eu", "us") for i in range(4)]), max_size=2).map(tuple), ())
        ),
        is_law=jurisdiction != "house",
        version=draw(st.integers(1, 3)),
    )


thresholds = st.builds(
    Threshold,
    act=st.sampled_from([0.8, 0.7, 0.9]),
    review=st.sampled_from([0.5, 0.3, 0.6]),
    channel=_rarely(st.just("shop")),
    market=_rarely(st.sampled_from(["DE", "US"])),
    family=_rarely(st.sampled_from(["drug", "weapon", "substance", "product", "claim"])),
    stage=_rarely(st.sampled_from(["publish", "live"])),
)
_fallback = st.dictionaries(
    st.sampled_from(["drug", "weapon", "product", "*"]), st.sampled_from(["hold", "allow_with_conditions"]), max_size=3
)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    made = [draw(rules(number)) for number in range(draw(st.integers(4, 9)))]
    exclude = draw(_rarely(st.sampled_from([rule.id for rule in made])))
    return Content(
        version="2026.11.23",
        hash="0",
        sources={"src": Source(id="src", title=TITLE, citation="16 CFR part 1216")},
        parameters={
            "eu/limit": Parameter("eu/limit", TITLE, (DatedValue(datetime.date(2015, 1, 1), 1.0), DatedValue(AS_OF, 5.0))),
            "eu/later": Parameter("eu/later", TITLE, (DatedValue(datetime.date(2027, 1, 1), 1.0),)),
            "eu/places": Parameter("eu/places", TITLE, (DatedValue(datetime.date(2015, 1, 1), ("DE", "FR")),)),
        },
        rules={rule.id: rule for rule in made},
        markets={
            "DE": Market("DE", TITLE, ("eu", "de"), exclude=(Exclusion(str(exclude), "reason"),) if exclude else ()),
            "FR": Market("FR", TITLE, ("eu",)),
            "US": Market("US", TITLE, ("us",)),
        },
        channels={"shop": Channel("shop", TITLE, packs=("house",), sale_kind=draw(st.sampled_from([None, "b2c", "b2b"])))},
        documents={
            "eu.doc": DocumentType("eu.doc", TITLE, "declaration", number_pattern=draw(_rarely(st.just("[A-Z]+[0-9]+")))),
            "us.cpc": DocumentType("us.cpc", TITLE, "certificate", needs_expiry=draw(st.booleans())),
        },
        strategies={
            "default": Strategy(
                "default",
                TITLE,
                (Threshold(0.8, 0.5), *draw(st.lists(thresholds, max_size=3))),
                Fallback(draw(_fallback), draw(_fallback)),
            )
        },
    )


def _text(*values: str) -> st.SearchStrategy[object]:
    return st.sampled_from([None, None, None, *values])


documents = st.builds(
    Document,
    type=st.sampled_from(["eu.doc", "us.cpc", "other"]),
    number=st.sampled_from([None, "AB12", "ab12", "AB12\n"]),
    valid_from=st.sampled_from([None, None, *DAYS]),
    valid_to=st.sampled_from([None, None, *DAYS]),
    covers=st.sampled_from([(), (), ("DE",), ("US", "FR"), ("M1",), ("other",)]),
)
operators = st.builds(Operator, name=_text("ACME", " "), address=_text("1 Road"), email=_text("a@b.c", ""))
traders = st.builds(Trader, verified=st.sampled_from([None, True, False]), sales_count=st.sampled_from([None, 5, 200, 300]))
orders = st.builds(Order, ship_to=_text("DE", "us"), quantity=st.sampled_from([None, 1.0, 5.0]))
listings = st.builds(
    Listing,
    listing_id=st.sampled_from(["L1", "L2"]),
    title=st.just("a title"),
    kind=st.sampled_from(["listing"] * 12 + ["ad", "trader", "review"]),
    brand=_text("7", "Acme", ""),
    price=st.sampled_from([None, None, 4.0, 5.0, 6.5, float("nan")]),
    attributes=_rarely(
        st.dictionaries(
            st.sampled_from(["battery type", "Battery_Type", "Wireless"]),
            st.sampled_from(["Li-Ion", "7", "\u00a012\u2003", "\x1f3", "１２", " TRUE ", "false", "no"]),
            max_size=2,
        )
    ),
    images=st.sampled_from([None, None, (), ("a.jpg",)]),
    markets=st.sampled_from([None, None, (), ("DE", "US"), ("us",)]),
    condition=_text("used", "for_parts", "NEW"),
    model=_text("M1"),
    sale_kind=_text("b2c", "b2b"),
    manufacturer=_rarely(operators),
    responsible_person=_rarely(operators),
    trader=_rarely(traders),
    order=_rarely(orders),
    warnings=_rarely(st.dictionaries(st.sampled_from(["de", "DE", "en"]), st.sampled_from(["Achtung", " "]), max_size=2)),
    age_from=st.sampled_from([None, None, 0.0, 3.0]),
    documents=_rarely(st.lists(documents, max_size=2).map(tuple)),
    on_file=_rarely(st.lists(documents, max_size=2).map(tuple)),
    placed_on_market=st.sampled_from([None, None, *DAYS]),
    created_at=st.sampled_from([None, *DAYS]),
)


@st.composite
def one_reading(draw: st.DrawFn) -> Reading:
    concept = draw(st.sampled_from([*CONCEPTS, *CONCEPTS, *QUANTITIES, "other.unused"]))
    confidence = draw(st.sampled_from(CONFIDENCES))
    values = tuple(sorted(draw(st.lists(st.sampled_from([0.5, 1.0, 5.0, 6.0]), max_size=2, unique=True)))) if concept in QUANTITIES else ()
    return Reading(concept, confidence, (Evidence(concept, "title", 0, 1, "a"),) if draw(st.booleans()) else (), values)


readings = st.lists(one_reading(), min_size=2, max_size=7)
questions = st.fixed_dictionaries(
    {
        "channel": st.sampled_from([None, "shop"]),
        "stage": st.sampled_from(["live", "publish"]),
        "as_of": st.sampled_from([AS_OF] * 6 + DAYS),
    }
)
degradations = st.sampled_from([None, None, None, frozenset[str](), frozenset({"drug"}), frozenset({"toy", "weapon"})])
