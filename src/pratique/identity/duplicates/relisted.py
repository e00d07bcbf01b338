"""When a listing is held to be refused goods come back, and how sure that is."""

from collections.abc import Sequence

import msgspec

from pratique.facts import Evidence, Reading
from pratique.identity.duplicates.compare import Comparison

CONCEPT = "conduct.relisted"
FIELD = "earlier"
SURE, SUPPORTED, ALONE = 0.97, 0.93, 0.8
"""Confidence where it is word for word the same; nearly, and something else agrees as well; nearly, by the title alone.

Channels act on their own conduct rules from 0.9, and let a person look from 0.6: see the strategies.
"""
NO_MORE_THAN = 0.8
"""Where the earlier decision does not rest on what the goods are by themselves: a person looks."""


class Earlier(msgspec.Struct, frozen=True):
    """A listing that was refused, and by what decision or action."""

    listing: str
    decision: str
    comparison: Comparison
    markets: tuple[str, ...] | None = None
    """Where it was refused; `None` is everywhere."""
    is_for_people: bool = False
    """Whether a person has to look, however alike they are."""


def confidence(earlier: Earlier) -> float:
    """How sure it is that refused goods came back; 0 where they are only similar."""
    comparison = earlier.comparison
    if comparison.likeness == "identical":
        sure = SURE
    elif comparison.likeness == "near":
        sure = SUPPORTED if len(comparison.agreeing) > 1 else ALONE
    else:
        return 0.0
    return min(sure, NO_MORE_THAN) if earlier.is_for_people else sure


def reading(found: Sequence[Earlier]) -> Reading | None:
    """The reading of the surest; `None` where none is sure enough.

    Its evidence stands in no field of the listing: `field` is `earlier`, `text` names the earlier listing and decision and says how the
    two listings agree.
    """
    sure = [(confidence(one), one) for one in found]
    best = max(sure, key=lambda pair: (pair[0], pair[1].comparison.score, pair[1].listing), default=None)
    if best is None or not best[0]:
        return None
    level, one = best
    return Reading(CONCEPT, level, (Evidence(CONCEPT, FIELD, text=f"{one.listing} ({one.decision}): {said(one)}"),))


def said(one: Earlier) -> str:
    """How they agree, for people: `title the same but for spelling, description about 88% of its text in common`."""
    return ", ".join(f"{field.field} {field.how}" for field in one.comparison.fields)
