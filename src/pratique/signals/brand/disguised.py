"""Names of brands written so that a filter should miss them: `N1KE`, `r o l e x`, `Gu.cci`."""

import re
from collections.abc import Iterator

from pratique.signals.brand.names import Mention, Names
from pratique.signals.text.disguise import DOUBTFUL, looks_disguised, unmask
from pratique.signals.text.normal import normalise

_STRETCHED = re.compile(r"([^\W\d_])\1\1")


def disguised(text: str, names: Names, concepts: frozenset[str]) -> Iterator[Mention]:
    """Names of brand concepts met in the skeleton of words that look disguised; spans are of the text as written."""
    if not looks_disguised(text, normalise(text), closely=True) and not _STRETCHED.search(text):
        return
    bones = names.bones(concepts)
    seen = unmask(text, bones.keys())
    if seen is None:
        return
    for bare, (brand, shown) in bones.items():
        at = seen.text.find(f" {bare} ")
        if at >= 0 and set(seen.doubts[at + 1 : at + 1 + len(bare)]) == {DOUBTFUL}:
            word = seen.word_at(at + 1)
            start, end = seen.span(word, word)
            yield Mention(start, end, brand, shown)
