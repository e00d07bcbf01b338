"""Parsed content kept between runs, so that only a change of content pays for parsing it."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import msgspec
import platformdirs

from pratique.policy.model import Content

KEPT = 8
"""Newest parsed contents kept; older ones are removed when another is written."""
_DECODER = msgspec.msgpack.Decoder(Content)


def cache_folder() -> Path:
    """`PRATIQUE_CACHE`, else the user's cache folder."""
    override = os.environ.get("PRATIQUE_CACHE")
    return Path(override) if override else platformdirs.user_cache_path("pratique")


def fetch(key: str) -> Content | None:
    """Content parsed earlier; `None` where there is none or the file is damaged."""
    try:
        raw = _path(key).read_bytes()
        if hashlib.sha256(raw[32:]).digest() != raw[:32]:
            return None
        return _DECODER.decode(raw[32:])
    except (OSError, msgspec.DecodeError):
        return None


def keep(key: str, content: Content) -> None:
    """Store parsed content. A folder that cannot be written costs time at the next start, and is no error."""
    path = _path(key)
    payload = msgspec.msgpack.encode(content)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".content-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(payload).digest() + payload)
            Path(aside).replace(path)
        except OSError:
            Path(aside).unlink()
            raise
        for old in sorted(path.parent.glob("content-*.msgpack"), key=lambda found: found.stat().st_mtime)[:-KEPT]:
            old.unlink()


def _path(key: str) -> Path:
    return cache_folder() / f"content-{key[:40]}.msgpack"
