"""Words that stand in listings of everything, by language: what a term of another language must not look like.

The words stand in `ordinary_words.txt`: a language code at the margin, its words indented below.
"""

import functools
from pathlib import Path


@functools.cache
def ordinary_words() -> dict[str, frozenset[str]]:
    """Language → its everyday words."""
    found: dict[str, set[str]] = {}
    language = ""
    for line in Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines():
        if line.startswith(" "):
            found[language].update(line.split())
        else:
            language = line.strip()
            found[language] = set()
    return {name: frozenset(words) for name, words in found.items()}
