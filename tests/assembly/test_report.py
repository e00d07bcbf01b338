import re
from html.parser import HTMLParser

import pytest

from pratique.assembly.catalogue import Portion
from pratique.assembly.read import Chunk, Reject, Warned
from pratique.assembly.report import Collected, Heading, Page, Worst
from pratique.assembly.report.html import foreign, tag, text
from pratique.assembly.report.words import LABELS, LANGUAGES
from pratique.assembly.report.worst import quotes
from pratique.facts import Evidence, Listing
from pratique.policy.model import Content, DocumentType, Market
from tests.assembly.decisions import decision, listing

HOSTILE = "<script>alert('MDMA')</script> \"><img src=x onerror=1> &amp; \u202e\x07 MDMA"
CONTENT = Content(
    "2026.11.23",
    "0" * 64,
    markets={"GB": Market("GB", {"en": "Great Britain", "zh": "英国"}, ("gb",))},
    documents={"gb.licence": DocumentType("gb.licence", {"en": "Import licence", "zh": "进口许可证"}, "licence")},
)
HEADING = Heading("a.csv", "2026-11-23", "live", None, "default")
ALLOWED = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "section",
    "div",
    "span",
    "b",
    "i",
    "p",
    "h1",
    "h2",
    "bdi",
    "code",
    "small",
    "sup",
}
ALLOWED |= {"table", "thead", "tbody", "tr", "th", "td", "svg", "rect", "details", "summary", "mark", "blockquote", "br"}


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def collected() -> Collected:
    found = Collected(CONTENT)
    hostile = Listing(HOSTILE, HOSTILE, description=f"{'x' * 500} MDMA", attributes={HOSTILE: HOSTILE})
    fine = listing(2, "shirt")
    chunk = Chunk(
        [hostile, fine],
        [2, 3],
        [Reject(HOSTILE, 4, f"not JSON: {HOSTILE}")],
        [Warned("a.csv", 5, f"{HOSTILE} is no number: `x`")],
        file=HOSTILE,
    )
    found.take(Portion(chunk, [[decision(hostile, "GB", "refuse", missing=("gb.licence", HOSTILE))], [decision(fine, "GB")]]))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_stays_text(language: str) -> None:
    page = str(Page(collected(), Heading(HOSTILE, "2026-11-23", "live", "aliexpress", "default"), language))
    reader = Reader(page)
    assert reader.open == []
    assert reader.tags <= ALLOWED
    assert not {name for name in reader.attributes if name.startswith("on") or name in ("style", "href", "src")}
    assert "\x07" not in page
    assert "<script>alert('" in "".join(reader.words)


def test_the_page_fetches_and_runs_nothing() -> None:
    page = str(Page(collected(), HEADING))
    assert re.search(r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'", page)
    assert not re.search(r"https?://|url\(|@import|<script|<link|javascript:", page)


def test_the_page_says_what_counts() -> None:
    words = "".join(Reader(str(Page(collected(), HEADING))).words)
    for said in (
        "Great Britain",
        "gb/controlled-drug",
        "Take it down.",
        "Misuse of Drugs Act 1971, 4",
        "Import licence",
        "not JSON",
        "is no number",
    ):
        assert said in words
    assert "进口许可证" in "".join(Reader(str(Page(collected(), HEADING, "zh"))).words)


def test_a_report_on_nothing() -> None:
    assert Reader(str(Page(Collected(CONTENT), HEADING))).open == []


def test_all_languages_say_the_same_things() -> None:
    assert {frozenset(LABELS[language]) for language in LANGUAGES} == {frozenset(LABELS["en"])}


def test_the_worst_are_kept_in_order_and_no_more() -> None:
    worst = Worst({}, most=3)
    verdicts = ["hold", "allow", "refuse", "allow_with_conditions", "refuse", "hold"]
    listings = [listing(number) for number in range(6)]
    worst.take(
        Portion(
            Chunk(listings, list(range(6)), file="a"),
            [[decision(one, "GB", verdict)] for one, verdict in zip(listings, verdicts, strict=True)],
        )
    )
    assert [(one.listing_id, one.verdict) for one in worst.listings()] == [("2", "refuse"), ("4", "refuse"), ("0", "hold")]


def test_quotes_show_what_stands_around_the_evidence() -> None:
    one = Listing("1", "t", description="a" * 200 + " MDMA " + "b" * 500 + " XTC", attributes={"kind.of": "MDMA"})
    evidence = [
        Evidence("drug.mdma", "description", 201, 205),
        Evidence("drug.mdma", "description", 707, 710),
        Evidence("drug.mdma", "attributes.kind.of", 0, 4),
    ]
    first, second = quotes(one, evidence)
    assert [words for words, concept in first.pieces if concept] == ["MDMA", "XTC"]
    assert all(len(words) < 200 for words, _ in first.pieces)
    assert second.pieces == (("MDMA", "drug.mdma"),)


def test_evidence_beyond_the_text_is_passed_over() -> None:
    (quote,) = quotes(Listing("1", "MDMA"), [Evidence("drug.mdma", "title", 2, 90), Evidence("drug.mdma", "title", 3, 3)])
    assert quote.pieces == (("MDMA", ""),)


def test_markup_is_escaped_once() -> None:
    assert tag("p", "<&>", text("<"), class_='a"b', title=None) == '<p class="a&quot;b">&lt;&amp;&gt;&lt;</p>'
    assert foreign("\ud800x") == "<bdi>\ufffdx</bdi>"


def test_what_is_missing_is_named_in_words() -> None:
    page = Page(collected(), HEADING)
    assert page._document("attributes.material|attributes.Material|attributes.fabric") == "Material or Fabric"
    assert page._document("gb.licence|warnings.ar") == "Import licence or Warnings in Arabic"
    assert Page(collected(), HEADING, "zh")._document("warnings.ar|trader.registration_number") == "阿拉伯文警示信息 或 卖家：注册号"


def test_rare_families_share_a_column() -> None:
    found = collected()
    found.heat.clear()
    found.heat.update({("GB", f"family{n:02}"): 100 - n for n in range(30)})
    words = Reader(str(Page(found, HEADING))).words
    assert "Family22" in words
    assert "Family23" not in words
    assert "Others (7)" in words
    assert str(sum(100 - n for n in range(23, 30))) in words
