"""Loading: what the knowledge becomes, and what may be missing."""

import datetime
from pathlib import Path

import msgspec
import pytest

from pratique.base.errors import ContentError, InputError
from pratique.policy.load import content_hash, load_content
from pratique.policy.model import Comparison, Content
from tests.policy.trees import CONCEPT, RULE, SMALL, house, write_tree

QUANTITY = "- id: quantity.age\n  title: {en: Age, zh: 年龄}\n  quantity: {unit: year}\n"
PARAMETER = """- id: least_age
  title: {en: Least age, zh: 最低年龄}
  unit: year
  values:
    - {from: 2024-01-01, value: 16, basis: [{source: xx-act}]}
    - {from: 2020-01-01, value: 14, basis: [{source: xx-act}]}
"""


def test_a_whole_content(tmp_path: Path) -> None:
    content = load_content(base=write_tree(tmp_path, SMALL))
    rule = content.rules["xx/no-popguns"]
    assert content.version == "2026.11.23"
    assert rule.when.all == (("toy.popgun",),)
    assert (rule.jurisdiction, rule.topic, rule.is_law, rule.version) == ("xx", "toys", True, 1)
    assert [(term.language, term.text, term.strong) for term in content.concepts["toy.popgun"].terms] == [
        ("en", "popgun", True),
        ("en", "cork gun", True),
        ("zh", "玩具枪", True),
    ]
    assert [(example.text, example.hit) for example in content.examples] == [
        ("Wooden popgun for cowboys", True),
        ("Popcorn maker 800 W", False),
    ]
    assert [test.rule for test in content.rule_tests] == ["xx/no-popguns", "xx/no-popguns"]
    assert str(rule.place) == f"{tmp_path}/policies/xx/rules/toys.yaml:1:3"


def test_norway_and_headings_stay_text(tmp_path: Path) -> None:
    concept = (
        "- id: class.book\n  title: {en: NO, zh: 书}\n  hs: [0101, '9503']\n  categories: [NO, on, 1e3, null-free]\n"
        "  terms: {no: {strong: [bok]}, en: {strong: [true, 0101, 12:30, 1_000, ~x]}}\n"
    )
    content = load_content(base=write_tree(tmp_path, {"taxonomy/a.yaml": concept}))
    book = content.concepts["class.book"]
    assert book.title["en"] == "NO"
    assert book.hs == ("0101", "9503")
    assert book.categories == ("NO", "on", "1e3", "null-free")
    assert [term.text for term in book.terms] == ["bok", "true", "0101", "12:30", "1_000", "~x"]


def test_classes_elsewhere_and_qualifying_ones(tmp_path: Path) -> None:
    toy = "- id: class.toy\n  title: {en: Toys, zh: 玩具}\n  same_as: {google: ['1239', 1253]}\n  qualifies: true\n"
    content = load_content(base=write_tree(tmp_path, {"taxonomy/a.yaml": toy}))
    assert content.concepts["class.toy"].same_as == {"google": ("1239", "1253")}
    assert content.concepts["class.toy"].qualifies
    for wrong in ("- id: class.toy\n  title: {en: Toys, zh: 玩具}\n  same_as: {ebay: ['1']}\n", toy.replace("class.toy", "toy.ball")):
        folder = "taxonomy" if "ebay" in wrong else "concepts"
        with pytest.raises(ContentError):
            load_content(base=write_tree(tmp_path / folder, {f"{folder}/{'a' if folder == 'taxonomy' else 'toy'}.yaml": wrong}))


