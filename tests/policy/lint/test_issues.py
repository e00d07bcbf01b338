"""Every issue is found where it is, and nowhere in a content that has none."""

import datetime
from pathlib import Path

import pytest

from pratique.engine.expression import check
from pratique.policy.lint.issue import Context, Issue, Severity
from pratique.policy.lint.run import ISSUES, lint_content
from pratique.policy.load import load_content
from pratique.policy.lock import Locked
from tests.policy.trees import CONCEPT, MARKET, PACK, RULE, SMALL, TESTS, house, write_tree

TODAY = datetime.date(2026, 11, 23)
PARAMETER = "- id: age\n  title: {en: Age, zh: 年龄}\n  unit: year\n  values:\n"
CITED = "basis: [{source: xx-act}]"
AGE = "- id: quantity.age\n  title: {en: Age, zh: 年龄}\n  quantity: {unit: year}\n"


def concept(name: str, terms: str, more: str = "", zh: str = "物品") -> str:
    """A concept with terms, tried both ways."""
    return f"- id: {name}\n  title: {{en: Thing, zh: {zh}}}\n  terms: {terms}\n{more}"


def tried(*names: str) -> str:
    """Examples for concepts, so that only one issue shows."""
    return "".join(f"- {{concept: {name}, hit: [A long enough title of some thing or other], miss: [Another title]}}\n" for name in names)


SECOND = RULE.replace("no-popguns", "second")
TOPICS = "- {id: toys, title: {en: Toys, zh: 玩具}}\n- {id: services, title: {en: Services, zh: 服务}, mandatory: false}\n"
EDGE = TESTS.split("- rule")[1].replace("violating", "date_edge").join(["- rule", ""])


