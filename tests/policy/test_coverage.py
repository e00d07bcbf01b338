"""How much of the law is known."""

import datetime
from pathlib import Path

from pratique.policy.coverage import MarketCoverage, coverage, distinct
from pratique.policy.load import load_content
from tests.policy.trees import CONCEPT, MARKET, PACK, RULE, SMALL, house, write_tree


def test_rules_are_counted_where_they_apply(tmp_path: Path) -> None:
    sword = CONCEPT.replace("toy.popgun", "weapon.sword")
    files = {
        **SMALL,
        **house(RULE.replace("secondary", "house")),
        "concepts/weapon.yaml": sword,
        "policies/yy/pack.yaml": PACK.replace("xx", "yy"),
        "policies/yy/rules/arms.yaml": RULE.replace("toy.popgun", "weapon.sword").replace("secondary", "unverified")
        + RULE.replace("no-popguns", "later").replace(
            "demand: prohibited", "demand: restricted\n  in_force: {from: 2030-01-01}\n  replaces: [xx/no-popguns]"
        ),
        "policies/yy/rules/draft.yaml": RULE.replace("no-popguns", "draft") + "  status: draft\n",
        "markets/YY.yaml": MARKET.replace("XX", "YY").replace("[xx]", "[xx, yy]").replace("YYD", "XXD"),
    }
    content = load_content(base=write_tree(tmp_path, files))
    today = coverage(content, datetime.date(2026, 11, 23), "family")
    assert today == [
        MarketCoverage("XX", 1, 0, {"secondary": 1}, {"prohibited": 1}, {"toy": 1}, {}, ("weapon",)),
        MarketCoverage("YY", 2, 1, {"secondary": 1, "unverified": 1}, {"prohibited": 2}, {"toy": 1, "weapon": 1}, {}, ()),
    ]
    later = coverage(content, datetime.date(2030, 1, 1), "family")[1]
    assert (later.rules, later.later, later.cells) == (2, 0, {"toy": 1, "weapon": 1})
    assert distinct(content) == {"secondary": 1, "unverified": 1}


def test_every_topic_has_a_rule_a_gap_or_is_open(tmp_path: Path) -> None:
    topics = [("toys", "true"), ("arms", "true"), ("services", "true"), ("customs", "false"), ("food", "true")]
    files = {
        **SMALL,
        "topics.yaml": "".join(f"- {{id: {name}, title: {{en: T, zh: 题}}, mandatory: {must}}}\n" for name, must in topics),
        "policies/xx/pack.yaml": PACK + "gaps: [{topic: services, reason: {en: Not read, zh: 未读}}]\n",
        "policies/xx/rules/arms-air.yaml": RULE.replace("no-popguns", "air") + "  in_force: {from: 2030-01-01}\n",
    }
    (row,) = coverage(load_content(base=write_tree(tmp_path, files)), datetime.date(2026, 11, 23))
    assert (row.cells, row.later, row.gaps, row.open) == ({"toys": 1}, 1, {"services": {"en": "Not read", "zh": "未读"}}, ("food",))
