"""The detector against reading by hand, and faults planted in the detector that this must notice."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pratique.facts import Listing
from pratique.signals.text import check, guard
from pratique.signals.text.detector import TextDetector
from tests.signals.text.lexica import CONCEPTS
from tests.signals.text.reference_reading import read

READ_BY_HAND = {name: concept for name, concept in CONCEPTS.items() if not concept.quantity}
DETECTOR = TextDetector(READ_BY_HAND)

WORDS = [
    "mdma",
    "MDMA",
    "mdmas",
    "mdmax",
    "molly",
    "Molly",
    "weasley",
    "ecstasy",
    "pill",
    "pills",
    "diazepam",
    "xanax",
    "xanax100",
    "XTC",
    "xtc",
    "摇头丸",
    "无",
    "súng",
    "súng",
    "lục",
    "sung",
    "luc",
    "пистолет",
    "пистолетов",
    "винтовка",
    "винтовки",
    "pistol",
    "berpistol",
    "السلاح",
    "سلاح",
    "ปืน",
    "Springmesser",
    "messer",
    "messern",
    "ピストル",
    "총",
    "총을",
    "gun",
    "guns",
    "begun",
    "toy",
    "water",
    "玩具",
    "book",
    "nike",
    "replica",
    "replicas",
    "加微信",
    "laser",
    "pointer",
    "激光笔",
    "battery",
    "hardcover",
    "no",
    "without",
    "free",
    "2g",
    "250",
    "mg",
    ",",
    ".",
    "-",
    "!",
    "trên",
    "lùc",
    "gùn",
    "gûn",
    "xanảx",
    "đó",
]
TEXT = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.lists(st.sampled_from(WORDS), max_size=5).map("".join)
LISTINGS = st.builds(
    Listing,
    listing_id=st.just("1"),
    title=TEXT,
    description=st.none() | TEXT,
    category=st.none() | st.sampled_from(["Books > Crime", "Toys", "Sport > Nike"]),
    brand=st.none() | st.sampled_from(["Nike", "xanax"]),
)


def agrees(detector: TextDetector, listing: Listing) -> bool:
    seen = detector.observe(listing)
    fast = {detector.concepts[number]: confidence for number, confidence in seen.confidence.items()}
    disguised = {detector.concepts[number] for number, hits in seen.hits.items() if any(hit.is_disguised for hit in hits)}
    slow = read(READ_BY_HAND, listing)
    undecided = disguised | {"counterfeit.replica", "child.battery_toy"} if disguised else set()
    return {k: v for k, v in fast.items() if k not in undecided} == {k: v for k, v in slow.items() if k not in undecided}


@settings(max_examples=400)
@example(Listing(listing_id="1", title="weasley mdma mdma XTC xtc"))  # of the acronym, the one in capitals is guarded, the other far enough
@given(LISTINGS)
def test_the_detector_reads_what_is_read_by_hand(listing: Listing) -> None:
    assert agrees(DETECTOR, listing), (DETECTOR.read(listing), read(READ_BY_HAND, listing))


def test_long_texts_are_read_as_short_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "_LONG", 0)

    @settings(max_examples=200)
    @given(LISTINGS)
    def search(listing: Listing) -> None:
        assert agrees(DETECTOR, listing)

    search()


FAULTS: dict[str, tuple[object, str, Callable[..., object]]] = {
    "every ending is right": (check, "ends_well", lambda *_: True),
    "no ending is right": (check, "ends_well", lambda *_: False),
    "every beginning is right": (check, "begins_well", lambda *_: True),
    "nothing is negated": (check, "is_negated", lambda *_: False),
    "accents never matter": (check, "may_lose_accents", lambda *_: True),
    "nothing is guarded": (guard.Words, "occur_among", lambda *_: False),
    "the window is the field": (check, "around", lambda text, *_: text),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    noticed = False

    @settings(max_examples=800, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(LISTINGS)
    def search(listing: Listing) -> None:
        nonlocal noticed
        noticed = noticed or not agrees(DETECTOR, listing)

    search()
    assert noticed
