"""The product classes of many listings, as rows."""

from collections.abc import Sequence

from pratique.assembly.write import ClassesRow, ClassRow, evidence_row
from pratique.facts import Listing
from pratique.policy.model import Content
from pratique.signals.text.classify import Classifier


class Classes:
    """Classifies listings by the product classes of a content; at most `top` classes each."""

    def __init__(self, content: Content, top: int) -> None:
        self._classifier, self._top = Classifier(content.concepts), top

    def rows(self, listings: Sequence[Listing]) -> list[list[ClassesRow]]:
        """One row a listing."""
        return [[self._row(listing)] for listing in listings]

    def _row(self, listing: Listing) -> ClassesRow:
        readings = self._classifier.classify(listing, self._top)
        return ClassesRow(
            listing.listing_id,
            tuple(
                ClassRow(one.concept, self._classifier.title(one.concept), one.confidence, self._classifier.hs(one.concept))
                for one in readings
            ),
            tuple(dict.fromkeys(evidence_row(shown) for one in readings for shown in one.evidence)),
        )
