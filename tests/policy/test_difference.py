"""What changed, in words."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from pratique.base.said import Said
from pratique.policy.difference import Change, difference
from pratique.policy.load import load_content
from pratique.policy.model import Content
from tests.policy.trees import CONCEPT, RULE, SMALL, write_tree


def _content(root: Path, **changed: str) -> Content:
    files = {**SMALL, **{name.replace("__", "/") + ".yaml": text for name, text in changed.items()}}
    return load_content(base=write_tree(root, files))


def _rule_change(tmp_path: Path, old: str, new: str) -> Change:
    before = _content(tmp_path / "before")
    after = _content(tmp_path / "after", policies__xx__rules__toys=RULE.replace(old, new))
    (change,) = difference(before, after)
    return change


def _told(found: Iterable[Said]) -> tuple[str, ...]:
    return tuple(map(str, found))


@pytest.mark.parametrize(
    ("old", "new", "kind", "detail"),
    [
        ("prohibited", "restricted", "milder", "it may be offered only with a licence; before, it may not be offered"),
        ("demand: prohibited", "demand: prohibited\n  sale: [b2c]", "scope", "sales: b2c; before all"),
        (
            "demand: prohibited",
            "demand: prohibited\n  in_force: {from: 2027-01-01}",
            "dates",
            "in force from 1 January 2027; before at any time",
        ),
        ("[toy.popgun]", "[toy.popgun], none: [product.any]", "milder", "no longer where it is Any product"),
        ("secondary", "unverified", "milder", "verified by nobody yet; before by a secondary source"),
        ("article: '3'", "article: '4'", "law", "rests on Product Act 2020, 4; before on Product Act 2020, 3"),
        ("No popguns", "Popguns are out", "wording", "title: “Popguns are out”"),
        ("demand: prohibited", "demand: prohibited\n  status: draft", "milder", "now draft, before live"),
    ],
)
def test_changed_rules(tmp_path: Path, old: str, new: str, kind: str, detail: str) -> None:
    change = _rule_change(tmp_path, old, new)
    assert (change.unit, change.id, change.kind, _told(change.details), change.areas) == ("rule", "xx/no-popguns", kind, (detail,), ("XX",))


def test_added_and_removed_rules(tmp_path: Path) -> None:
    before, after = _content(tmp_path / "a"), _content(tmp_path / "b", policies__xx__rules__more=RULE.replace("no-popguns", "more"))
    (added,) = difference(before, after)
    (removed,) = difference(after, before)
    assert (added.kind, _told(added.details), _told(added.periods), added.areas) == (
        "new",
        ("Popgun: may not be offered",),
        ("at any time",),
        ("XX",),
    )
    assert (removed.kind, removed.id) == ("gone", "xx/more")


def test_changed_concepts_name_their_words_and_markets(tmp_path: Path) -> None:
    after = _content(tmp_path / "b", concepts__toy=CONCEPT.replace("cork gun", "cork pistol"))
    (change,) = difference(_content(tmp_path / "a"), after)
    assert (change.unit, change.kind, change.areas) == ("concept", "terms", ("XX",))
    assert _told(change.details) == ("now met by strong en “cork pistol”", "no longer met by strong en “cork gun”")


def test_changed_parameters_name_their_days(tmp_path: Path) -> None:
    text = "- id: age\n  title: {en: Age, zh: 年龄}\n  unit: year\n  values: [{from: 2020-01-01, value: 14, basis: [{source: xx-act}]}]\n"
    later = text.replace("}]}]", "}]}, {from: 2027-01-01, value: 16, basis: [{source: xx-act}]}]")
    (change,) = difference(
        _content(tmp_path / "a", policies__xx__parameters__a=text), _content(tmp_path / "b", policies__xx__parameters__a=later)
    )
    assert (change.kind, _told(change.details), _told(change.periods)) == (
        "value",
        ("16 year from 1 January 2027",),
        ("from 1 January 2027",),
    )


def test_nothing_changed(tmp_path: Path) -> None:
    moved = _content(tmp_path / "b", concepts__toy="[]", concepts__toy__guns=f"\n\n{CONCEPT}")
    assert difference(_content(tmp_path / "a"), moved) == []
