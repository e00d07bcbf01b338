"""Letters of brand owners open the gate for their brand, their markets and their time, and for nothing else."""

import datetime as dt

import msgspec
import pytest

from pratique.assembly.screener import Screener
from pratique.facts import Document, Listing
from pratique.facts.brand import Authorised
from pratique.identity.brand.authorisation import AUTHORISATION
from pratique.policy.load import load_content
from pratique.policy.model import Content

AS_OF = dt.date(2026, 11, 29)
CONTENT = load_content()
NIKE = Listing(listing_id="L1", title="Nike Air Max 90 for men, white, size 43", category="Shoes > Sneakers")
ENGINES = ("online", "batch", "reference")


def verdicts(listing: Listing, engine: str = "online", content: Content = CONTENT) -> dict[str, str]:
    """What the house rule on authorisation says, market by market."""
    screener = Screener(content, channel="aliexpress", stage="live", as_of=AS_OF, markets=("DE", "GB"), engine=engine)  # type: ignore[arg-type]  # a parameter of the test
    (decisions,) = screener.screen_many([listing])
    found = {}
    for one in decisions:
        mine = [finding.verdict for finding in one.findings if finding.rule == "house/brand-authorisation"]
        found[one.market] = mine[0] if mine else "allow"
    return found


def with_letter(**fields: object) -> Listing:
    given = {"number": "N-1", "valid_to": dt.date(2030, 1, 1)} | fields
    return msgspec.structs.replace(NIKE, documents=(Document(AUTHORISATION, **given),))  # type: ignore[arg-type]  # fields by their names


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        (NIKE, {"DE": "allow_with_conditions", "GB": "allow_with_conditions"}),
        (msgspec.structs.replace(NIKE, documents=()), {"DE": "hold", "GB": "hold"}),
        (with_letter(), {"DE": "allow", "GB": "allow"}),
        (with_letter(covers=("Nike",)), {"DE": "allow", "GB": "allow"}),
        (with_letter(covers=("耐克",)), {"DE": "allow", "GB": "allow"}),
        (with_letter(covers=("Adidas",)), {"DE": "hold", "GB": "hold"}),
        (with_letter(covers=("Adidas", "nike")), {"DE": "allow", "GB": "allow"}),
        (with_letter(covers=("Nike", "DE")), {"DE": "allow", "GB": "hold"}),
        (with_letter(covers=("DE",)), {"DE": "allow", "GB": "hold"}),
        (with_letter(covers=("L1", "GB")), {"DE": "hold", "GB": "allow"}),
        (with_letter(covers=("another model",)), {"DE": "hold", "GB": "hold"}),
        (with_letter(valid_to=dt.date(2026, 1, 1)), {"DE": "hold", "GB": "hold"}),
        (with_letter(valid_to=None), {"DE": "hold", "GB": "hold"}),
    ],
)
def test_a_letter_counts_for_its_brand_its_markets_and_its_time(engine: str, listing: Listing, expected: dict[str, str]) -> None:
    assert verdicts(listing, engine) == expected


def registered(*letters: tuple[str, Authorised]) -> Content:
    brands = dict(CONTENT.brands)
    for name, letter in letters:
        brands[name] = msgspec.structs.replace(brands[name], authorised=(*brands[name].authorised, letter))
    return msgspec.structs.replace(CONTENT, brands=brands)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_register_stands_in_for_a_letter_of_its_trader(engine: str) -> None:
    content = registered(("nike", Authorised("t-1", "LTR-7", markets=("DE",), valid_to=dt.date(2030, 1, 1))))
    mine, other = (msgspec.structs.replace(NIKE, trader_id=name) for name in ("t-1", "t-2"))
    assert verdicts(mine, engine, content) == {"DE": "allow", "GB": "hold"}
    assert verdicts(other, engine, content) == {"DE": "allow_with_conditions", "GB": "allow_with_conditions"}


def test_goods_of_two_brands_need_both() -> None:
    both = Listing(listing_id="L2", title="Nike shoes and Adidas shirt, set for men", trader_id="t-1")
    nike = ("nike", Authorised("t-1", "A", markets=("DE", "GB"), valid_to=dt.date(2030, 1, 1)))
    adidas = ("adidas", Authorised("t-1", "B", markets=("GB",), valid_to=dt.date(2030, 1, 1)))
    assert verdicts(both, content=registered(nike)) == {"DE": "allow_with_conditions", "GB": "allow_with_conditions"}
    assert verdicts(both, content=registered(nike, adidas))["GB"] == "allow"
    assert verdicts(both, content=registered(nike, adidas))["DE"] == "hold"
