"""Files are known by their bytes, bounded and named so that they do no harm; pictures are drawn anew and come from nowhere else."""

import io
import struct
import zlib
from pathlib import Path

import psycopg
import pytest
from PIL import Image

from pratique.assembly import pictures
from pratique.assembly.files import LARGEST, MOST_PIXELS, received, safe_name
from pratique.assembly.operations import files as operations
from pratique.assembly.pictures import UnshownError, of_listing, redrawn
from pratique.base.actor import Actor
from pratique.base.errors import ConflictError, ForbiddenError, InvalidError
from pratique.facts import Listing
from pratique.store.transaction import transaction

MACHINE = Actor("key_shop", frozenset({"machine"}))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(width: int = 60, height: int = 40, kind: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(out, kind, **more)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 30,000 x 30,000."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "body", "media_type"),
    [
        ("a.jpg", picture(kind="JPEG"), "image/jpeg"),
        ("a.exe", picture(), "image/png"),
        ("a", picture(kind="WEBP"), "image/webp"),
        ("scan.html", PDF, "application/pdf"),
    ],
)
def test_a_file_is_what_its_bytes_are(name: str, body: bytes, media_type: str) -> None:
    found = received(name, body)
    assert found.media_type == media_type
    assert found.name.rpartition(".")[2] in ("jpg", "png", "webp", "pdf")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "is empty"),
        (SVG, "is none of PDF, JPEG, PNG or WebP"),
        (b"<html><script>alert(1)</script>", "is none of"),
        (b"PK\x03\x04 a zip", "is none of"),
        (b"%PDF-1.7 and then nothing", "breaks off"),
        (picture(kind="GIF"), "is none of"),
        (picture()[:60], "cannot be read to its end"),
        (bomb(), f"{MOST_PIXELS:,}"),
        (b"\x89PNG" + b"\0" * LARGEST, "larger than 8 MiB"),
    ],
)
def test_what_may_not_come_in_is_told_with_the_reason(body: bytes, why: str) -> None:
    with pytest.raises(InvalidError, match=why):
        received("paper.pdf", body)


def test_names_do_no_harm() -> None:
    assert safe_name("../../etc/passwd", "pdf") == "passwd.pdf"
    assert safe_name('C:\\x\\"evil\r\nSet-Cookie: a=b".exe', "png") == "evil Set-Cookie a=b.png"
    assert safe_name("gpj.\u202efdp.exe", "jpg") == "gpj. fdp.jpg"
    assert safe_name("检测报告.PDF", "pdf") == "检测报告.pdf"
    assert safe_name("", "pdf") == "file.pdf"
    assert len(safe_name("a" * 5000, "pdf")) < 200


def test_a_picture_is_drawn_anew_and_keeps_nothing_of_the_file() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "taken at home"
    given = picture(800, 400, "JPEG", exif=exif.tobytes())
    assert b"taken at home" in given
    made = redrawn(given, 360)
    assert b"taken at home" not in made
    with Image.open(io.BytesIO(made)) as opened:
        assert (opened.format, opened.size) == ("WEBP", (180, 360)), "upright, as its file says it is to be held"
    for bad in (SVG, bomb(), b"", PDF):
        with pytest.raises(UnshownError):
            redrawn(bad, 360)


def test_pictures_come_from_uploads_or_the_folder_and_from_nowhere_else(
    connection: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "front.jpg").write_bytes(picture(kind="JPEG"))
    (tmp_path / "secret.png").write_bytes(picture())
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    monkeypatch.setenv("PRATIQUE_PICTURES", str(folder))
    names = (
        "up.png",
        "front.jpg",
        "../secret.png",
        "out.png",
        "https://cdn.example/1.jpg",
        "//cdn.example/1.jpg",
        "pdq:" + "0f" * 32,
        "none.jpg",
    )
    listing = Listing("sku", "A cup", images=names)
    evidence: list[dict[str, object]] = [
        {"field": "images.1", "concept": "adult.nudity", "box": [0.25, 0.1, 0.75, 1.4]},
        {"field": "images.1", "concept": "adult.nudity", "box": [0.9, 0.1, 0.2, 0.4]},
        {"field": "title", "concept": "x"},
    ]
    with transaction(connection) as tx:
        operations.keep_picture(tx, MACHINE, "up.png", picture())
        shown = of_listing(tx, listing, evidence)
        assert [one.source for one in shown] == ["here", "here", "missing", "missing", "elsewhere", "elsewhere", "hash", "missing"]
        assert [(box.left, box.top, box.width, box.height) for box in shown[1].boxes] == [(25, 10, 50, 90)]
        assert pictures.drawn(tx, listing, 0)[:4] == pictures.drawn(tx, listing, 1)[:4] == b"RIFF"
        for number in (2, 3, 4, 5, 6, 7, 8, -1):
            with pytest.raises(UnshownError):
                pictures.drawn(tx, listing, number)


def test_a_picture_that_was_looked_at_stays_what_it_was(connection: psycopg.Connection) -> None:
    with transaction(connection) as tx:
        first = operations.keep_picture(tx, MACHINE, "a.png", picture())
        assert operations.keep_picture(tx, MACHINE, "a.png", picture()) == first
        with pytest.raises(ConflictError):
            operations.keep_picture(tx, MACHINE, "a.png", picture(10, 10))
        with pytest.raises(ForbiddenError):
            operations.keep_picture(tx, Actor("user_lin", frozenset({"reviewer"})), "b.png", picture())
        with pytest.raises(InvalidError):
            operations.keep_picture(tx, MACHINE, "b.svg", SVG)
        with pytest.raises(InvalidError):
            operations.keep_picture(tx, MACHINE, "https://cdn.example/b.png", picture())
