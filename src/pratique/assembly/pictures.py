"""Pictures of listings as reviewers see them: drawn anew from what the marketplace gave, small, with nothing left of the file itself.

A listing names a picture by a name, which was uploaded or lies under the folder of `PRATIQUE_PICTURES`; by an address of the web, which is
never fetched; or by a hash, of which nothing can be shown.
"""

import io
import os
import re
import warnings
from pathlib import Path
from typing import Literal

import msgspec

from pratique.assembly.files import MOST_PIXELS, PICTURES
from pratique.base.errors import AbsentError
from pratique.facts import Listing
from pratique.store import files
from pratique.store.transaction import Transaction

LARGEST = 25 * 1024 * 1024
"""Bytes of a file of the folder that is still read."""
SMALL, WHOLE = 360, 1600
"""Longest side in pixels, in a list and by itself."""
_HASH = re.compile(r"(?:pdq:)?[0-9a-fA-F]{64}")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
Source = Literal["here", "elsewhere", "hash", "missing"]


class Box(msgspec.Struct, frozen=True):
    """A place of a picture that shows a concept; in hundredths of its width and height."""

    concept: str
    left: float
    top: float
    width: float
    height: float


class Shown(msgspec.Struct, frozen=True):
    """One picture of a listing."""

    number: int
    """Its place in the listing, from 0."""
    name: str
    source: Source
    boxes: tuple[Box, ...]


class UnshownError(AbsentError):
    """A picture that cannot be shown."""


def of_listing(tx: Transaction, listing: Listing, evidence: list[dict[str, object]] | tuple[dict[str, object], ...] = ()) -> list[Shown]:
    """The pictures of a listing with the places in them that show something."""
    return [
        Shown(number, name, _source(tx, name), tuple(_boxes(f"images.{number}", evidence)))
        for number, name in enumerate(listing.images or ())
    ]


def drawn(tx: Transaction, listing: Listing, number: int, longest: int = SMALL) -> bytes:
    """One picture as WebP, no side longer than `longest`. Raises UnshownError where it is not here or cannot be read."""
    names = listing.images or ()
    if not 0 <= number < len(names):
        raise UnshownError("picture", str(number))
    name = names[number]
    kept = files.picture(tx, name)
    if kept is not None:
        return redrawn(files.body(tx, kept.id), longest, name)
    path = _in_folder(name)
    if path is None or path.stat().st_size > LARGEST:
        raise UnshownError("picture", name)
    return redrawn(path.read_bytes(), longest, name)


def redrawn(body: bytes, longest: int, name: str = "picture") -> bytes:
    """A picture made anew: upright, without what the file said besides. Raises UnshownError."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body), formats=tuple(PICTURES)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise UnshownError("picture", name)
                opened.draft("RGB", (longest * 2, longest * 2))  # a JPEG is unpacked no larger than needed
                made = ImageOps.exif_transpose(opened).convert("RGB")
                made.thumbnail((longest, longest))
        out = io.BytesIO()
        made.save(out, "WEBP", quality=82, method=2)
    except UnshownError:
        raise
    except Exception as error:  # Pillow raises what the reader of the format raised
        raise UnshownError("picture", name) from error
    return out.getvalue()


def _source(tx: Transaction, name: str) -> Source:
    if _HASH.fullmatch(name.strip()):
        return "hash"
    if _ADDRESS.match(name) or name.startswith("//"):
        return "elsewhere"
    return "here" if files.picture(tx, name) is not None or _in_folder(name) is not None else "missing"


def _in_folder(name: str) -> Path | None:
    """A file of the folder of pictures, never outside of it."""
    given = os.environ.get("PRATIQUE_PICTURES")
    if not given or "\0" in name:
        return None
    root = Path(given).resolve()
    try:
        path = (root / name).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None
    except OSError:  # a name no file system knows
        return None


def _boxes(field: str, evidence: list[dict[str, object]] | tuple[dict[str, object], ...]) -> list[Box]:
    found = []
    for one in evidence:
        box = one.get("box")
        if one.get("field") != field or not isinstance(box, list | tuple) or len(box) != 4:
            continue
        left, top, right, bottom = (min(max(float(side), 0.0), 1.0) * 100 for side in box)
        if right > left and bottom > top:
            found.append(Box(str(one["concept"]), round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2)))
    return found
