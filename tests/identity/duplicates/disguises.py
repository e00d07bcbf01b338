"""Ways of writing a text so that a filter does not know it; each given a random generator."""

import random
from collections.abc import Callable

_LOOKALIKE = str.maketrans("aeopcxyABEHKMOPCTX", "аеорсхуАВЕНКМОРСТХ")
_LEET = str.maketrans("aeiosAEIO", "43105" + "4310")
_ACCENT = str.maketrans("aeioun", "áëïöüñ")


def _words(text: str, rng: random.Random, change: Callable[[str], str]) -> str:
    return " ".join(change(word) if sum(map(str.isalpha, word)) > 2 and rng.random() < 0.6 else word for word in text.split(" "))


TRICKS: dict[str, Callable[[str, random.Random], str]] = {
    "lookalike": lambda text, rng: _words(text, rng, lambda word: "".join(ch.translate(_LOOKALIKE) if rng.random() < 0.5 else ch for ch in word)),
    "leet": lambda text, rng: _words(text, rng, lambda word: "".join(ch.translate(_LEET) if rng.random() < 0.5 else ch for ch in word)),
    "accent": lambda text, rng: _words(text, rng, lambda word: "".join(ch.translate(_ACCENT) if rng.random() < 0.5 else ch for ch in word)),
    "zero width": lambda text, rng: _words(text, rng, lambda word: "".join(ch + ("\u200b" if rng.random() < 0.3 else "") for ch in word)),
    "dotted": lambda text, rng: _words(text, rng, lambda word: rng.choice(".-_*·").join(word)),
    "spaced": lambda text, rng: _words(text, rng, lambda word: " ".join(word)),
    "repeated": lambda text, rng: _words(text, rng, lambda word: "".join(ch * (3 if ch.isalpha() and rng.random() < 0.2 else 1) for ch in word)),
    "full width": lambda text, _: "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in text),
    "mathematical": lambda text, _: "".join(chr(0x1D5EE + ord(ch) - 97) if "a" <= ch <= "z" else ch for ch in text),
    "case": lambda text, rng: "".join(ch.upper() if rng.random() < 0.5 else ch.lower() for ch in text),
    "emoji": lambda text, _: text.replace(" ", " 🔥 "),
}  # fmt: skip
