"""Perceptual hashes of pictures: PDQ (Meta, 2019), 256 bits that survive shrinking, recompression and small edits.

A picture is a hash that the platform gives (`pdq:<64 hexadecimal digits>`) or a file under a folder that was named. Nothing is fetched.
"""

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

Picture = bytes
"""A PDQ hash, 32 bytes."""
MOST_PIXELS = 40_000_000
"""A file that unpacks to more is not read: it may be made to fill the memory."""
LEAST_QUALITY = 50
"""Of 100. Below it a picture is so plain (one colour, a bare line of text) that its hash fits many others."""
NEAR = 31
"""Bits in which hashes of the same picture may differ, as PDQ's authors advise."""
_GIVEN = re.compile(r"(?:pdq:)?([0-9a-fA-F]{64})")


class UnreadablePictureError(Exception):
    """A picture that cannot be compared, and why."""


def pictures_of(written: Iterable[str], folder: str | None) -> tuple[tuple[Picture, ...], tuple[str, ...]]:
    """Hashes of pictures as a listing names them, and what could not be read. Addresses of the web are passed over in silence."""
    found: list[Picture] = []
    problems: list[str] = []
    for one in written:
        given = _GIVEN.fullmatch(one.strip())
        if given:
            found.append(bytes.fromhex(given.group(1)))
        elif folder is not None and "://" not in one:
            try:
                found.append(hash_of_file(str(_inside(folder, one))))
            except UnreadablePictureError as error:
                problems.append(f"{one[:120]}: {error}")
    return tuple(dict.fromkeys(found)), tuple(problems)


def _inside(folder: str, name: str) -> Path:
    root = Path(folder).resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise UnreadablePictureError("lies outside the folder of pictures")
    return path


@lru_cache(maxsize=4096)
def hash_of_file(path: str) -> Picture:
    """PDQ hash of a file that stays as it is. Raises UnreadablePictureError."""
    return hash_of_picture(path)


def hash_of_picture(path: str) -> Picture:
    """PDQ hash of a file. Raises UnreadablePictureError."""
    import numpy as np
    import pdqhash
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    size = f"{opened.width} × {opened.height}"
                    raise UnreadablePictureError(f"unpacks to {size} pixels, more than the {MOST_PIXELS:,} that are read")
                opened.draft("RGB", (1024, 1024))  # a JPEG is unpacked no larger than needed
                small = opened.convert("RGB")
                small.thumbnail((1024, 1024))
        bits, quality = pdqhash.compute(np.asarray(small))
    except UnreadablePictureError:
        raise
    except Image.DecompressionBombError:
        raise UnreadablePictureError(f"unpacks to far more than the {MOST_PIXELS:,} pixels that are read") from None
    except FileNotFoundError:
        raise UnreadablePictureError("there is no such file") from None
    except Exception as error:  # Pillow raises what the format's reader raised
        raise UnreadablePictureError(f"is no picture that can be read: {' '.join(str(error).split())[:100]}") from None
    if quality < LEAST_QUALITY:
        raise UnreadablePictureError("is too plain to be recognised")
    return np.packbits(np.asarray(bits, dtype=np.uint8)).tobytes()


def distance(one: Picture, other: Picture) -> int:
    """Bits in which two hashes differ."""
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def chunks(picture: Picture) -> list[str]:
    """Keys of a picture: its sixteen stretches of sixteen bits, each with its place.

    Hashes that differ in up to fifteen bits share one for certain, in twenty with probability 0.99.
    """
    return [f"{place}:{picture[2 * place : 2 * place + 2].hex()}" for place in range(16)]
