"""Parsed content is kept, and a kept file is never trusted blindly."""

from pathlib import Path

import pytest

from pratique.policy.cache import KEPT
from pratique.policy.load import load_content
from pratique.policy.model import Content
from tests.policy.trees import CONCEPT, SMALL, write_tree


def _never(*_: object) -> Content:
    raise AssertionError("parsed again")


def test_the_second_start_parses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = write_tree(tmp_path / "content", SMALL)
    first = load_content(base=base)
    monkeypatch.setattr("pratique.policy.assemble.Assembly", _never)
    assert load_content(base=base) == first


def test_a_change_is_seen(tmp_path: Path) -> None:
    base = write_tree(tmp_path / "content", SMALL)
    load_content(base=base)
    write_tree(base, {"concepts/toy.yaml": CONCEPT.replace("cork gun", "cork pistol")})
    assert load_content(base=base).concepts["toy.popgun"].terms[1].text == "cork pistol"


@pytest.mark.parametrize("damage", [b"", b"\x00" * 40, b"nonsense"])
def test_a_damaged_cache_is_rebuilt(tmp_path: Path, cache: Path, damage: bytes) -> None:
    base = write_tree(tmp_path / "content", SMALL)
    first = load_content(base=base)
    (kept,) = cache.glob("content-*.msgpack")
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    assert load_content(base=base) == first
    assert kept.read_bytes() == whole
    kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert load_content(base=base) == first


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    assert load_content(base=write_tree(tmp_path / "content", SMALL)).rules


def test_old_contents_are_removed(tmp_path: Path, cache: Path) -> None:
    base = write_tree(tmp_path / "content", SMALL)
    for number in range(KEPT + 3):
        write_tree(base, {"concepts/toy.yaml": CONCEPT.replace("cork gun", f"cork gun {number}")})
        load_content(base=base)
    assert len(list(cache.iterdir())) == KEPT
