"""A listing of a recalled product is refused because of the notice, whatever the engine; the evidence names the notice."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from pratique.assembly.recalled import RECALLED, SIMILAR, Lands, RecallDetector, detector_of, kept
from pratique.assembly.screener import Engine, Screener
from pratique.facts import Listing
from pratique.identity.notice import NoticedProduct, ProductNotice
from pratique.policy.load import load_content
from pratique.policy.model import Content

NOTICE = ProductNotice(
    "cpsc:26101",
    "cpsc",
    "Brumbel Recalls Larkway Double Strollers Due to Fall Hazard",
    "https://www.cpsc.gov/Recalls/2026/brumbel",
    dt.date(2026, 1, 8),
    (NoticedProduct("Brumbel Larkway Double Strollers", models=("LW-2200",)),),
    text="This recall involves Brumbel Larkway double strollers, model number LW-2200.",
    markets=("US",),
)
SAME = Listing("same", "Brumbel Larkway double stroller LW2200 grey")
SIMILAR_ONE = Listing("similar", "Brumbel Tessaly double stroller TS-900", brand="Brumbel")
OTHER = Listing("other", "Ceramic coffee mug 300 ml blue")


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


@pytest.fixture(scope="module")
def recalls(content: Content) -> RecallDetector:
    return detector_of([NOTICE], content)


def screener(content: Content, recalls: RecallDetector | None, engine: Engine) -> Screener:
    return Screener(content, channel="aliexpress", markets=["DE", "US", "GB"], as_of=dt.date(2026, 11, 29), engine=engine, recalls=recalls)


@pytest.mark.parametrize("engine", ["online", "batch", "reference"])
def test_every_engine_refuses_the_recalled_where_it_was_and_holds_the_similar(
    content: Content, recalls: RecallDetector, engine: Engine
) -> None:
    same, similar, other = screener(content, recalls, engine).screen_many([SAME, SIMILAR_ONE, OTHER])
    assert [decision.verdict for decision in same] == ["hold", "refuse", "hold"]
    assert {finding.rule for finding in same[1].findings} >= {"us/recalled-product"}
    assert {finding.rule for finding in same[0].findings} >= {"house/recalled-somewhere-is-looked-at"}
    assert [decision.verdict for decision in similar] == ["hold"] * 3
    assert {finding.rule for finding in similar[0].findings} >= {"house/similar-to-recalled-is-looked-at"}
    assert not any("safety." in concept.concept for decision in other for concept in decision.concepts)


LAWS = {
    "AE": "ae/unsafe-and-recalled-products", "AU": "au/recalled-and-banned", "CA": "ca/recalled-or-dangerous", "CH": "ch/recalled-products",
    "DE": "eu/dangerous-product", "GB": "gb/recalled-product", "GB-NIR": "eu/dangerous-product", "HK": "hk/consumer-goods",
    "KR": "kr/direct-purchase-withdrawn-goods", "NZ": "nz/recalled", "TR": "tr/unsafe-products", "UA": "ua/recalled-products",
    "US": "us/recalled-product", "ZA": "za/recalled",
}  # fmt: skip
"""The rule of law in each market that forbids what was recalled there."""


@pytest.mark.parametrize(
    ("of", "cited"),
    [
        (("US",), {"US"}),
        (("AU",), {"AU"}),
        (("CA", "US"), {"CA", "US"}),
        (("EU",), {"DE", "GB-NIR"}),
        (("FR",), {"DE", "GB-NIR"}),
        (("GB",), {"GB"}),
        (("JP",), set()),
        ((), set()),
    ],
    ids=lambda one: "+".join(sorted(one)) or "none",
)
def test_the_law_that_is_cited_is_that_of_the_notice(content: Content, of: tuple[str, ...], cited: set[str]) -> None:
    """A recall in the United States is no breach of the law of Australia: there the house looks at it."""
    detector = detector_of([msgspec.structs.replace(NOTICE, markets=of)], content)
    markets = [*LAWS, "JP", "SG"]
    made = Screener(content, channel="aliexpress", markets=markets, as_of=dt.date(2026, 11, 29), recalls=detector)
    for decision in made.screen(SAME):
        rules = {finding.rule for finding in decision.findings}
        assert rules & set(LAWS.values()) == ({LAWS[decision.market]} if decision.market in cited else set()), decision.market
        assert "house/recalled-somewhere-is-looked-at" in rules
        assert decision.verdict in ("hold", "refuse"), decision.market
        assert decision.market not in {"US", "DE", "GB", "AU"} or (decision.verdict == "refuse") == (decision.market in cited)


def test_two_notices_of_one_product_each_count_where_they_are_of(content: Content) -> None:
    """The likelier notice does not hide the law of the other."""
    other = msgspec.structs.replace(
        NOTICE, id="ca:77", feed="health-canada", markets=("CA",), title="Larkway Double Strollers recalled: fall hazard"
    )
    made = Screener(
        content,
        channel="aliexpress",
        markets=["US", "CA", "GB"],
        as_of=dt.date(2026, 11, 29),
        recalls=detector_of([NOTICE, other], content),
    )
    cited = {decision.market: {finding.rule for finding in decision.findings} & set(LAWS.values()) for decision in made.screen(SAME)}
    assert cited == {"US": {"us/recalled-product"}, "CA": {"ca/recalled-or-dangerous"}, "GB": set()}


def test_without_notices_nothing_is_read(content: Content) -> None:
    assert all(decision.verdict != "refuse" for decision in screener(content, None, "online").screen(SAME))


def test_the_evidence_names_the_notice_and_the_words(content: Content, recalls: RecallDetector) -> None:
    decision = screener(content, recalls, "online").screen(SAME)[0]
    shown = {one.field: one.text for one in decision.evidence if one.concept == RECALLED}
    assert shown["notices.cpsc:26101"] == "Brumbel Larkway Double Strollers (cpsc:26101, https://www.cpsc.gov/Recalls/2026/brumbel)"
    assert shown["title"] == "Brumbel Larkway double stroller"


def test_one_byte_a_market_agrees(content: Content, recalls: RecallDetector) -> None:
    listings = [SAME, SIMILAR_ONE, OTHER, msgspec.structs.replace(SAME, listing_id="said", description="Recalled product, sold as is")]
    found = screener(content, recalls, "batch").verdicts(listings)
    singles = [screener(content, recalls, "online").screen(one) for one in listings]
    for row, decisions in enumerate(singles):
        assert [found.to_decisions(row, ())[place].verdict for place in range(3)] == [decision.verdict for decision in decisions]


def test_words_and_notice_together_are_one_reading(content: Content, recalls: RecallDetector) -> None:
    listing = msgspec.structs.replace(SAME, description="Recalled abroad, sold as is")
    made = screener(content, recalls, "online")
    [reading] = [one for one in made.concepts(listing) if one.concept == RECALLED]
    alone = next(one for one in made.concepts(SAME) if one.concept == RECALLED)
    assert reading.confidence >= alone.confidence
    assert {one.field for one in reading.evidence} >= {"description", "notices.cpsc:26101"}


class Broken:
    def match_many(self, listings: list[Listing]) -> list[list[object]]:  # noqa: ARG002 - as the matcher has it
        raise RuntimeError("no index")


@pytest.mark.parametrize("engine", ["online", "batch", "reference"])
def test_a_failing_detector_degrades_and_never_allows_in_silence(content: Content, engine: Engine) -> None:
    made = screener(content, RecallDetector(Broken(), Lands(content)), engine)  # type: ignore[arg-type]  # broken on purpose
    [decisions] = made.screen_many([OTHER])
    assert all(decision.degraded for decision in decisions)
    assert all(decision.verdict != "allow" for decision in decisions)


def test_what_was_found_can_be_taken_out_of_a_decision_again(content: Content, recalls: RecallDetector) -> None:
    for listing in (SAME, SIMILAR_ONE):
        decision = screener(content, recalls, "online").screen(listing)[0]
        assert kept(decision.evidence) == recalls.read(listing)


def test_similar_is_never_enough_to_refuse(recalls: RecallDetector) -> None:
    [reading] = recalls.read(SIMILAR_ONE)
    assert reading.concept == SIMILAR
    assert 0.5 <= reading.confidence < 0.8


def test_orders_and_messages_are_not_held_against_notices(recalls: RecallDetector) -> None:
    assert recalls.read(msgspec.structs.replace(SAME, kind="message")) == ()


def test_the_command_line_screens_with_notices(tmp_path: Path) -> None:
    import json
    import subprocess
    import sys

    folder = tmp_path / "notices" / "cpsc"
    folder.mkdir(parents=True)
    (folder / "notices.jsonl").write_bytes(msgspec.json.encode(NOTICE) + b"\n")
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(msgspec.json.encode(one) for one in (SAME, OTHER)))
    command = [
        sys.executable,
        "-m",
        "pratique",
        "screen",
        str(tmp_path / "in.jsonl"),
        "--market",
        "US",
        "--notices",
        str(tmp_path / "notices"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["verdict"] for row in rows] == ["refuse", "allow"] or rows[0]["verdict"] == "refuse"
    assert any("cpsc:26101" in one["text"] for one in rows[0]["evidence"])
    empty = subprocess.run([*command[:-1], str(tmp_path)], capture_output=True, text=True, check=False)
    assert empty.returncode == 1
    assert "pratique feeds pull --to" in empty.stderr


def test_notices_are_told_in_the_concepts_of_the_content_that_decides_next() -> None:
    content = load_content()
    fewer = msgspec.structs.replace(content, concepts={name: one for name, one in content.concepts.items() if name != "safety.recalled_us"})
    notice = ProductNotice(
        "cpsc:1", "cpsc", "Brumbel Recalls Larkway Strollers", "https://recall.example/1", dt.date(2026, 11, 3),
        (NoticedProduct("Larkway double strollers", ("Brumbel",), ("LW2200",)),), markets=("US",),
    )  # fmt: skip
    listing = Listing(listing_id="1", title="Brumbel Larkway double stroller LW2200 grey")
    before = detector_of([notice], fewer)
    assert {one.concept for one in before.read(listing)} == {"safety.recalled"}
    assert {one.concept for one in before.under(content).read(listing)} == {"safety.recalled", "safety.recalled_us"}
