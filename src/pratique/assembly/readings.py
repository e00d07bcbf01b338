"""What is read of a listing comes from several places: its text, notices of authorities, what is known of it from before."""

from collections.abc import Sequence

from pratique.facts import Reading
from pratique.signals.text import weigh


def together(text: tuple[Reading, ...], others: Sequence[Reading]) -> tuple[Reading, ...]:
    """Readings of the text and of others as one; where both read a concept, their evidence adds up as that of two fields does."""
    if not others:
        return text
    by_concept = {reading.concept: reading for reading in text}
    for reading in others:
        known = by_concept.get(reading.concept)
        by_concept[reading.concept] = reading if known is None else joined(known, reading)
    return tuple(by_concept[name] for name in sorted(by_concept))


def joined(one: Reading, other: Reading) -> Reading:
    """Two readings of one concept as one."""
    evidence = tuple(sorted({*one.evidence, *other.evidence}))
    together = weigh.confidence((shown.weight, shown.field, shown.term) for shown in evidence)
    return Reading(one.concept, max(one.confidence, other.confidence, together), evidence, one.values)