CASES: dict[str, tuple[dict[str, str], str, str]] = {
    "uncited_value": (
        {"policies/xx/parameters/a.yaml": f"{PARAMETER}    - {{from: 2020-01-01, value: 14}}\n"},
        "xx/age",
        "the value 14.0 from 2020-01-01 cites no law",
    ),
    "overlapping_period": (
        {
            "policies/xx/parameters/a.yaml": f"{PARAMETER}    - {{from: 2020-01-01, value: 1, {CITED}}}\n    - {{from: 2020-01-01, value: 2, {CITED}}}\n"
        },
        "xx/age",
        "from 2020-01-01 it is 1.0 and 2.0 at once",
    ),
    "missing_period": (
        {
            "policies/xx/parameters/a.yaml": f"{PARAMETER}    - {{from: 2027-01-01, value: 14, {CITED}}}\n",
            "policies/xx/rules/toys.yaml": f"{RULE}  where: {{age_from: {{lt: param.age}}}}\n",
        },
        "xx/no-popguns",
        "`xx/age` starts on 2027-01-01, the rule applies today",
    ),
    "premature_rule": (
        {"policies/xx/rules/toys.yaml": f"{RULE}  in_force: {{from: 2019-12-31}}\n", "policies/xx/rules/toys.test.yaml": TESTS + EDGE},
        "xx/no-popguns",
        "applies from 2019-12-31, the law it cites from 2020-01-01",
    ),
    "unverified_article": (
        {"policies/xx/rules/toys.yaml": RULE.replace("secondary", "unverified").replace("prohibited", "restricted")},
        "xx/no-popguns",
        "unverified, yet cites 3 of `xx-act`",
    ),
    "unverified_prohibition": (
        {"policies/xx/rules/toys.yaml": RULE.replace("secondary", "unverified").replace(", article: '3'", "")},
        "xx/no-popguns",
        "prohibited but unverified, so it only holds",
    ),
    "unlocked_rule": ({"policies/xx/rules/toys.yaml": RULE.replace("'3'", "'4'")}, "xx/no-popguns", "changed since version 3"),
    "unknown_unit": (
        {"concepts/quantity.yaml": AGE.replace("unit: year", "unit: jahre")},
        "quantity.age",
        "unknown unit `jahre`",
    ),
    "broken_expression": (
        {"policies/xx/rules/toys.yaml": f"{RULE}  expr: price + 1.0\n"},
        "xx/no-popguns",
        "gives neither true nor false; end it with a comparison",
    ),
    "unreachable_rule": (
        {"policies/xx/rules/toys.yaml": RULE.replace("{all: [toy.popgun]}", "{all: [toy.popgun], none: [toy.popgun]}")},
        "xx/no-popguns",
        "`toy.popgun` must be there and must not be there",
    ),
    "unshown_demand": (
        {"policies/xx/rules/toys.yaml": RULE.replace("prohibited", "label")},
        "xx/no-popguns",
        "demands `label` and has neither `shown_by` nor `needs`",
    ),
    "idle_exclusion": (
        {
            "policies/yy/pack.yaml": "id: yy\ntitle: {en: Yland, zh: 乙国}\n",
            "markets/YY.yaml": MARKET.replace("XX", "YY").replace("[xx]", "[yy]").replace("YYD", "XXD")
            + "exclude: [{rule: xx/no-popguns, reason: none}]\n",
        },
        "YY",
        "excludes `xx/no-popguns`, which does not apply there",
    ),
    "missing_example": (
        {"policies/xx/rules/toys.test.yaml": TESTS.split("- rule", 2)[0] + "- rule" + TESTS.split("- rule", 2)[1]},
        "xx/no-popguns",
        "no `near_miss` case",
    ),
    "thin_test": (
        {"policies/xx/rules/toys.test.yaml": TESTS.replace(", category: Toys", "")},
        "xx/no-popguns",
        "in the test “a popgun” the listing has neither category nor attributes",
    ),
    "unknown_fact": (
        {"policies/xx/rules/toys.test.yaml": TESTS.replace("category: Toys", "category: Toys, brnd: Acme")},
        "xx/no-popguns",
        "in the test “a popgun” no listing has a fact `brnd`; did you mean `brand`?",
    ),
    "untried_concept": (
        {"concepts/toy.examples.yaml": "- concept: toy.popgun\n  hit: [Wooden popgun for cowboys]\n"},
        "toy.popgun",
        "no example that must miss",
    ),
    "bare_example": (
        {"concepts/toy.examples.yaml": SMALL["concepts/toy.examples.yaml"].replace("Wooden popgun for cowboys", "Popgun new")},
        "toy.popgun",
        "“Popgun new” is hardly more than the term",
    ),
    "term_trap": (
        {
            "concepts/chemical.yaml": concept("chemical.poison", "{de: {strong: [gift]}}"),
            "concepts/chemical.examples.yaml": tried("chemical.poison"),
        },
        "chemical.poison",
        "strong term `gift` (de) is an everyday word (en)",
    ),
    "short_term": (
        {
            "concepts/drug.yaml": concept("drug.x", "{en: {strong: [xtc, {term: LSD, case: true}]}}"),
            "concepts/drug.examples.yaml": tried("drug.x"),
        },
        "drug.x",
        "strong term `xtc` (en) is short; make it weak, or say `case: true` where it is an acronym",
    ),
    "lone_weak_term": (
        {"concepts/drug.yaml": concept("drug.x", "{en: {weak: [snowflake]}}"), "concepts/drug.examples.yaml": tried("drug.x")},
        "drug.x",
        "nothing supports the weak term `snowflake`: no other term, context, concept or class",
    ),
    "conflicting_guard": (
        {
            "concepts/weapon.yaml": concept("weapon.x", "{en: {strong: [flick knife]}}", "  guards: {en: [comb]}\n")
            + concept("weapon.y", "{en: {strong: [Flick Knife]}}"),
            "concepts/weapon.examples.yaml": tried("weapon.x", "weapon.y"),
        },
        "weapon.y",
        "`Flick Knife` (en) has no guard `comb` here, as it has in `weapon.x`",
    ),
    "duplicate_term": (
        {"concepts/drug.yaml": concept("drug.x", "{fr: {strong: [kétamine, ketamine]}}"), "concepts/drug.examples.yaml": tried("drug.x")},
        "drug.x",
        "`ketamine` (fr) stands twice",
    ),
    "text_untranslated": (
        {"policies/xx/rules/toys.yaml": RULE.replace("下架。", "Withdraw it.")},
        "xx/no-popguns",
        "the Chinese `fix` is not Chinese: “Withdraw it.”",
    ),
    "contradiction": (
        {
            "policies/xx/rules/toys.yaml": RULE + SECOND.replace("prohibited", "age_gate\n  shown_by: [age_from]"),
            "policies/xx/rules/toys.test.yaml": TESTS + TESTS.replace("no-popguns", "second"),
        },
        "xx/second",
        "`xx/no-popguns` forbids what this lets pass on conditions (toy.popgun) in XX",
    ),
    "duplicate_rule": (
        {"policies/xx/rules/toys.yaml": RULE + SECOND, "policies/xx/rules/toys.test.yaml": TESTS + TESTS.replace("no-popguns", "second")},
        "xx/second",
        "asks the same as `xx/no-popguns`, on the same law",
    ),
    "open_cell": (
        {"topics.yaml": TOPICS + "- {id: tobacco, title: {en: Tobacco, zh: 烟草}}\n"},
        "XX",
        "no rule and no declared gap on tobacco",
    ),
    "idle_gap": (
        {"topics.yaml": TOPICS, "policies/xx/pack.yaml": f"{PACK}gaps: [{{topic: toys, reason: {{en: Not read, zh: 未读}}}}]\n"},
        "xx",
        "declares a gap on `toys` and has rules on it",
    ),
    "unknown_topic": (
        {"topics.yaml": TOPICS.replace("toys", "toy").replace("}}", "}, mandatory: false}")},
        "xx/no-popguns",
        "its file is named `toys`, which is no topic",
    ),
    "idle_concept": (
        {"concepts/drug.yaml": concept("drug.x", "{en: {strong: [snowflake]}}"), "concepts/drug.examples.yaml": tried("drug.x")},
        "drug.x",
        "no rule uses it, nor does a concept that a rule uses",
    ),
    "translation_missing": (
        {"markets/XX.yaml": MARKET.replace("[en]", "[en, de, fr]")},
        "toy.popgun",
        "neither terms nor `none known` in de fr",
    ),
}


