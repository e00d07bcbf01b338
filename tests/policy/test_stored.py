"""Content kept by its hash."""

from pathlib import Path

import msgspec
import pytest

from pratique.base.errors import InputError
from pratique.policy.load import content_hash, load_content
from pratique.policy.stored import store, stored
from tests.policy.trees import SMALL, write_tree


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    content = load_content(base=write_tree(tmp_path / "content", SMALL))
    path = store(content, tmp_path / "kept")
    again = store(content, tmp_path / "kept")
    assert path == again
    kept = stored(content.hash[:10], tmp_path / "kept")
    assert kept == msgspec.structs.replace(content, examples=(), rule_tests=())
    assert content_hash(kept) == content.hash


@pytest.mark.parametrize("name", ["0123", "", "../kept", "*"])
def test_what_was_not_kept_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="no stored content"):
        stored(name, tmp_path)


def test_damage_is_seen(tmp_path: Path) -> None:
    content = load_content(base=write_tree(tmp_path / "content", SMALL))
    path = store(content, tmp_path)
    changed = msgspec.structs.replace(content, markets={}, examples=(), rule_tests=())
    path.write_bytes(msgspec.msgpack.encode(changed))
    with pytest.raises(InputError, match="its hash does not agree"):
        stored(content.hash, tmp_path)
    path.write_bytes(b"\xc1")
    with pytest.raises(InputError, match="cannot be read"):
        stored(content.hash, tmp_path)
