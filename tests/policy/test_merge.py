"""Two people change one unit: what only one of them changed is kept from each, and what both changed is named."""

import datetime as dt

import msgspec
import pytest

from pratique.base.period import Period
from pratique.policy.amend import with_guards, with_terms, without_term
from pratique.policy.merge import merged
from pratique.policy.model import Content, DatedValue


@pytest.fixture(scope="module")
def content() -> Content:
    from pratique.policy.load import load_content

    return load_content()


def test_terms_and_guards_of_both_are_kept(content: Content) -> None:
    base = content.concepts["toy.water_beads"]
    gone = base.terms[0]
    mine = with_guards(with_terms(base, "en", ["wobble orbs"]), "en", ["garden hose"])
    theirs = without_term(with_terms(base, "zh", ["水晶宝宝球"]), gone.language, gone.text)
    both, clashes = merged(base, mine, theirs)
    texts = {term.text for term in both.terms}
    assert {"wobble orbs", "水晶宝宝球"} <= texts
    assert gone.text not in texts
    assert "garden hose" in both.guards["en"]
    assert clashes == ()


def test_fields_of_a_rule(content: Content) -> None:
    base = content.rules["us/water-beads"]
    mine = msgspec.structs.replace(base, title={**base.title, "zh": "新标题"}, severity=1)
    theirs = msgspec.structs.replace(base, in_force=Period(dt.date(2030, 1, 1)), severity=2, title={**base.title, "en": "New"})
    both, clashes = merged(base, mine, theirs)
    assert (both.title["zh"], both.title["en"], both.in_force.from_) == ("新标题", "New", dt.date(2030, 1, 1))
    assert (both.severity, clashes) == (1, ("severity",))


def test_values_of_a_parameter_by_their_day(content: Content) -> None:
    base = content.parameters["eu/nicotine_max"]
    (first,) = base.values
    mine = msgspec.structs.replace(base, values=(first, DatedValue(dt.date(2031, 1, 1), 10.0)))
    theirs = msgspec.structs.replace(base, values=(msgspec.structs.replace(first, value=19.0), DatedValue(dt.date(2032, 1, 1), 5.0)))
    both, clashes = merged(base, mine, theirs)
    assert sorted(one.value for one in both.values) == [5.0, 10.0, 19.0]
    assert clashes == ()
    other = msgspec.structs.replace(base, values=(msgspec.structs.replace(first, value=18.0),))
    both, clashes = merged(base, other, theirs)
    assert (both.values[0].value, clashes) == (18.0, (f"values {first.from_}",))
