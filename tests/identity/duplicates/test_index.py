"""The index finds what a comparison of all pairs finds, whatever was added and removed in between, and survives a file."""

import random
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pratique.base.errors import SetupError
from pratique.facts import Listing
from pratique.identity.duplicates import DuplicateIndex, compare, fingerprint, groups, index
from pratique.identity.duplicates.index_file import load, save
from tests.identity.duplicates.disguises import TRICKS
from tests.identity.duplicates.test_compare import TITLES

WORDS = [
    "cotton",
    "steel",
    "magnetic",
    "vape",
    "mini",
    "portable",
    "kitchen",
    "garden",
    "lamp",
    "knife",
    "toy",
    "ball",
    "charger",
    "bag",
    "wallet",
    "bottle",
    "mat",
    "tent",
]


def catalogue(count: int, seed: int = 1) -> list[Listing]:
    rng = random.Random(seed)
    return [
        Listing(f"l{number}", " ".join(rng.sample(WORDS, 6)) + f" {rng.randrange(10, 99)} cm", trader_id=f"t{number % 7}")
        for number in range(count)
    ]


class IndexMachine(RuleBasedStateMachine):
    """An index against a dictionary of what is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.index, self.known = DuplicateIndex(), {}  # type: ignore[var-annotated]  # a machine of the test

    @rule(name=st.integers(0, 8), title=st.sampled_from(TITLES), trick=st.sampled_from(sorted(TRICKS)))
    def add(self, name: int, title: str, trick: str) -> None:
        self.known[str(name)] = title
        self.index.add(fingerprint(Listing(str(name), TRICKS[trick](title, random.Random(name)))))

    @rule(name=st.integers(0, 8))
    def remove(self, name: int) -> None:
        assert self.index.remove(str(name)) == (self.known.pop(str(name), None) is not None)

    @rule()
    def settle(self) -> None:
        self.index.settle()

    @invariant()
    def what_is_asked_is_found(self) -> None:
        assert len(self.index) == len(self.known)
        for title in TITLES:
            found = {match.id for match in self.index.query(fingerprint(Listing("asked", title)), least="near")}
            assert found == {name for name, known in self.known.items() if known == title}


TestIndex = IndexMachine.TestCase
TestIndex.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)


def test_groups_are_those_of_all_pairs() -> None:
    rng = random.Random(3)
    listings = catalogue(300)
    copies = [Listing(f"c{number}", rng.choice(list(TRICKS.values()))(listings[number].title, rng)) for number in range(0, 300, 4)]
    made = DuplicateIndex()
    made.add_many([*listings, *copies])
    found = {(group.members[0].id, member.id) for group in groups(made) for member in group.members[1:]}
    prints = [print_ for print_ in made.prints if print_ is not None]
    wanted = {
        (one.id, other.id)
        for number, one in enumerate(prints)
        for other in prints[number + 1 :]
        if compare(one, other).likeness in ("identical", "near")
    }
    assert {(f"l{number}", f"c{number}") for number in range(0, 300, 4)} <= found
    assert found == wanted
    assert all(group.members[0].comparison is None for group in groups(made, identical_only=True))


def test_a_title_that_thousands_share_stays_cheap_and_is_found_whole() -> None:
    made = DuplicateIndex()
    made.add_many([Listing(f"l{number}", "USB cable 1 m black") for number in range(index.MOST + 200)])
    assert len(made.query(fingerprint(Listing("x", "USB cable 1 m bl4ck")))) == index.MOST + 200
    (group,) = groups(made)
    assert len(group.members) == index.MOST + 200


def test_many_additions_are_settled_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_SORTED_ANEW", (200, 0.2))
    made = DuplicateIndex()
    listings = catalogue(200)
    made.add_many(listings)
    assert len(made.columns[0]) > 1000
    for listing in listings[::9]:
        assert listing.listing_id in {match.id for match in made.query(fingerprint(Listing("x", listing.title)))}


def test_an_index_survives_its_file(tmp_path: Path) -> None:
    made = DuplicateIndex()
    made.add_many(catalogue(50))
    made.remove("l3")
    save(made, tmp_path / "prints")
    again = load(tmp_path / "prints")
    assert len(again) == 49
    for listing in catalogue(50):
        asked = fingerprint(Listing("x", listing.title))
        assert again.query(asked) == made.query(asked)
    again.add(fingerprint(Listing("new", TITLES[0])))
    assert [match.id for match in again.query(fingerprint(Listing("x", TITLES[0])))] == ["new"]
    (tmp_path / "other").write_text("x")
    with pytest.raises(SetupError, match="is no index of duplicates"):
        load(tmp_path / "other")
    with pytest.raises(SetupError, match="cannot be read"):
        load(tmp_path / "none")
