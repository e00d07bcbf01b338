"""Where and when a rule is in force: jurisdiction, channel, day, stage, subject, exclusion, replacement, sale, placing on the market."""

import datetime

import pytest

from pratique.base.errors import InputError
from pratique.base.period import Period
from pratique.engine import reference
from pratique.engine.plan import compile_plan
from pratique.facts.listing import KINDS, STAGES
from pratique.policy.model import Condition, Exclusion, Market
from tests.engine.small import AS_OF, TITLE, content, decide, read, rule, walker

DAY = datetime.timedelta(1)


def rules_found(*args: object, **given: object) -> list[str]:
    return [finding.rule for finding in decide(*args, **given).findings]  # type: ignore[arg-type]


def test_a_rule_holds_in_the_markets_of_its_jurisdiction() -> None:
    known = content(rule(), rule(id="eu/walker"), rule(id="de/walker"))
    assert rules_found(known, walker(), read()) == ["us/walker"]
    assert rules_found(known, walker(), read(), market="DE") == ["de/walker", "eu/walker"]


def test_house_rules_hold_in_every_market_of_their_channel() -> None:
    known = content(rule(id="house/walker", is_law=False))
    assert rules_found(known, walker(), read()) == []
    assert rules_found(known, walker(), read(), channel="shop") == ["house/walker"]
    assert rules_found(known, walker(), read(), channel="shop", market="DE") == ["house/walker"]


def test_a_rule_holds_from_its_first_to_its_last_day() -> None:
    known = content(rule(in_force=Period(AS_OF, AS_OF + DAY)))
    days = [AS_OF - DAY, AS_OF, AS_OF + DAY, AS_OF + 2 * DAY]
    assert [bool(rules_found(known, walker(), read(), as_of=day)) for day in days] == [False, True, True, False]


@pytest.mark.parametrize("status", ["draft", "shadow", "retired"])
def test_only_live_rules_decide(status: str) -> None:
    assert rules_found(content(rule(status=status)), walker(), read()) == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_rule_holds_at_its_stages(stage: str) -> None:
    known = content(rule(stages=(stage,)))
    assert [one for one in STAGES if rules_found(known, walker(), read(), stage=one)] == [stage]


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_is_about_its_subjects(kind: str) -> None:
    known = content(rule(subject=(kind,)))
    assert [one for one in KINDS if rules_found(known, walker(kind=one), read())] == [kind]


def test_a_market_may_leave_a_rule_out() -> None:
    market = Market("US", TITLE, ("us",), exclude=(Exclusion("us/walker", "stayed by a court"),))
    assert rules_found(content(rule(), markets={"US": market}), walker(), read()) == []


def test_national_law_stands_in_for_the_blocs_only_where_and_while_it_is_in_force() -> None:
    national = rule(id="de/walker", replaces=("eu/walker",), in_force=Period(AS_OF))
    markets = {"DE": Market("DE", TITLE, ("eu", "de")), "FR": Market("FR", TITLE, ("eu", "fr"))}
    known = content(rule(id="eu/walker"), national, markets=markets)
    assert rules_found(known, walker(), read(), market="DE") == ["de/walker"]
    assert rules_found(known, walker(), read(), market="DE", as_of=AS_OF - DAY) == ["eu/walker"]
    assert rules_found(known, walker(), read(), market="FR") == ["eu/walker"]


def test_national_law_that_does_not_hold_replaces_all_the_same() -> None:
    national = rule(id="de/walker", replaces=("eu/walker",), when=Condition(all=(("weapon.sword",),)))
    assert rules_found(content(rule(id="eu/walker"), national), walker(), read(), market="DE") == []


def test_the_kind_of_sale_is_the_listings_then_the_channels_then_unknown() -> None:
    known = content(rule(sale=("b2b",)))
    assert rules_found(known, walker(sale_kind="b2b"), read(), channel="shop") == ["us/walker"]
    assert rules_found(known, walker(), read(), channel="shop") == []
    decision = decide(known, walker(), read())
    assert (decision.verdict, decision.missing) == ("allow_with_conditions", ("sale_kind",))


def test_goods_placed_on_the_market_outside_the_period_are_spared() -> None:
    known = content(rule(placed_on_market=Period(AS_OF)))
    assert rules_found(known, walker(placed_on_market=AS_OF - DAY), read()) == []
    assert rules_found(known, walker(placed_on_market=AS_OF), read()) == ["us/walker"]
    assert decide(known, walker(), read()).verdict == "refuse"


@pytest.mark.parametrize("given", [{"market": "XX"}, {"channel": "bazaar"}, {"strategy": "bold"}])
def test_what_content_does_not_know_is_refused_by_name(given: dict[str, str]) -> None:
    known = content(rule())
    asked = {"market": "US", "channel": None, "strategy": "default"} | given
    (name, value) = next(iter(given.items()))
    market, channel, strategy = str(asked["market"]), asked["channel"], str(asked["strategy"])
    with pytest.raises(InputError, match=f"unknown {name} `{value}`"):
        compile_plan(known, [market], channel=channel, stage="live", as_of=AS_OF, strategy=strategy)
    with pytest.raises(InputError, match=f"unknown {name} `{value}`"):
        reference.decide(known, walker(), [], market=market, channel=channel, stage="live", as_of=AS_OF, strategy=strategy)
