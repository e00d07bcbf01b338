"""Effective content kept by its hash, so that a decision can be replayed without the release that made it."""

import os
from pathlib import Path

import msgspec
import platformdirs

from pratique.base.errors import InputError
from pratique.policy.load import content_hash
from pratique.policy.model import Content

_ENDING = ".content.msgpack"
_DECODER = msgspec.msgpack.Decoder(Content)


def store_folder() -> Path:
    """`PRATIQUE_STORE`, else the user's data folder."""
    override = os.environ.get("PRATIQUE_STORE")
    return Path(override) if override else platformdirs.user_data_path("pratique") / "content"


def store(content: Content, folder: Path) -> Path:
    """Keep a content under its hash, once: what takes effect, without tests and examples."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{content.hash}{_ENDING}"
    if not path.exists():
        aside = folder / f".{content.hash}.{os.getpid()}"
        aside.write_bytes(msgspec.msgpack.encode(msgspec.structs.replace(content, examples=(), rule_tests=())))
        aside.replace(path)
    return path


def stored(hash_or_start: str, folder: Path) -> Content:
    """The content kept under a hash, or under the start of one.

    Raises InputError where there is none, more than one, or the file does not hold what its name says.
    """
    found = sorted(folder.glob(f"{hash_or_start}*{_ENDING}")) if hash_or_start.isalnum() else []
    if len(found) != 1:
        raise InputError(f"{'no' if not found else 'more than one'} stored content `{hash_or_start}` in `{folder}`")
    try:
        content = _DECODER.decode(found[0].read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(f"stored content `{found[0]}` cannot be read: {error}") from None
    if content_hash(content) != content.hash or found[0].name != f"{content.hash}{_ENDING}":
        raise InputError(f"stored content `{found[0]}` is damaged: its hash does not agree")
    return content