def test_literals_of_comparisons(tmp_path: Path) -> None:
    where = (
        "{origin: {in: [NO, SE]}, trader.verified: {eq: false}, hs_code: {eq: '0101'}, price: {lt: 12.5}, age_from: {ge: param.least_age}}"
    )
    files = {**SMALL, "policies/xx/parameters/a.yaml": PARAMETER, "policies/xx/rules/toys.yaml": f"{RULE}  where: {where}\n"}
    content = load_content(base=write_tree(tmp_path, files))
    assert content.rules["xx/no-popguns"].where == (
        Comparison("origin", "in", ("NO", "SE")),
        Comparison("trader.verified", "eq", False),
        Comparison("hs_code", "eq", "0101"),
        Comparison("price", "lt", 12.5),
        Comparison("age_from", "ge", parameter="xx/least_age"),
    )
    parameter = content.parameters["xx/least_age"]
    assert [value.value for value in parameter.values] == [14.0, 16.0]
    found = parameter.at(datetime.date(2023, 5, 5))
    assert found is not None
    assert found.value == 14.0


def test_product_any_is_built_in(tmp_path: Path) -> None:
    content = load_content(base=write_tree(tmp_path, {**SMALL, "policies/xx/rules/toys.yaml": RULE.replace("toy.popgun", "product.any")}))
    assert content.concepts["product.any"].family == "product"


def test_lists_are_concepts(tmp_path: Path) -> None:
    official = """- id: banned-toys
  title: {en: Banned toys, zh: 禁售玩具}
  source: xx-act
  date: 2026-05-01
  entries:
    - {name: Lawn darts, terms: [lawn darts, jarts], from: 2021-01-01}
    - {name: Jarts}
    - {name: jarts, terms: [jarts]}
"""
    rule = RULE.replace("{all: [toy.popgun]}", "{all: [{any: [{list: banned-toys}, toy.popgun]}, {list: xx/banned-toys}]}")
    content = load_content(base=write_tree(tmp_path, {**SMALL, "policies/xx/lists/a.yaml": official, "policies/xx/rules/toys.yaml": rule}))
    concept = content.concepts["list.xx/banned-toys"]
    assert [(term.text, term.language, term.strong) for term in concept.terms] == [
        ("lawn darts", "any", True),
        ("jarts", "any", True),
        ("Jarts", "any", True),
    ]
    assert concept.family == "list"
    assert content.rules["xx/no-popguns"].when.all == (("list.xx/banned-toys", "toy.popgun"), ("list.xx/banned-toys",))
    assert content.lists["xx/banned-toys"].entries[0].source == "xx-act"


def test_families_are_written_out(tmp_path: Path) -> None:
    concepts = (
        CONCEPT + CONCEPT.replace("popgun", "cap_gun") + QUANTITY.replace("quantity.age", "toy.x").replace("\n  quantity: {unit: year}", "")
    )
    rule = RULE.replace("{all: [toy.popgun]}", "{all: ['toy.*'], none: [toy.popgun, 'toy.*']}")
    content = load_content(base=write_tree(tmp_path, {**SMALL, "concepts/toy.yaml": concepts, "policies/xx/rules/toys.yaml": rule}))
    everything = ("toy.cap_gun", "toy.popgun", "toy.x")
    assert content.rules["xx/no-popguns"].when.all == (everything,)
    assert content.rules["xx/no-popguns"].when.none == ("toy.popgun", "toy.cap_gun", "toy.x")


@pytest.mark.parametrize("kept", [(), ("concepts/toy.yaml",), ("content.yaml", "policies/xx/pack.yaml", "policies/xx/sources/acts.yaml")])
def test_folders_may_be_missing(tmp_path: Path, kept: tuple[str, ...]) -> None:
    content = load_content(base=write_tree(tmp_path, {name: SMALL[name] for name in kept}))
    assert "product.any" in content.concepts


def test_a_missing_overlay_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no content folder"):
        load_content((tmp_path / "nowhere",), write_tree(tmp_path, SMALL))


