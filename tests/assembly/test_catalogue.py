from collections.abc import Sequence
from pathlib import Path

from pratique.assembly.catalogue import regrouped, screened
from pratique.assembly.read import Chunk
from pratique.assembly.report import Tally
from pratique.assembly.write import DECISIONS, Output
from pratique.engine.decision import Decision
from pratique.facts import Listing
from tests.assembly.decisions import decision, listing


def screen(listings: Sequence[Listing]) -> list[list[Decision]]:
    if any(one.title == "poison" for one in listings):
        raise RuntimeError("boom")
    return [[decision(one, market, "refuse" if "MDMA" in one.title else "allow") for market in ("GB", "US")] for one in listings]


def chunk(*listings: Listing) -> Chunk:
    return Chunk(list(listings), list(range(2, 2 + len(listings))), file="a.csv")


def test_a_listing_that_breaks_the_screener_is_rejected_alone() -> None:
    (portion,) = screened([chunk(listing(1), listing(2, "poison"), listing(3))], screen)
    assert [one.listing_id for one in portion.chunk.listings] == ["1", "3"]
    assert [len(found) for found in portion.decisions] == [2, 2]
    (reject,) = portion.chunk.rejects
    assert (reject.line, reject.reason) == (3, "could not be screened: RuntimeError: boom")


def test_own_markets_where_none_are_asked_for() -> None:
    (portion,) = screened(
        [chunk(listing(1), listing(2, markets=("US",)), listing(3, markets=("XX", "GB")), listing(4, markets=("XX",)))],
        screen,
        own_markets_of={"GB", "US"},
    )
    assert [[one.market for one in found] for found in portion.decisions] == [["GB", "US"], ["US"], ["GB"], ["GB", "US"]]
    assert [warned.message for warned in portion.chunk.warnings] == ["markets names no market we know: `XX`"] * 2


def test_a_resumed_run_counts_what_was_written_before(tmp_path: Path) -> None:
    chunks = [chunk(listing(1), listing(1), listing(2, "shirt")), chunk(listing(3))]
    whole = Tally()
    for portion in screened(chunks, screen):
        whole.take(portion)
    output = Output(tmp_path / "a.parquet", DECISIONS, {})
    next(screened(chunks, screen, output=output))
    output.close()
    output = Output(tmp_path / "a.parquet", DECISIONS, {}, resume=True)
    again = Tally()
    for portion in screened(chunks, screen, output=output):
        again.take(portion)
    output.close()
    assert (again.listings, again.verdicts, again.worst, again.rules) == (whole.listings, whole.verdicts, whole.worst, whole.rules)


def test_rows_go_back_to_their_listings_though_ids_repeat() -> None:
    listings = [listing(1), listing(1), listing(2)]
    rows = [decision(one, market) for one in listings for market in ("GB", "US")]
    assert [len(group) for group in regrouped(listings, rows)] == [2, 2, 2]  # type: ignore[arg-type]
