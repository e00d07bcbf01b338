"""From the words beside a name to the role in which the brand is named."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from pratique.signals.brand.names import Mention, Names
from pratique.signals.text.fold import is_joined_script

SOLD_AS = "brand.sold_as"
COMPATIBLE = "brand.compatible_with"
RANK = (
    SOLD_AS,
    "counterfeit.replica_of_brand",
    "counterfeit.style_of_brand",
    "brand.not_sold_as",
    "brand.part_number",
    "brand.compared_with",
    COMPATIBLE,
)
"""Of two cues equally near the longer counts (*OEM no*, not *no*), then the earlier here: an *original charger* of a brand is its own."""
_RANKS = {name: number for number, name in enumerate(RANK)}
A_WORD = 0.05
"""What each word between a cue and the name takes off."""
IN_A_LIST = 4
"""Names at most so many words apart are a list, and what is said of the first is said of all: *for iPhone 14 13, Galaxy S23*."""
LISTED = 0.1
"""What is taken off for a name further down a list."""


class Role(NamedTuple):
    """A name with the role it was given; `""` where nothing beside it says one."""

    mention: Mention
    role: str
    confidence: float


def roles(form: str, mentions: Sequence[Mention], names: Names, classes: Collection[str] = ()) -> list[Role]:
    """The role of each name in a normal form: by the nearest cue, else by the list it stands in, else by the classes of the goods."""
    found: list[Role] = []
    for mention in mentions:
        before, after = names.beside(form, mention.start, mention.end)
        best: tuple[tuple[int, int, int], str, float] | None = None
        for cues, is_before in ((before, True), (after, False)):
            for one in cues:
                cue = one.cue
                gap = words_between(form, one.end, mention.start) if is_before else words_between(form, mention.end, one.start)
                if gap <= cue.window and (not cue.of or not mention.concepts.isdisjoint(cue.of)):
                    nearness = gap, one.start - one.end, _RANKS.get(one.role, len(RANK))
                    if best is None or nearness < best[0]:
                        best = nearness, one.role, cue.confidence - A_WORD * gap
        role, confidence = best[1:] if best else ("", 0.0)
        if not role and found and found[-1].role == COMPATIBLE:
            listed = found[-1]
            if words_between(form, listed.mention.end, mention.start) <= IN_A_LIST:
                role, confidence = COMPATIBLE, max(0.5, listed.confidence - LISTED)
        if not role:
            for name, shown, cue in names.of_class if classes else ():
                if name in classes and (not cue.of or not mention.concepts.isdisjoint(cue.of)) and cue.confidence > confidence:
                    role, confidence = shown, cue.confidence
        found.append(Role(mention, role, round(max(confidence, 0.0), 4)))
    return found


def words_between(form: str, start: int, end: int) -> int:
    """Words in a stretch; where words are not spaced, two characters are taken for one."""
    count = 0
    for word in form[start:end].split():
        count += (len(word) + 1) // 2 if is_joined_script(ord(word[0])) else 1
    return count
