"""What `pratique explain` prints."""

import sys

from pratique.assembly.catalogue import Portion
from pratique.assembly.read import Chunk
from pratique.assembly.report import Collected
from pratique.assembly.screener import Screener
from pratique.assembly.write import decision_lines
from pratique.cli.rows import rows_for
from pratique.facts import Listing


def show(screener: Screener, listing: Listing, *, as_json: bool) -> None:
    """Print the decision."""
    decisions = screener.screen(listing)
    if as_json:
        sys.stdout.buffer.write(decision_lines(decisions))
        return
    collected = Collected(screener.content)
    collected.take(Portion(Chunk(listings=[listing], lines=[1]), [decisions]))
    rows_for(written=True, json=False, explain=True).finish(collected)
