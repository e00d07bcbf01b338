"""A rule read aloud."""

import datetime
from pathlib import Path

from pratique.policy.load import load_content
from pratique.policy.prose import rule_page
from tests.policy.trees import SMALL, write_tree

RULE = """- id: strong-popguns
  title: {en: Strong popguns need a licence, zh: 大威力玩具枪须有许可证}
  when: {all: [toy.popgun], none: [toy.replica]}
  where: {quantity.muzzle_energy: {gt: param.popgun_energy}, age_from: {lt: 14}}
  sale: [b2c]
  stages: [publish, after_sale]
  demand: restricted
  needs: [xx.licence|xx.permit]
  fix: {en: Upload the licence., zh: 上传许可证。}
  basis: [{source: xx-act, article: '3'}]
  in_force: {from: 2021-05-01}
  verified: {by: official_text, checked: 2026-11-23, note: Annex not read.}
"""
MORE = {
    "concepts/toy.yaml": SMALL["concepts/toy.yaml"]
    + "- id: toy.replica\n  title: {en: Replica, zh: 仿制品}\n  terms: {en: {weak: [replica]}, zh: none known}\n  guards: {en: [film]}\n",
    "concepts/quantity.yaml": "- id: quantity.muzzle_energy\n  title: {en: Muzzle energy, zh: 枪口动能}\n  quantity: {unit: J}\n",
    "documents/xx.yaml": "- {id: xx.licence, title: {en: Licence, zh: 许可证}, kind: licence}\n- {id: xx.permit, title: {en: Permit, zh: 许可}, kind: licence}\n",
    "policies/xx/parameters/a.yaml": "- id: popgun_energy\n  title: {en: Greatest energy of a popgun, zh: 玩具枪最大动能}\n  unit: J\n"
    "  values: [{from: 2020-01-01, value: 0.08, basis: [{source: xx-act, article: '4'}]}, {from: 2027-01-01, value: 0.05, basis: [{source: xx-act}]}]\n",
    "policies/xx/rules/more.yaml": RULE,
    "policies/xx/rules/more.test.yaml": "- {rule: strong-popguns, name: one, kind: violating, listing: {title: Popgun 0.5 J}, expect: hold}\n",
}


def test_the_whole_page(tmp_path: Path) -> None:
    content = load_content(base=write_tree(tmp_path, {**SMALL, **MORE}))
    page = {section.heading: section.lines for section in rule_page(content.rules["xx/strong-popguns"], content, datetime.date(2027, 2, 1))}
    assert page == {
        "Strong popguns need a licence": ("大威力玩具枪须有许可证", "xx/strong-popguns, version 1, live"),
        "What": (
            "A product that is: Popgun, but not Replica",
            "and whose muzzle energy is more than Greatest energy of a popgun (0.05 J)",
            "and whose age from is less than 14",
            "may be offered only with a licence",
            "document: Licence (xx.licence) or Permit (xx.permit)",
        ),
        "When": ("from 1 May 2021", "at publish, after sale", "sold to consumers"),
        "Where": ("Xland", "markets: XX"),
        "Law": (
            "Product Act 2020, 3 — Product Act",
            "  from 1 January 2020",
            "checked against the official text on 23 November 2026",
            "Annex not read.",
        ),
        "What puts it right": ("Upload the licence.", "上传许可证。"),
        "Looks like it, and is not met": ("“Popcorn maker 800 W”",),
        "Numbers": (
            "Greatest energy of a popgun",
            "  0.08 J from 1 January 2020 (Product Act 2020, 4)",
            "  0.05 J from 1 January 2027 (Product Act 2020)",
        ),
        "Tried on": ("violating: “Popgun 0.5 J” → hold",),
        "Recognised by": (
            "Popgun (toy.popgun)",
            "  en: popgun, cork gun",
            "  zh: 玩具枪",
            "Replica (toy.replica)",
            "  en: (with support: replica)",
            "  none known in zh",
            "  not beside: film",
        ),
    }


def test_the_other_language(tmp_path: Path) -> None:
    content = load_content(base=write_tree(tmp_path, {**SMALL, **MORE}))
    page = rule_page(content.rules["xx/strong-popguns"], content, datetime.date(2026, 2, 1), "zh")
    assert page[0].heading == "大威力玩具枪须有许可证"
    assert page[1].lines[0] == "A product that is: 玩具枪, but not 仿制品"
