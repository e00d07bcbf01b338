"""Pictures of the demo's goods: drawn, small, the same each time, and like nothing that is sold anywhere."""

import io
import zlib

from pratique.assembly.demo.people import MACHINE
from pratique.assembly.operations import files
from pratique.store.transaction import Transaction

SIDE = 420
SHADES = (
    (52, 73, 94), (122, 139, 153), (45, 93, 150), (76, 130, 88), (201, 178, 139), (178, 58, 52), (150, 152, 158),
)  # fmt: skip
"""One for each place of a colour in the catalogue's lists of colours."""


def name_of(product: int, shade: int, view: int = 0) -> str:
    """How listings of a product in a colour call a picture."""
    return f"demo/{product:03d}-{shade}-{view}.png"


def keep(tx: Transaction, products: int) -> None:
    """Hand in the pictures of all products, in the name of the marketplace."""
    for product in range(products):
        for shade in range(len(SHADES)):
            files.keep_picture(tx, MACHINE, name_of(product, shade), drawn(product, shade))


def drawn(product: int, shade: int) -> bytes:
    """One thing on a table, as PNG: what it looks like follows from its number."""
    from PIL import Image, ImageDraw

    seed = zlib.crc32(f"product {product}".encode())
    picture = Image.new("RGB", (SIDE, SIDE), (238, 240, 243))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 300, SIDE, SIDE), fill=(222, 226, 231))
    draw.ellipse((90, 300, 330, 345), fill=(198, 203, 210))
    colour, dark, light = SHADES[shade], _mixed(SHADES[shade], 0.62), _mixed(SHADES[shade], 1.28)
    left, top, right, bottom = 130 - seed % 40, 110 - seed // 7 % 50, 290 + seed // 11 % 40, 322
    kind = seed % 5
    if kind == 0:
        draw.rounded_rectangle((left, top, right, bottom), radius=26, fill=colour)
        draw.rounded_rectangle((left + 18, top + 18, right - 18, top + 96), radius=14, fill=light)
    elif kind == 1:
        draw.polygon(((left, bottom), (left + 34, top), (right - 34, top), (right, bottom)), fill=colour)
        draw.rectangle((left + 34, top - 22, right - 34, top), fill=dark)
    elif kind == 2:
        draw.ellipse((left, bottom - (right - left), right, bottom), fill=colour)
        draw.ellipse((left + 30, bottom - (right - left) + 30, left + 86, bottom - (right - left) + 86), fill=light)
    elif kind == 3:
        for step in range(3):
            draw.rectangle(
                (left + 14 * step, bottom - 70 * (step + 1), right - 14 * step, bottom - 70 * step - 6), fill=(colour, dark, light)[step]
            )
    else:
        draw.rounded_rectangle((left + 40, top, right - 40, bottom), radius=38, fill=colour)
        draw.rectangle((left + 62, top - 36, right - 62, top + 6), fill=dark)
        draw.rectangle((left + 40, top + 84, right - 40, top + 142), fill=light)
    for mark in range(2 + seed // 13 % 4):
        at = left + 44 + mark * 26
        draw.ellipse((at, bottom - 40, at + 14, bottom - 26), fill=dark)
    out = io.BytesIO()
    picture.quantize(48).save(out, "PNG", optimize=True)
    return out.getvalue()


def _mixed(colour: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (min(255, int(part * share)) for part in colour)
    return red, green, blue