NOT_BESIDE = {issue.name for issue in ISSUES} - {"idle_concept"}
"""Many cases define a concept without a rule; that alone may show beside the issue they are about."""


def issues(root: Path, files: dict[str, str]) -> list[Issue]:
    """What lint says of the small content with some files changed; its rule is locked at version 3."""
    whole = load_content(base=write_tree(root / "whole", SMALL))
    content = load_content(base=write_tree(root / "changed", {**SMALL, **files}))
    locked = {name: Locked(3, rule.digest) for name, rule in (content if "unlocked" not in str(root) else whole).rules.items()}
    return lint_content(Context(content, TODAY, locked, check))


def test_a_good_content_has_none(tmp_path: Path) -> None:
    assert issues(tmp_path, {}) == []


@pytest.mark.parametrize("name", CASES)
def test_the_issue_and_nothing_else(tmp_path: Path, name: str) -> None:
    files, about, message = CASES[name]
    folder = tmp_path / ("unlocked" if name == "unlocked_rule" else "locked")
    found = [issue for issue in issues(folder, files) if issue.name in (name, *NOT_BESIDE)]
    assert [(issue.name, issue.about, str(issue.message())) for issue in found] == [(name, about, message)]


def test_every_issue_has_a_case_and_says_what_follows() -> None:
    assert {issue.name for issue in ISSUES} - {"stale_exemption"} == set(CASES)
    assert len({issue.name for issue in ISSUES}) == len(ISSUES)
    for issue in ISSUES:
        assert issue.description.endswith(".")
        assert isinstance(issue.severity, Severity)


def test_evidence_is_data(tmp_path: Path) -> None:
    files, *_ = CASES["term_trap"]
    (issue,) = [issue for issue in issues(tmp_path, files) if issue.name == "term_trap"]
    assert issue.evidence() == {"term": "gift", "language": "de", "met": "gift", "met_language": "en", "met_concept": ""}


