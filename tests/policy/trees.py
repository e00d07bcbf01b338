"""Small content trees for tests."""

from collections.abc import Mapping
from pathlib import Path

PACK = "id: xx\nkind: law\ntitle: {en: Xland, zh: 某国}\n"
SOURCE = "- id: xx-act\n  title: {en: Product Act, zh: 产品法}\n  citation: Product Act 2020\n  in_force: {from: 2020-01-01}\n"
CONCEPT = "- id: toy.popgun\n  title: {en: Popgun, zh: 玩具枪}\n  terms: {en: {strong: [popgun, cork gun]}, zh: {strong: [玩具枪]}}\n"
RULE = """- id: no-popguns
  title: {en: No popguns, zh: 禁止玩具枪}
  when: {all: [toy.popgun]}
  demand: prohibited
  fix: {en: Withdraw it., zh: 下架。}
  basis: [{source: xx-act, article: '3'}]
  verified: {by: secondary, checked: 2026-11-23}
"""
TESTS = """- rule: no-popguns
  name: a popgun
  kind: violating
  listing: {title: 'Tin popgun with cork on a string, made for boys', category: Toys}
  expect: refuse
- rule: no-popguns
  name: a cork board
  kind: near_miss
  listing: {title: 'Cork board 30 x 40 cm with pins, for the office wall', category: Office}
  expect: allow
"""
MARKET = "code: XX\ntitle: {en: Xland, zh: 某国}\njurisdictions: [xx]\nlanguages: [en]\ncurrency: XXD\n"
SMALL = {
    "content.yaml": "version: 2026.11.23\nformat: 1\n",
    "concepts/toy.yaml": CONCEPT,
    "concepts/toy.examples.yaml": "- concept: toy.popgun\n  hit: [Wooden popgun for cowboys]\n  miss: [Popcorn maker 800 W]\n",
    "policies/xx/pack.yaml": PACK,
    "policies/xx/sources/acts.yaml": SOURCE,
    "policies/xx/rules/toys.yaml": RULE,
    "policies/xx/rules/toys.test.yaml": TESTS,
    "markets/XX.yaml": MARKET,
}
"""A whole content with one rule, and nothing for lint to say but that it is not locked."""


def write_tree(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a content tree and give its root."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def house(rule: str) -> dict[str, str]:
    """A house pack with its rules."""
    return {
        "policies/house/pack.yaml": "id: house\nkind: house\ntitle: {en: House rules, zh: 平台规则}\n",
        "policies/house/rules/house.yaml": rule,
    }
