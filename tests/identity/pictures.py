"""Pictures for tests, each another, with enough in them to be recognised."""

import random

from PIL import Image, ImageDraw


def picture(seed: int) -> Image.Image:
    """Three hundred by two hundred pixels of shapes."""
    rng = random.Random(seed)
    made = Image.new("RGB", (300, 200), tuple(rng.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(made)
    for _ in range(25):
        left, top = rng.randrange(260), rng.randrange(160)
        draw.rectangle(
            (left, top, left + rng.randrange(20, 120), top + rng.randrange(20, 90)), fill=tuple(rng.randrange(256) for _ in range(3))
        )
    return made
