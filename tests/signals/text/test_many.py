"""Many listings read at once are read as each is by itself; and faults planted in reading many that this must notice."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import catalogue
from pratique.facts import Listing
from pratique.facts.concept import Concept
from pratique.policy.load import load_content
from pratique.signals.text import check_table, many, sheet, sweep, tally
from pratique.signals.text.detector import TextDetector
from pratique.signals.text.many import as_table, portions
from pratique.signals.text.many_quantities import ManyQuantities
from pratique.signals.text.vocabulary import Vocabulary
from tests.signals.text.lexica import CONCEPTS, term
from tests.signals.text.test_reading_parity import WORDS

MORE = {
    concept.id: concept
    for concept in (
        Concept("weapon.knife", {}, (term("blade", strong=False), term("dagger", strong=False)), context={"en": ("steel edge",)}),
        Concept("weapon.sword", {}, (term("katana"),), guards={"en": ("poster", "wall scroll"), "ja": ("模造",)}, window=1),
        Concept("weapon.old", {}, (term("dagger"),), guards={"en": ("replica", "letter opener")}, window=5, not_classes=("class.media",)),
        Concept("weapon.any", {}, (term("guna", "es"), term("gunas", "es", strong=False), term("súng", "vi", guards=("hơi",)))),
        Concept("contact.any", {}, (term("#handle", "any"), term("#site", "any", strong=False), term("一小时#money", "zh"))),
        Concept("weapon.razor", {}, (term("navaja", "es", guards=("roja",)), term("navajo", "es", strong=False))),
    )
}
DETECTOR = TextDetector(CONCEPTS | MORE)

HOSTILE = [
    "m-d-m-a", "m d m a", "m.d.m.a", "MDM4", "x4n4x", "xxanaxxx", "xaaanax", "х\u0430nax", "Dіаzеpаm", "d1azepam", "diazepam100mg", "x*nax", "xan*x",
    "niKe", "laserPointer", "FakeXanax", "加 微 信", "弓.单.药", "ＭＤＭＡ", "m\u200bd\u200bm\u200ba", "mdmа", "d\u0301iazepam", "ДИАЗЕПАМ", "🔫", "\x00", "\x80", "\xff",
    "\n", "\r\n", "\t", "\u00a0", "\u2028", "\ud800", "  ", "a a a", "5mW", "5 mw laser", "20-mW", "0,5 mW", "output", "katana", "poster", "wall scroll",
    "模造", "dagger", "daggers", "blade", "steel edge", "letter opener", "guna", "gunas", "gunos", "hơi", "not", "sold separately", "not included", "不含", "不含加微信", "无激光笔", "无súng",
    "เปืน", "ปืนะ", "ไม่มี", "모총", "총기", "berpistolnya", "والسلاح", "pillX", "1:1", "1-1", "ecstasy-pill", "ecstasypill", "whatsapp +86 138 1234 5678", "加 微 信 V：abc_1234", "telegram: mdma_shop1", "he32y.top", "一小时5oo", "-", "*", "i" * 30, "molly molly molly molly",
]  # fmt: skip
PIECES = st.sampled_from(WORDS + HOSTILE) | st.text(max_size=4)
TEXT = st.lists(PIECES, max_size=14).map(" ".join) | st.lists(PIECES, max_size=6).map("".join)
LONG = st.tuples(TEXT, st.integers(0, 40), TEXT).map(lambda parts: f"{parts[0]} {'plain words here ' * parts[1]}{parts[2]}")
LISTINGS = st.builds(
    Listing,
    listing_id=st.just("1"),
    title=TEXT,
    description=st.none() | LONG,
    category=st.none() | st.sampled_from(["Books > Crime", "Toys", "Sport > Nike", ""]) | TEXT,
    brand=st.none() | st.sampled_from(["Nike", "xanax", "x*nax"]),
    attributes=st.none()
    | st.dictionaries(st.sampled_from(["power", "colour", "mdma"]), st.sampled_from(["5", "5 mW", "yes", "dagger"]) | TEXT),
    warnings=st.none() | st.dictionaries(st.sampled_from(["en", "de"]), TEXT),
    language=st.none() | st.just("de"),
)
RARE = [
    Listing(listing_id="1", title="laser pointer 5mW output"),
    Listing(listing_id="1", title="不含加微信"),
    Listing(listing_id="1", title="katana poster", description="no xanax", attributes={"colour": "dagger"}),
    Listing(listing_id="1", title="FakeXanax"),
    Listing(listing_id="1", title="whatsapp +86 138 1234 5678", description="no xanax, telegram: mdma_shop1, xanax"),
    Listing(listing_id="1", title="加 微 信", brand="x*nax", description="xanaxia, m-d-m-a für Dr. 4"),
    Listing(listing_id="1", title="blade", description="blade and dagger with steel edge, 激光笔", category="xanax"),
    Listing(listing_id="1", title="ピ ス ト ル"),
    Listing(listing_id="1", title="x&#97;n&#x61;x", description="&#109;dma &amp; more"),
    Listing(listing_id="1", title="súng", description="mdma trên", category="replica 1:1 dagger"),
    Listing(listing_id="1", title="navaj", description=f"{'navaj de afeitar muy buena ' * 3} navaj roja"),
]
"""What random words come upon too seldom."""
MANY = st.lists(LISTINGS | st.sampled_from(RARE), max_size=6)


def agree(detector: TextDetector, listings: list[Listing]) -> bool:
    table = as_table(len(listings), detector.concepts, [(start, detector.many.read(portion)) for start, portion in portions(listings)])
    read: list[dict[int, float]] = [{} for _ in listings]
    for row, concept, confidence in zip(table.row.tolist(), table.concept.tolist(), table.confidence.tolist(), strict=True):
        read[row][concept] = confidence
    values: list[dict[str, list[float]]] = [{} for _ in listings]
    for name, (rows, amounts) in table.values.items():
        for row, amount in zip(rows.tolist(), amounts.tolist(), strict=True):
            values[row].setdefault(name, []).append(amount)
    seen = [detector.observe(listing) for listing in listings]
    return read == [one.confidence for one in seen] and values == [
        {detector.concepts[number]: found for number, (found, _) in one.values.items()} for one in seen
    ]


@settings(max_examples=300, deadline=None)
@given(MANY)
def test_many_are_read_as_each(listings: list[Listing]) -> None:
    assert agree(DETECTOR, listings)


def test_portions_are_read_as_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MOST_LISTINGS", 2)
    monkeypatch.setattr(many, "MOST_CHARACTERS", 30)

    @settings(max_examples=100, deadline=None)
    @given(MANY)
    def search(listings: list[Listing]) -> None:
        assert [start for start, _ in portions(listings)] == sorted({start for start, _ in portions(listings)})
        assert [one for _, portion in portions(listings) for one in portion] == listings
        assert agree(DETECTOR, listings)

    search()


def test_the_whole_content_reads_many_as_each() -> None:
    content = load_content()
    detector = TextDetector(content.concepts)
    examples = [
        Listing(listing_id=name, title=written, description=f"{written}, new, 20 pcs. Not for children.\n{written}", category=written)
        for name, concept in content.concepts.items()
        for term in concept.terms[::9]
        for written in (
            term.text.strip("*"),
            f"{term.text.title()} no {term.text.upper()}",
            "-".join(term.text),
            term.text.replace("a", "4"),
        )
    ]
    assert agree(detector, examples[:: max(1, len(examples) // 1500)])
    assert agree(detector, catalogue.listings(300, examples=0.3))


def _everywhere(*_: object) -> object:
    return np.iinfo(np.int64).max


FAULTS: dict[str, tuple[object, str, Callable[..., object]]] = {
    "nothing stands beside": (Vocabulary, "holds", lambda _self, sets, _words: np.zeros(len(sets), dtype=np.bool_)),
    "nothing is denied": (sweep, "is_denied", lambda _data, begin: np.zeros(len(begin), dtype=np.bool_)),
    "nothing is asked": (sweep.Sweep, "_ask", lambda _self, _sheet, _candidates, _pattern, group: np.zeros(len(group), dtype=np.bool_)),
    "every answer is yes": (sweep.Sweep, "_ask", lambda _self, _sheet, _candidates, _pattern, group: np.ones(len(group), dtype=np.bool_)),
    "all is counted": (sweep, "_rank", lambda group: np.zeros(len(group), dtype=np.int64)),
    "every word ends": (sweep.Sweep, "_tail", lambda _self, _sheet, end: np.full(len(end), 1000)),
    "nothing is split": (sheet, "split_camel", lambda _text: None),
    "references stay": (sheet, "without_entities", lambda _text: None),
    "no signs": (sheet, "with_signs", lambda _text: None),
    "nothing is joined": (sheet, "join_spaced", lambda _text: None),
    "nothing looks disguised": (sheet, "looks_disguised", lambda *_, **_kind: False),
    "stars are letters": (sheet.Sheet, "starred", lambda _self: []),
    "weak terms stay weak": (tally.Tally, "_is_helped", lambda *_: False),
    "weak terms are strong": (tally.Tally, "_is_helped", lambda *_: True),
    "sums are single": (tally, "_sums", lambda groups, _part, weight: weight[groups.start]),
    "no digits": (sheet.Sheet, "behind_digits", lambda _self: (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))),
    "no quantity": (ManyQuantities, "read", lambda *_: {}),
    "no other field": (many, "other_fields", lambda _listing: []),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    detector = TextDetector(CONCEPTS | MORE)
    assert detector.many is not None
    monkeypatch.setattr(*FAULTS[fault])
    noticed = not agree(detector, RARE)

    @settings(max_examples=200, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(MANY)
    def search(listings: list[Listing]) -> None:
        nonlocal noticed
        if not noticed:
            noticed = not agree(detector, listings)

    search()
    assert noticed


def test_a_word_that_shares_its_number_is_looked_at() -> None:
    vocabulary = Vocabulary([frozenset({"no", "without"}), frozenset({"toy"})])
    data = b" a toy without no "
    spaces = np.flatnonzero(np.frombuffer(data, np.uint8) == 32)
    numbers = vocabulary.numbers(data, spaces)
    assert vocabulary.holds(np.zeros(4, dtype=np.int64), numbers).tolist() == [False, False, True, True]
    assert vocabulary.holds(np.ones(4, dtype=np.int64), numbers).tolist() == [False, True, False, False]
    assert check_table.NEGATING_SET == 0
