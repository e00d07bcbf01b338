"""What may come in as a file: known by its bytes, never by what it is called, bounded, and named so that the name does no harm."""

import io
import re
import unicodedata
import warnings

import msgspec

from pratique.base.errors import Fault, InvalidError

LARGEST = 8 * 1024 * 1024
"""Bytes of one file."""
MOST = 5
"""Files that come with one form."""
MOST_PIXELS = 40_000_000
"""A picture that unpacks to more is turned away: it may be made to fill the memory."""
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
"""Kinds of pictures that are read, as Pillow calls them. What holds script or other files (SVG, EPS, TIFF) is none of them."""
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}
_LONGEST_NAME = 120
_PDF_HEAD, _PDF_END = re.compile(rb"%PDF-[12]\.\d"), b"%%EOF"


class Received(msgspec.Struct, frozen=True):
    """A file that may be kept."""

    name: str
    media_type: str
    body: bytes


def received(name: str, body: bytes, field: str = "file", *, pictures_only: bool = False) -> Received:
    """A file that was handed in, if it is of a kind that is kept. Raises InvalidError with what is wrong and what would do."""
    reason, media_type = "", ""
    if not body:
        reason = "is empty"
    elif len(body) > LARGEST:
        reason = f"is larger than {LARGEST // 1024 // 1024} MiB"
    elif _PDF_HEAD.match(body[:8]) and not pictures_only:
        media_type = "application/pdf"
        reason = "" if _PDF_END in body[-2048:] else "is a PDF that breaks off; save it again"
    else:
        media_type, reason = _picture(body, pictures_only=pictures_only)
    if reason:
        raise InvalidError([Fault(field, f"{safe_name(name, 'bin')[:60]}: {reason}")])
    return Received(safe_name(name, ENDINGS[media_type]), media_type, body)


def safe_name(name: str, ending: str) -> str:
    """A name without folders, control characters and signs that turn the direction of text, with the ending of what it is."""
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    bare = "".join(" " if unicodedata.category(sign).startswith(("C", "Z")) else sign for sign in bare)
    stem = re.sub(r'["<>:|?*;%\s]+', " ", bare).strip(" .").rpartition(".")[0] or re.sub(r'["<>:|?*;%\s]+', " ", bare).strip(" .")
    return f"{stem[:_LONGEST_NAME].strip() or 'file'}.{ending}"


def _picture(body: bytes, *, pictures_only: bool) -> tuple[str, str]:
    """Its media type, and what is wrong with it."""
    from PIL import Image, UnidentifiedImageError

    wanted = "JPEG, PNG or WebP" if pictures_only else "PDF, JPEG, PNG or WebP"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body), formats=tuple(PICTURES)) as opened:
                media_type, (width, height) = PICTURES[str(opened.format)], opened.size
                if width * height > MOST_PIXELS:
                    return media_type, f"unpacks to {width} x {height} pixels; {MOST_PIXELS:,} at most are read"
                opened.load()
    except Image.DecompressionBombError:
        return "", f"unpacks to far more than the {MOST_PIXELS:,} pixels that are read"
    except UnidentifiedImageError:
        return "", f"is none of {wanted}, whatever its name says"
    except Exception:  # Pillow raises what the reader of the format raised
        return "", "is a picture that cannot be read to its end; save it again"
    return media_type, ""
