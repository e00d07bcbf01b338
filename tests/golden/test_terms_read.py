"""A strong term on its own is read: no guard, class or other reading of its own words silences it."""

from pratique import Listing, Screener, load_content

MET_FROM = 0.5
SILENCED = {("food.general", "火锅底料")}
"""Known and left: hot pot seasoning names a pot, and `class.condiment` reads it."""


def test_every_strong_term_of_a_title_is_read() -> None:
    content = load_content()
    detector = Screener(content).detector
    silent = set()
    for concept in content.concepts.values():
        if concept.id.startswith("class."):
            continue
        for term in concept.terms:
            if not term.strong or "#" in term.text or (term.fields and "title" not in term.fields):
                continue
            read = detector.read(Listing("1", term.text))
            if not any(one.confidence >= MET_FROM and not one.concept.startswith("class.") for one in read):
                silent.add((concept.id, term.text))
    assert silent == SILENCED
