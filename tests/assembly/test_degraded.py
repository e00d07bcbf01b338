"""A detector that fails degrades the decision visibly; it never becomes a silent allow, and never costs the neighbours their answer."""

import pytest

from pratique.assembly.screener import Engine, Screener
from pratique.facts import Listing
from pratique.policy.load import load_content
from pratique.signals.text.detector import Observation, TextDetector
from pratique.signals.text.many import Columns, ManyReader

GOOD, BAD = Listing(listing_id="good", title="3 g MDMA crystals"), Listing(listing_id="bad", title="3 g MDMA crystals, the other half")


@pytest.mark.parametrize("engine", ["online", "batch", "reference"])
def test_a_failing_detector_degrades_one_decision(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    screener = Screener(load_content(), channel="aliexpress", markets=["GB", "US"], engine=engine)
    honest = TextDetector.observe

    def failing(self: TextDetector, listing: Listing) -> Observation:
        if listing.listing_id == "bad":
            raise RuntimeError("the model is gone")
        return honest(self, listing)

    monkeypatch.setattr(TextDetector, "observe", failing)
    good, bad = screener.screen_many([GOOD, BAD])
    assert {(one.verdict, one.degraded) for one in good} == {("refuse", False)}
    assert all(one.degraded and one.verdict != "allow" for one in bad)


def test_many_read_at_once_do_not_suffer_from_one(monkeypatch: pytest.MonkeyPatch) -> None:
    screener = Screener(load_content(), channel="aliexpress", markets=["GB", "US"], engine="batch")
    whole = screener.verdicts([GOOD, GOOD])
    honest = TextDetector.observe

    def failing(self: TextDetector, listing: Listing) -> Observation:
        if listing.listing_id == "bad":
            raise RuntimeError("the model is gone")
        return honest(self, listing)

    def failing_many(self: ManyReader, listings: list[Listing]) -> Columns:
        raise RuntimeError("one of them is bad")

    monkeypatch.setattr(TextDetector, "observe", failing)
    monkeypatch.setattr(ManyReader, "read", failing_many)
    result = screener.verdicts([GOOD, BAD])
    assert (result.verdicts[0] == whole.verdicts[0]).all()
    assert not any(one.degraded for one in result.to_decisions(0))
    assert all(one.degraded and one.verdict != "allow" for one in result.to_decisions(1))
