"""The packaged taxonomy: large enough, a tree, and every class of goods under a heading of the Harmonised System."""

import re

from pratique.facts.concept import Concept
from pratique.policy.load import load_content

CLASSES = {name: concept for name, concept in load_content().concepts.items() if concept.family == "class"}
NO_GOODS = ("class.service", "class.digital_good", "class.gift_card", "class.software")
"""Not carried over a border, so under no heading."""


def line(concept: Concept) -> list[Concept]:
    found = [concept]
    while found[-1].parent:
        found.append(CLASSES[found[-1].parent])
        assert len(found) < 12, f"{concept.id}: a circle of parents"
    return found


def test_there_are_classes_enough() -> None:
    assert len(CLASSES) >= 420


def test_every_class_of_goods_has_headings() -> None:
    for name, concept in CLASSES.items():
        above = line(concept)
        if name != "class.product" and not any(one.id in NO_GOODS for one in above):
            assert any(one.hs for one in above), f"{name} has no heading, nor has a class above it"
        assert all(re.fullmatch(r"\d{2}|\d{4}|\d{6}", code) for code in concept.hs), name


def test_an_id_elsewhere_names_one_class() -> None:
    seen: dict[tuple[str, str], str] = {}
    for name, concept in CLASSES.items():
        for taxonomy, ids in concept.same_as.items():
            for number in ids:
                assert seen.setdefault((taxonomy, number), name) == name, f"{taxonomy} {number}: {name} and {seen[taxonomy, number]}"


def test_every_class_can_be_met() -> None:
    for name, concept in CLASSES.items():
        assert name == "class.product" or concept.terms or concept.categories, name
