"""Why, and why not."""

import datetime

import pytest

from pratique.base.period import Period
from pratique.engine.trace import Trace, explain
from pratique.facts import Document, Listing, Reading
from pratique.policy.model import Comparison, Condition, Content, Exclusion, Market, Rule
from tests.engine.small import AS_OF, TITLE, content, read, rule, walker

DAY = datetime.timedelta(1)


def traced(known: Content, listing: Listing, *readings: Reading, stage: str = "live") -> Trace:
    return explain(known, listing, readings, market="US", channel=None, stage=stage, as_of=AS_OF)


def obstacles(one: Rule, listing: Listing, *readings: Reading, **given: object) -> list[str]:
    (near,) = traced(content(one, **given), listing, *readings).nearest  # type: ignore[arg-type]
    return [step.text for step in near.obstacles]


def test_a_rule_that_fired_shows_words_and_values() -> None:
    known = content(rule(where=(Comparison("quantity.laser_power", "gt", parameter="us/limit"),)))
    trace = traced(known, walker(), read(), read("quantity.laser_power", 0.9, 7.0))
    (fired,) = trace.fired
    assert (fired.rule, fired.verdict, trace.nearest) == ("us/walker", "refuse", ())
    assert [step.text for step in fired.steps] == [
        "child.infant_walker read at 0.90: “walker” in title",
        "quantity.laser_power > 5 (us/limit since 2026-11-23); it is 7",
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"in_force": Period(AS_OF + DAY)}, "not in force before 2026-11-24"),
        ({"in_force": Period(None, AS_OF - DAY)}, "in force until 2026-11-22"),
        ({"stages": ("fulfil",)}, "applies at fulfil, not at live"),
        ({"subject": ("trader",)}, "is about trader, not about a listing"),
        ({"status": "shadow"}, "its status is shadow"),
        ({"where": (Comparison("price", "gt", 5.0),)}, "price > 5; it is 4"),
        ({"where": (Comparison("condition", "not_in", ("used",)),)}, "condition not in used; it is used"),
        ({"sale": ("b2b",)}, "asks for a sale b2b; this is b2c"),
        ({"placed_on_market": Period(AS_OF)}, "touches goods placed on the market from 2026-11-23 to …; 2026-11-22"),
        ({"expr": "price > 10.0"}, "price > 10.0"),
        ({"when": Condition(all=(("child.infant_walker",), ("feature.wheels",)))}, "not read: feature.wheels"),
        (
            {"when": Condition(all=(("child.infant_walker",),), none=("class.book",))},
            "class.book read at 0.40 turns it off: “walker” in title",
        ),
        ({"when": Condition(any=("class.book",))}, "class.book read at 0.40, below review (0.5): “walker” in title"),
    ],
)
def test_the_nearest_rules_name_what_they_lacked(given: dict[str, object], expected: str) -> None:
    listing = walker(price=4.0, condition="used", sale_kind="b2c", placed_on_market=AS_OF - DAY)
    assert obstacles(rule(**given), listing, read(), read("class.book", 0.4)) == [expected]


def test_a_document_that_satisfies_is_named() -> None:
    one = rule(demand="certificate", needs=("us.letter",))
    assert obstacles(one, walker(documents=(Document("us.letter", number="7"),)), read()) == ["us.letter is met by us.letter 7"]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (Document("us.cpc", number="ABC1", valid_to=AS_OF - DAY), "us.cpc is needed; us.cpc ABC1 expired on 2026-11-22"),
        (Document("us.cpc", number="ABC1", valid_from=AS_OF + DAY), "us.cpc is needed; us.cpc ABC1 is valid only from 2026-11-24"),
        (Document("us.cpc", number="ABC1"), "us.cpc is needed; us.cpc ABC1 has no expiry, which this type needs"),
        (Document("us.cpc", number="1", valid_to=AS_OF), "us.cpc is needed; us.cpc 1 has a number that is none of its type"),
        (Document("us.cpc", valid_to=AS_OF), "us.cpc is needed; us.cpc has no number"),
        (Document("us.cpc", number="ABC1", valid_to=AS_OF, covers=("M2",)), "us.cpc is needed; us.cpc ABC1 covers only M2"),
        (Document("us.letter"), "us.cpc is needed; no such document was given"),
    ],
)
def test_a_document_that_does_not_count_says_why(document: Document, expected: str) -> None:
    trace = traced(content(rule(demand="certificate", needs=("us.cpc",))), walker(documents=(document,)), read())
    assert trace.fired[0].steps[-1].text == expected


def test_exclusion_and_replacement_are_named() -> None:
    excluding = Market("US", TITLE, ("us",), exclude=(Exclusion("us/walker", "stayed by a court"),))
    assert obstacles(rule(), walker(), read(), markets={"US": excluding}) == ["left out in US: stayed by a court"]
    trace = traced(content(rule(), rule(id="us/new", replaces=("us/walker",))), walker(), read())
    assert [step.text for step in trace.nearest[0].obstacles] == ["replaced by us/new"]


def test_the_fewest_obstacles_come_first_and_unrelated_rules_stay_out() -> None:
    known = content(
        rule(id="us/far", stages=("fulfil",), where=(Comparison("price", "gt", 5.0),)),
        rule(id="us/near", where=(Comparison("price", "gt", 5.0),)),
        rule(id="us/other", when=Condition(any=("weapon.sword",))),
        rule(id="de/walker"),
    )
    trace = traced(known, walker(price=1.0), read())
    assert [one.rule for one in trace.nearest] == ["us/near", "us/far"]
