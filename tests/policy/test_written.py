"""What is written of a unit is read back as the same unit: for all of the packaged content."""

from pathlib import Path

import pytest

from pratique.policy.load import load_content
from pratique.policy.model import Content
from pratique.policy.resolve import members
from pratique.policy.syntax.parse import decode, parse
from pratique.policy.syntax.problems import Problems
from pratique.policy.syntax.scope import Scope
from pratique.policy.tree import base_root
from pratique.policy.written import concept_yaml, examples_yaml, rule_yaml, scalar, strategy_yaml, unplaced
from pratique.policy.written import test_yaml as written_test
from tests.policy.trees import write_tree


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


@pytest.fixture(scope="module")
def again(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The packaged content with every concept, rule, example, test and strategy written anew and laid over it."""
    families = members(name for name in content.concepts if not name.startswith("list."))
    files: dict[str, list[str]] = {}
    for concept in content.concepts.values():
        if not concept.id.startswith("list.") and concept.id != "product.any":
            folder = "taxonomy/all" if concept.family == "class" else f"concepts/{concept.family}"
            files.setdefault(f"{folder}.yaml", []).append(concept_yaml(concept, families))
            found = [one for one in content.examples if one.concept == concept.id]
            if found and concept.family != "class":
                files.setdefault(f"concepts/{concept.family}.examples.yaml", []).append(examples_yaml(concept.id, found))
    for rule in content.rules.values():
        files.setdefault(f"policies/{rule.jurisdiction}/rules/{rule.topic}.yaml", []).append(rule_yaml(rule, families))
    for test in content.rule_tests:
        jurisdiction = test.rule.partition("/")[0]
        topic = content.rules[test.rule].topic
        files.setdefault(f"policies/{jurisdiction}/rules/{topic}.test.yaml", []).append(written_test(test))
    for strategy in content.strategies.values():
        files[f"strategies/{strategy.id}.yaml"] = [strategy_yaml(strategy)]
    for jurisdiction in {rule.jurisdiction for rule in content.rules.values()}:
        pack = base_root() / "policies" / jurisdiction / "pack.yaml"
        files[f"policies/{jurisdiction}/pack.yaml"] = [pack.read_text("utf-8")]
    root = tmp_path_factory.mktemp("again")
    write_tree(root, {name: "".join(texts) for name, texts in files.items()})
    return load_content([root])


def test_concepts_and_rules_are_read_back(content: Content, again: Content) -> None:
    for name, concept in content.concepts.items():
        if not name.startswith("list."):
            written = again.concepts[name]
            assert set(written.terms) == set(concept.terms), name
            assert unplaced(written) == unplaced(concept) or written.terms != concept.terms, name
    for name, rule in content.rules.items():
        assert unplaced(again.rules[name]) == unplaced(rule), name
        assert again.rules[name].digest == rule.digest
    assert {name: unplaced(one) for name, one in again.strategies.items()} == {
        name: unplaced(one) for name, one in content.strategies.items()
    }


def test_examples_and_tests_are_read_back(content: Content, again: Content) -> None:
    shown = {(one.concept, one.text, one.hit, one.category) for one in content.examples if not one.concept.startswith("class.")}
    assert shown <= {(one.concept, one.text, one.hit, one.category) for one in again.examples}
    assert sorted((unplaced(one) for one in content.rule_tests), key=repr) == sorted((unplaced(one) for one in again.rule_tests), key=repr)


@pytest.mark.parametrize(
    "text",
    ["plain", "it's", "a: b", "- dash", "#5", "null", "no", "0101", "true", "x, y", "[b", "*star", "a #b", "“q”", "中文（a）", " x", "a:"],
)
def test_any_text_is_read_back(text: str) -> None:
    problems = Problems()
    source = decode(f"[{scalar(text)}]\n".encode(), "x", problems)
    assert source is not None
    node = parse(source, "x", problems)
    assert [item.text for item in node.items] == [text]  # type: ignore[union-attr]  # a list of scalars was written
    assert not problems.found
    assert Scope("x", problems)


def test_a_folder_is_not_needed_to_write(tmp_path: Path) -> None:
    assert list(tmp_path.iterdir()) == []
