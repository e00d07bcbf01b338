"""Versions of rules rise with their meaning, and only with it."""

from pathlib import Path

import pytest

from pratique.policy.load import load_content
from pratique.policy.lock import Locked, locked_in, raised, read_lock, relock, write_lock
from pratique.policy.model import Rule
from tests.policy.trees import CONCEPT, RULE, SMALL, write_tree


def _rule(root: Path, text: str, more: str = "") -> Rule:
    base = write_tree(root, {**SMALL, "policies/xx/rules/toys.yaml": text, "concepts/toy.yaml": CONCEPT + more})
    return load_content(base=base).rules["xx/no-popguns"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("No popguns", "Popguns are forbidden"),
        ("Withdraw it.", "Withdraw the offer."),
        ("2026-11-23", "2026-11-24"),
        ("demand: prohibited", "demand: prohibited\n  stages: [publish, live]\n  harm: {severity: 3}"),
        ("demand: prohibited", "demand: prohibited\n  status: shadow"),
    ],
)
def test_words_do_not_raise_a_version(tmp_path: Path, old: str, new: str) -> None:
    assert _rule(tmp_path, RULE).digest == _rule(tmp_path, RULE.replace(old, new)).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("demand: prohibited", "demand: restricted"),
        ("all: [toy.popgun]", "any: [toy.popgun]"),
        ("article: '3'", "article: '4'"),
        ("by: secondary", "by: official_text"),
        ("demand: prohibited", "demand: prohibited\n  in_force: {from: 2026-01-01}"),
        ("demand: prohibited", "demand: prohibited\n  sale: [b2c]"),
    ],
)
def test_meaning_does(tmp_path: Path, old: str, new: str) -> None:
    assert _rule(tmp_path, RULE).digest != _rule(tmp_path, RULE.replace(old, new)).digest


def test_a_new_member_of_a_family_is_no_change_of_the_rule(tmp_path: Path) -> None:
    rule = RULE.replace("toy.popgun", "'toy.*'")
    more = CONCEPT.replace("popgun", "cap_gun")
    assert _rule(tmp_path, rule).digest == _rule(tmp_path, rule, more).digest


def test_the_lock_is_kept_in_order_and_reads_back() -> None:
    locked = {"xx/b": Locked(2, "d"), "xx/a": Locked(1, "c")}
    assert write_lock(locked).decode() == '{\n  "xx/a": {"version":1,"digest":"c"},\n  "xx/b": {"version":2,"digest":"d"}\n}\n'
    assert read_lock(write_lock(locked)) == locked
    assert read_lock(write_lock({})) == {} == read_lock(b"")


def test_versions_rise_by_one_and_are_never_used_twice(tmp_path: Path) -> None:
    rule = _rule(tmp_path, RULE)
    before = {"xx/gone": Locked(4, "x"), rule.id: Locked(2, "other")}
    assert raised({rule.id: rule}, before) == {"xx/gone": Locked(4, "x"), rule.id: Locked(3, rule.digest)}
    assert raised({rule.id: rule}, {}) == {rule.id: Locked(1, rule.digest)}


def test_an_overlay_locks_only_what_is_its_own(tmp_path: Path) -> None:
    base = write_tree(tmp_path / "base", SMALL)
    assert relock(load_content(base=base).rules, [base]) == (1, 0)
    overlay = write_tree(tmp_path / "over", {"policies/xx/rules/ours.yaml": RULE.replace("no-popguns", "ours")})
    assert relock(load_content((overlay,), base).rules, [base, overlay]) == (1, 0)
    assert list(locked_in([overlay])) == ["xx/ours"]
    write_tree(overlay, {"policies/xx/rules/theirs.yaml": RULE.replace("prohibited", "restricted")})
    assert relock(load_content((overlay,), base).rules, [base, overlay]) == (0, 1)
    assert load_content((overlay,), base).rules["xx/no-popguns"].version == 2
    assert load_content(base=base).rules["xx/no-popguns"].version == 1