@pytest.mark.parametrize(
    ("where", "possible"),
    [
        ("{age_from: {gt: 5, lt: 5}}", False),
        ("{age_from: {ge: 5, le: 5}}", True),
        ("{age_from: {gt: 9, lt: 5}}", False),
        ("{condition: {in: [new, used], not_in: [new, used]}}", False),
        ("{condition: {in: [new, used], ne: new}}", True),
        ("{origin: {eq: CN}, ships_from: {ne: CN}}", True),
    ],
)
def test_comparisons_that_no_value_satisfies(tmp_path: Path, where: str, possible: bool) -> None:
    found = issues(tmp_path, {"policies/xx/rules/toys.yaml": f"{RULE}  where: {where}\n"})
    assert ([issue.name for issue in found] == []) is possible


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (
            {"markets/XX.yaml": MARKET + "exclude: [{rule: xx/no-popguns, reason: none}]\n"},
            "every market under its jurisdiction excludes it",
        ),
        ({"concepts/toy.yaml": CONCEPT[: CONCEPT.index("  terms")]}, "nothing shows `toy.popgun`: no terms, no quantity, no category"),
        (house(RULE.replace("secondary", "house")), "no channel carries the pack `house`"),
    ],
)
def test_rules_that_hold_nowhere(tmp_path: Path, files: dict[str, str], reason: str) -> None:
    found = [str(issue.message()) for issue in issues(tmp_path, files) if issue.name == "unreachable_rule"]
    assert found == [reason]


def test_a_rule_replaced_in_every_market(tmp_path: Path) -> None:
    files = {
        "policies/yy/pack.yaml": "id: yy\ntitle: {en: Yland, zh: 乙国}\n",
        "policies/yy/rules/toys.yaml": RULE + "  replaces: [xx/no-popguns]\n",
        "policies/yy/rules/toys.test.yaml": TESTS,
        "markets/XX.yaml": MARKET.replace("[xx]", "[xx, yy]"),
    }
    (issue,) = issues(tmp_path, files)
    assert (issue.about, str(issue.message())) == ("xx/no-popguns", "in every market another rule replaces it: `yy/no-popguns`")


@pytest.mark.parametrize(
    ("terms", "other", "trapped"),
    [
        ("{zh: {strong: [大麻]}}", "{zh: {strong: [大麻布料]}}", True),
        ("{de: {strong: ['*messer']}}", "{nl: {strong: [keukenmesser]}}", True),
        ("{de: {strong: ['*messer']}}", "{de: {strong: [küchenmesser]}}", True),
        ("{de: {strong: [waffe]}}", "{en: {strong: [waffle]}}", False),
        ("{es: {strong: [pistola]}}", "{es: {strong: [pistola]}, it: {strong: [pistola]}}", False),
    ],
)
def test_traps(tmp_path: Path, terms: str, other: str, trapped: bool) -> None:
    files = {
        "concepts/weapon.yaml": concept("weapon.x", terms),
        "concepts/weapon.examples.yaml": tried("weapon.x"),
        "taxonomy/a.yaml": concept("class.kitchen", other),
    }
    assert bool([issue for issue in issues(tmp_path, files) if issue.name == "term_trap"]) is trapped


@pytest.mark.parametrize(
    ("title", "near"),
    [
        ("담배 케이스 알루미늄 20개비 휴대용 슬림 각인 서비스, 천연 가죽 파우치와 함께 드립니다", True),
        ("연초담배처럼 생긴 볼펜 다섯 자루, 사무실 선물용으로 상자에 담아 보내드립니다 감사합니다", True),
        ("알루미늄 케이스 20칸 휴대용 슬림 각인 서비스, 천연 가죽 파우치와 함께 상자에 담아 드립니다", False),
    ],
)
def test_two_korean_syllables_are_a_word(tmp_path: Path, title: str, near: bool) -> None:
    files = {
        "concepts/toy.yaml": concept("toy.popgun", "{ko: {strong: [담배 보루]}}"),
        "policies/xx/rules/toys.test.yaml": TESTS.replace("Cork board 30 x 40 cm with pins, for the office wall", title),
    }
    found = [str(issue.message()) for issue in issues(tmp_path, files) if issue.name == "thin_test" and "near miss" in str(issue.message())]
    assert (found == []) is near