def test_an_overlay_replaces_whole_units_and_their_tests(tmp_path: Path) -> None:
    base = write_tree(tmp_path / "base", SMALL)
    overlay = write_tree(
        tmp_path / "over",
        {
            "concepts/toy/ours.yaml": CONCEPT.replace("popgun, cork gun", "pop gun"),
            "policies/xx/rules/ours.yaml": RULE.replace("prohibited", "restricted"),
            "policies/xx/rules/ours.test.yaml": "- {rule: no-popguns, name: ours, kind: violating, listing: {title: x}, expect: hold}\n",
            **house(RULE.replace("article: '3'", "").replace("secondary", "house").replace("[{source: xx-act, }]", "[]")),
        },
    )
    content, alone = load_content((overlay,), base), load_content(base=base)
    assert content.rules["xx/no-popguns"].demand == "restricted"
    assert content.rules["house/no-popguns"].is_law is False
    assert [term.text for term in content.concepts["toy.popgun"].terms] == ["pop gun", "玩具枪"]
    assert [test.name for test in content.rule_tests] == ["ours"]
    assert content.examples == ()
    assert content.version == f"2026.11.23+{content.hash[:8]}"
    assert alone.hash != content.hash
    assert alone.version == "2026.11.23"


def test_the_hash_is_of_what_takes_effect(tmp_path: Path) -> None:
    one = load_content(base=write_tree(tmp_path / "one", SMALL))
    moved = {**SMALL, "concepts/toy.yaml": "", "concepts/toy/guns.yaml": f"# moved\n{CONCEPT}", "concepts/toy.examples.yaml": "[]"}
    other = load_content(base=write_tree(tmp_path / "other", moved))
    changed = load_content(
        base=write_tree(tmp_path / "changed", {**SMALL, "concepts/toy.yaml": CONCEPT.replace("cork gun", "cork pistol")})
    )
    assert one.hash == other.hash == content_hash(one)
    assert one.hash != changed.hash


def test_an_overlay_that_says_the_same_changes_nothing(tmp_path: Path) -> None:
    base, overlay = write_tree(tmp_path / "base", SMALL), write_tree(tmp_path / "over", SMALL)
    assert load_content((overlay,), base).hash == load_content((overlay, overlay), base).hash == load_content(base=base).hash


def test_versions_come_from_the_lock(tmp_path: Path) -> None:
    files = {**SMALL, "content.lock": '{"xx/no-popguns": {"version": 7, "digest": "x"}}'}
    assert load_content(base=write_tree(tmp_path, files)).rules["xx/no-popguns"].version == 7


def test_every_error_of_every_file_at_once(tmp_path: Path) -> None:
    files = {
        **SMALL,
        "concepts/toy.yaml": CONCEPT.replace("title", "titel"),
        "markets/XX.yaml": "code: xx\n",
        "concepts/weapon.yaml": "- [",
        "policies/xx/rules/toys.yaml": RULE.replace("xx-act", "yy-act"),
    }
    with pytest.raises(ContentError) as raised:
        load_content(base=write_tree(tmp_path, files))
    places = {Path(problem.place.file).name for problem in raised.value.problems}
    assert places == {"toy.yaml", "XX.yaml", "weapon.yaml", "toys.yaml"}
    assert not any("unknown concept" in problem.message for problem in raised.value.problems)


def test_the_packaged_content_can_be_read() -> None:
    content = load_content()
    assert len(content.concepts) > 100
    assert len(content.rules) > 100
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(content), type=Content)
    assert again == content
    assert content_hash(again) == content.hash


def test_odd_files_are_named_or_left_alone(tmp_path: Path) -> None:
    base = write_tree(tmp_path, {**SMALL, ".hidden.yaml": "x", "concepts/.swp.yaml": "x", "README.md": "x", "playbooks/a.yaml": "x"})
    assert load_content(base=base).rules
    write_tree(base, {"concepts/huge.yaml": b"#" * 16_000_001})
    with pytest.raises(ContentError, match="16 MB in one file"):
        load_content(base=base)
    (base / "concepts/huge.yaml").unlink()
    write_tree(base, {"policies/loose.yaml": "x"})
    with pytest.raises(ContentError, match="nothing reads this file"):
        load_content(base=base)
    (base / "policies/loose.yaml").unlink()
    (base / "concepts").joinpath("w\udce9.yaml").write_text("x")
    with pytest.raises(ContentError, match="this file holds a list"):
        load_content(base=base)
