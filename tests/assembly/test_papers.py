"""What is wrong with the documents of a listing is told one by one, and agrees with what the engine decides."""

import datetime as dt

import pytest

from pratique.assembly.papers import paper_faults
from pratique.assembly.precheck import precheck
from pratique.assembly.screener import Screener
from pratique.facts import Document, Listing
from pratique.policy.load import load_content

AS_OF = dt.date(2026, 11, 29)
CONTENT = load_content()


def faults(document: Document, **fields: object) -> set[tuple[str, str]]:
    listing = Listing(listing_id="1", title="x", documents=(document,), **fields)  # type: ignore[arg-type]  # columns by their names
    found = paper_faults(CONTENT, listing, AS_OF, ("DE", "US"))
    assert all(one.reason.keys() == {"en", "zh"} and one.fix.keys() == {"en", "zh"} for one in found)
    return {(one.about, one.field) for one in found}


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (Document("us.fcc_authorisation", number="0ABCD-1"), "number"),
        (Document("gb.weee_registration", number="12345"), "number"),
        (Document("gb.weee_registration"), "number"),
        (Document("eu.notified_body_certificate", issuer="a laboratory", valid_to=dt.date(2030, 1, 1)), "issuer"),
        (Document("int.test_report", valid_to=dt.date(2026, 1, 1)), "valid_to"),
        (Document("int.brand_authorisation", number="1"), "valid_to"),
        (Document("int.test_report", valid_from=dt.date(2027, 1, 1)), "valid_from"),
        (Document("int.test_report", covers=("another model",)), "covers"),
        (Document("int.test_report", covers=("DE",)), "covers"),
        (Document("no.such_type"), "type"),
    ],
)
def test_each_fault_is_named(document: Document, field: str) -> None:
    assert faults(document) == {(document.type, field)}


def test_what_is_right_has_no_fault() -> None:
    assert (
        faults(Document("us.fcc_authorisation", number="2AXYZ-TWS1", covers=("m-1", "DE", "US")), model="M-1", gtin="4006381333931")
        == set()
    )
    assert faults(Document("int.test_report"), gtin="4006381333932") == {("gtin", "gtin")}


def test_the_precheck_tells_them_in_the_language_asked_for() -> None:
    screener = Screener(CONTENT, channel="aliexpress", stage="publish", as_of=AS_OF, markets=("GB",))
    document = Document("int.brand_authorisation", number="1", valid_to=dt.date(2026, 1, 1))
    found = precheck(screener, Listing(listing_id="1", title="Nike Air Max 90 for men, size 43", documents=(document,)), "zh")
    assert found.verdict == "hold"
    assert [(one.field, one.reason) for one in found.faults] == [("valid_to", "已于 2026-01-01 到期")]
