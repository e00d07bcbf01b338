"""Markets by product classes: how far a machine answers."""

import datetime
from pathlib import Path

from pratique import Screener, load_content
from pratique.assembly.register import ClassCoverage, register
from tests.policy.trees import MARKET, PACK, RULE, SMALL, TESTS, write_tree

TODAY = datetime.date(2026, 11, 23)
STRATEGY = "id: default\ntitle: {en: Default, zh: 默认}\nthresholds: [{act: 0.8, review: 0.5}]\n"


def klass(name: str, term: str, parent: str = "") -> str:
    above = f"  parent: class.{parent}\n" if parent else ""
    return f"- id: class.{name}\n  title: {{en: {name}, zh: 类}}\n{above}  terms: {{en: {{strong: [{term}]}}}}\n"


def rows(root: Path) -> dict[str, ClassCoverage]:
    toys = klass("toy", "toys") + klass("gun", "tin popgun", "toy") + klass("doll", "doll", "toy") + klass("chair", "chair")
    unverified = RULE.replace("no-popguns", "doll").replace("toy.popgun", "class.doll").replace("secondary", "unverified")
    everything = RULE.replace("no-popguns", "named").replace("toy.popgun", "product.any")
    files = {
        **SMALL,
        "topics.yaml": "- {id: toys, title: {en: Toys, zh: 玩具}}\n",
        "strategies/default.yaml": STRATEGY,
        "taxonomy/all.yaml": toys,
        "policies/xx/rules/toys.yaml": RULE + unverified.replace(", article: '3'", "") + everything,
        "policies/xx/rules/toys.test.yaml": TESTS,
        "policies/yy/pack.yaml": PACK.replace("xx", "yy") + "gaps: [{topic: toys, reason: {en: Not read, zh: 未读}}]\n",
        "markets/YY.yaml": MARKET.replace("XX", "YY").replace("[xx]", "[yy]").replace("YYD", "XXD"),
    }
    content = load_content(base=write_tree(root, files))
    return {row.name: row for row in register(content, Screener(content).detector, TODAY, ["XX", "YY"])}


def test_levels(tmp_path: Path) -> None:
    found = rows(tmp_path)
    assert found["class.gun"].levels == {"XX": "automated", "YY": "manual"}  # by the class read in the listing of its test
    assert found["class.doll"].levels == {"XX": "assisted", "YY": "manual"}  # by name; nobody verified it
    assert found["class.toy"].levels == {"XX": "gap", "YY": "gap"}  # what is known of a part is not known of the whole
    assert found["class.chair"].levels == {"XX": "gap", "YY": "gap"}  # a rule of every product speaks of none
    assert found["class.gun"].rules == {"XX": ("xx/no-popguns",), "YY": ()}


def test_children_stand_below_their_parents(tmp_path: Path) -> None:
    found = rows(tmp_path)
    assert [(name, row.depth) for name, row in found.items()] == [
        ("class.chair", 0),
        ("class.toy", 0),
        ("class.doll", 1),
        ("class.gun", 1),
    ]
