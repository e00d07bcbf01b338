"""What forms do to an overlay: the files are read back as just what was meant, and nothing else changes."""

import pytest

from pratique.base.errors import AbsentError, ConflictError, InvalidError
from pratique.policy.amend import (
    concept_of,
    put_concept,
    put_rule,
    put_strategy,
    renamed,
    with_guards,
    with_terms,
    with_threshold,
    without_guard,
    without_term,
    words_of,
)
from pratique.policy.difference import difference
from pratique.policy.load import load_content
from pratique.policy.model import ConceptExample, Content, Threshold
from pratique.policy.overlay import changed_units, lay_over


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


def test_a_term_is_added_and_nothing_else(content: Content) -> None:
    concept = with_terms(concept_of(content, "toy.water_beads"), "en", words_of("wobble orbs; gel pearls\n wobble  orbs"), strong=False)
    files = put_concept(content, {}, concept, [ConceptExample("toy.water_beads", "Gel pearls refill for kids 1 kg", True)])
    assert set(files) == {"concepts/toy.yaml", "concepts/toy.examples.yaml"}
    laid = lay_over(content, files).content
    assert changed_units(content, laid) == {"toy.water_beads"}
    (change,) = difference(content, laid)
    assert tuple(map(str, change.details)) == ("now met by weak en “gel pearls”, “wobble orbs”",)
    shown = [one.text for one in laid.examples if one.concept == "toy.water_beads"]
    assert "Gel pearls refill for kids 1 kg" in shown
    back = put_concept(laid, files, without_term(without_term(laid.concepts["toy.water_beads"], "en", "wobble orbs"), "en", "gel pearls"))
    assert changed_units(content, lay_over(content, {**files, **back}).content) == set()


def test_a_second_change_goes_into_the_same_file_and_keeps_the_rest(content: Content) -> None:
    files = put_concept(content, {}, with_terms(content.concepts["toy.water_beads"], "en", ["wobble orbs"]))
    files["concepts/toy.yaml"] = "# ours\n" + files["concepts/toy.yaml"]
    laid = lay_over(content, files).content
    files |= put_concept(laid, files, with_guards(laid.concepts["toy.magnet_set"], "de", ["kühlschrank"]))
    assert files["concepts/toy.yaml"].startswith("# ours\n- id: toy.water_beads")
    after = lay_over(content, files).content
    assert changed_units(content, after) == {"toy.water_beads", "toy.magnet_set"}
    assert after.concepts["toy.magnet_set"].guards["de"] == ("kühlschrank",)
    gone = without_guard(after.concepts["toy.magnet_set"], "de", "kühlschrank")
    assert changed_units(content, lay_over(content, put_concept(after, files, gone)).content) == {"toy.water_beads"}


def test_a_rule_under_another_name_is_no_change_of_what_it_means(content: Content) -> None:
    rule = next(one for one in content.rules.values() if one.jurisdiction == "eu" and one.replaces == () and one.version == 1)
    after = renamed(rule, "quite-another-name")
    laid = lay_over(content, put_rule(content, {}, after, before=rule.id)).content
    assert rule.id not in laid.rules
    assert (laid.rules[after.id].digest, laid.rules[after.id].version) == (rule.digest, rule.version)
    tests = [one.name for one in content.rule_tests if one.rule == rule.id]
    assert [one.name for one in laid.rule_tests if one.rule == after.id] == tests
    with pytest.raises(InvalidError):
        renamed(after, rule.id.partition("/")[2])
    with pytest.raises(InvalidError):
        renamed(rule, "Not A Name")


def test_a_threshold_takes_the_place_of_the_one_with_its_selectors(content: Content) -> None:
    strategy = content.strategies["default"]
    wider = with_threshold(strategy, Threshold(0.9, 0.4, family="toy", market="DE"))
    assert len(wider.thresholds) == len(strategy.thresholds) + 1
    again = with_threshold(wider, Threshold(0.95, 0.4, family="toy", market="DE"))
    laid = lay_over(content, put_strategy(again)).content.strategies["default"]
    assert laid.thresholds[-1] == Threshold(0.95, 0.4, family="toy", market="DE")
    assert (len(laid.thresholds), laid.version) == (len(wider.thresholds), strategy.version + 2)
    with pytest.raises(InvalidError):
        with_threshold(strategy, Threshold(0.4, 0.9))


def test_what_is_no_use_is_said(content: Content) -> None:
    concept = content.concepts["toy.water_beads"]
    for words in ([], ["orbeez"], [str(number) for number in range(101)]):
        with pytest.raises(InvalidError):
            with_terms(concept, "en", words)
    with pytest.raises(AbsentError):
        concept_of(content, "toy.nothing")
    with pytest.raises(ConflictError):
        concept_of(content, "product.any")
