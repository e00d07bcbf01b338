"""References of HTML are read as the letters they stand for, and lead back to where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique import Listing
from pratique.signals.text.detector import TextDetector
from pratique.signals.text.entities import without_entities
from tests.signals.text.lexica import CONCEPTS


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("x&#97;n&#x61;x", "xanax"),
        ("caf&eacute; &amp; more", "café &amp; more"),
        ("50 &lt; 60", None),
        ("AT&T; R&D", None),
        ("&#0; &#1114112; &nosuch;", None),
        ("no references", None),
    ],
)
def test_what_is_read(text: str, read: str | None) -> None:
    found = without_entities(text)
    assert (found[0] if found else None) == read


@given(st.lists(st.sampled_from(["&#97;", "&eacute;", "&amp;", "&", ";", "#", "x", "é", " "]), max_size=12).map("".join))
def test_each_character_leads_back(text: str) -> None:
    found = without_entities(text)
    if found is not None:
        read, indices = found
        assert len(indices) == len(read) + 1
        assert indices == sorted(set(indices))
        assert all(text[at] in ("&", character) for character, at in zip(read, indices, strict=False))


def test_the_evidence_is_what_is_written() -> None:
    (reading,) = [one for one in TextDetector(CONCEPTS).read(Listing(listing_id="1", title="new x&#97;nax bars")) if "xanax" in str(one)]
    assert [shown.text for shown in reading.evidence] == ["x&#97;nax"]
