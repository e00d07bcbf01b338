"""What a notice must hold, and where the things it points at are."""

from typing import Any

import pytest

from pratique.base.errors import InvalidError
from pratique.casework.notice.filing import Filing, Pointed, check
from pratique.casework.subject import Subject, address_fault, listing_at

WHY = "The charger has no protection against shock; the housing opens without a tool."


def filing(**changes: Any) -> Filing:
    given: dict[str, Any] = {
        "kind": "product_safety", "explanation": WHY, "subjects": (Pointed(id="ALI-1"),), "bona_fide": True, "name": "Ann", "email": "ann@example.org",
    }  # fmt: skip
    return Filing(**{**given, **changes})


def faults(one: Filing, with_account: bool = False) -> set[str]:
    with pytest.raises(InvalidError) as caught:
        check(one, with_account=with_account)
    return {fault.field for fault in caught.value.faults}


def test_a_complete_notice_names_each_subject_once() -> None:
    pointed = (
        Pointed(id="ALI-1"),
        Pointed(id=" ALI-1 "),
        Pointed(url="https://www.aliexpress.com/item/1005006.html"),
        Pointed(kind="trader", id="t1"),
    )
    assert check(filing(subjects=pointed), with_account=False) == (
        Subject("listing", "ALI-1"),
        Subject("listing", "1005006", "https://www.aliexpress.com/item/1005006.html"),
        Subject("trader", "t1"),
    )


def test_everything_that_is_missing_is_said_at_once() -> None:
    assert faults(Filing("illegal_content", "bad", ())) == {"explanation", "bona_fide", "name", "email", "subjects"}


def test_whoever_reports_an_offence_against_children_need_not_say_who_they_are() -> None:
    assert check(filing(kind="illegal_content", name=None, email=None, sexual_offence_against_children=True), with_account=False)
    assert faults(filing(kind="illegal_content", name=None, email=None)) == {"name", "email"}


def test_an_account_says_who_it_is() -> None:
    assert check(filing(name=None, email=None), with_account=True)


@pytest.mark.parametrize("email", ["ann", "ann@", "a b@example.org", "ann@example", "x@y.z\nBcc: all@example.org", "<ann@example.org>"])
def test_what_is_no_address_is_refused(email: str) -> None:
    assert faults(filing(email=email)) == {"email"}


def test_a_notice_on_a_right_names_the_right_and_comes_from_its_side() -> None:
    assert faults(filing(kind="intellectual_property")) == {"right", "right_kind", "is_owner_or_agent"}
    assert check(
        filing(kind="intellectual_property", right_description="EU mark 018123456", right_kind="trade_mark", is_owner_or_agent=True),
        with_account=False,
    )
    assert faults(filing(right="right_1")) == {"right"}


def test_how_many_subjects_depends_on_the_account() -> None:
    many = tuple(Pointed(id=f"ALI-{number}") for number in range(11))
    assert faults(filing(subjects=many)) == {"subjects"}
    assert len(check(filing(subjects=many), with_account=True)) == 11


def test_each_subject_that_is_none_is_named() -> None:
    assert faults(filing(subjects=(Pointed(), Pointed(url="javascript:alert(1)"), Pointed(id=" ")))) == {
        "subjects.0",
        "subjects.1.url",
        "subjects.2.id",
    }


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example/1",
        "https://",
        "https://localhost/",
        "//x.example",
        "https://user:pw@x.example/",
        "https://x.example/a b",
        "http://[::1",
        "x" * 2001,
        "file:///etc/passwd",
    ],
)
def test_what_is_no_address_of_a_page_is_refused(url: str) -> None:
    assert address_fault(url)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.aliexpress.com/item/1005006123456789.html?spm=a", ("aliexpress", "1005006123456789")),
        ("https://de.aliexpress.com/item/some-name/1005006.html", ("aliexpress", "1005006")),
        ("https://www.lazada.co.th/products/pdp-i4567890-s12345.html", ("lazada", "4567890")),
        ("https://www.lazada.com.my/products/i4567890.html", ("lazada", "4567890")),
        ("https://www.alibaba.com/product-detail/Wholesale-Toy_1600123456.html", ("alibaba", "1600123456")),
        ("https://aliexpress.com.evil.example/item/1005006.html", None),
        ("https://evil.example/aliexpress.com/item/1005006.html", None),
        ("https://www.aliexpress.com/store/123", None),
    ],
)
def test_our_own_addresses_are_read(url: str, found: tuple[str, str] | None) -> None:
    assert listing_at(url) == found
