"""The overlay under `examples/overlay`: a company's own concept, rule and threshold over the packaged content."""

from pathlib import Path

import pytest

from pratique import Listing, Screener, load_content
from pratique.assembly.read import read_listings
from pratique.policy.model import Content

EXAMPLES = Path(__file__).parents[2] / "examples"
RULE = "harbour/mystery-box-says-what-may-be-inside"


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content([EXAMPLES / "overlay"])


def listing(**facts: object) -> Listing:
    return Listing(listing_id="1", title="Electronics mystery box, 10 kg of unopened returns", **facts)  # type: ignore[arg-type]


def test_an_overlay_gives_the_content_a_version_of_its_own(content: Content) -> None:
    assert content.version == f"{load_content().version}+{content.hash[:8]}"


def test_the_rule_holds_on_the_channel_of_the_company_alone(content: Content) -> None:
    for channel, rules in (("harbour", [RULE]), ("aliexpress", [])):
        (decision,) = Screener(content, channel=channel, markets=["SG"]).screen(listing())
        assert [finding.rule for finding in decision.findings if finding.rule == RULE] == rules


def test_what_is_shown_satisfies_the_rule(content: Content) -> None:
    shown = {"possible contents": "radios, clocks, torches", "chances": "one in three each"}
    (decision,) = Screener(content, channel="harbour", markets=["SG"]).screen(listing(attributes=shown))
    assert RULE not in [finding.rule for finding in decision.findings]


def test_the_threshold_of_the_company_wakes_the_rule_earlier(content: Content) -> None:
    hint = Listing(listing_id="2", title="Ten kilograms of electronics", description="A surprise box of random returns.")
    for strategy, woken in (("default", False), ("harbour", True)):
        (decision,) = Screener(content, channel="harbour", markets=["SG"], strategy=strategy).screen(hint)
        assert (RULE in [finding.rule for finding in decision.findings]) is woken


def test_the_foreign_export_is_read_with_a_map() -> None:
    columns = {
        "listing_id": "Artikelnummer",
        "title": "Bezeichnung",
        "description": "Beschreibung",
        "category": "Warengruppe",
        "price": "Preis",
        "brand": "Marke",
        "origin": "Ursprung",
        "markets": "Zielmärkte",
    }
    (chunk,) = read_listings(EXAMPLES / "foreign-export.csv", columns=columns)
    assert (len(chunk.listings), chunk.rejects) == (10, [])
    vase = chunk.listings[2]
    assert (vase.description, vase.price, vase.currency, vase.markets) == (
        "Aschglasur; jedes Stück ein wenig anders.",
        39.0,
        "EUR",
        ("DE", "GB"),
    )
    assert chunk.listings[6].price is None
    assert vase.attributes == {"Farbe": "grau"}
