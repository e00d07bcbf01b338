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


REASONS = {
    "empty": "is empty",
    "large": f"is larger than {LARGEST // 1024 // 1024} MiB",
    "kind": "is none of PDF, JPEG, PNG or WebP, whatever its name says",
    "picture_kind": "is none of JPEG, PNG or WebP, whatever its name says",
    "broken_pdf": "is a PDF that breaks off; save it again",
    "broken_picture": "is a picture that cannot be read to its end; save it again",
    "bomb": f"unpacks to more than the {MOST_PIXELS:,} pixels that are read",
}
"""Why a file may not come in."""


class UnfitError(InvalidError):
    """A file that may not come in. `why` is one of `REASONS`, `name` what it is called."""

    def __init__(self, field: str, name: str, why: str) -> None:
        self.name, self.why = name, why
        super().__init__([Fault(field, f"{name}: {REASONS[why]}")])


class Received(msgspec.Struct, frozen=True):
    """A file that may be kept."""

    name: str
    media_type: str
    body: bytes


def received(name: str, body: bytes, field: str = "file", *, pictures_only: bool = False) -> Received:
    """A file that was handed in, if it is of a kind that is kept. Raises UnfitError with what is wrong and what would do."""
    why, media_type = "", ""
    if not body:
        why = "empty"
    elif len(body) > LARGEST:
        why = "large"
    elif _PDF_HEAD.match(body[:8]) and not pictures_only:
        media_type = "application/pdf"
        why = "" if _PDF_END in body[-2048:] else "broken_pdf"
    else:
        media_type, why = _picture(body)
        why = "picture_kind" if why == "kind" and pictures_only else why
    if why:
        raise UnfitError(field, safe_name(name, "")[:60].rstrip("."), why)
    return Received(safe_name(name, ENDINGS[media_type]), media_type, body)


def safe_name(name: str, ending: str) -> str:
    """A name without folders, control characters and signs that turn the direction of text, with the ending of what it is."""
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    bare = "".join(" " if unicodedata.category(sign).startswith(("C", "Z")) else sign for sign in bare)
    stem = re.sub(r'["<>:|?*;%\s]+', " ", bare).strip(" .").rpartition(".")[0] or re.sub(r'["<>:|?*;%\s]+', " ", bare).strip(" .")
    return f"{stem[:_LONGEST_NAME].strip() or 'file'}.{ending}"


def _picture(body: bytes) -> tuple[str, str]:
    """Its media type, and why it may not come in."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body), formats=tuple(PICTURES)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return "", "bomb"
                opened.load()
                return PICTURES[str(opened.format)], ""
    except Image.DecompressionBombError:
        return "", "bomb"
    except UnidentifiedImageError:
        return "", "kind"
    except Exception:  # Pillow raises what the reader of the format raised
        return "", "broken_picture"
