"""Whatever stands in a file, the loader answers with content or with a ContentError that can be shown."""

import tempfile
from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pratique.base.errors import ContentError
from pratique.base.place import Problem
from pratique.policy.load import load_content
from tests.policy.trees import CONCEPT, MARKET, PACK, RULE, SMALL, SOURCE, TESTS, write_tree

NAMES = sorted(
    {*SMALL, "documents/a.yaml", "strategies/default.yaml", "channels/a.yaml", "policies/xx/lists/a.yaml", "policies/xx/parameters/a.yaml"}
)
KEYS = [
    "id",
    "title",
    "terms",
    "guards",
    "when",
    "where",
    "all",
    "any",
    "none",
    "demand",
    "basis",
    "source",
    "article",
    "from",
    "to",
    "en",
    "zh",
    "strong",
    "weak",
    "term",
    "values",
    "value",
    "entries",
]
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


def _load(name: str, text: str | bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for problem in _problems(write_tree(Path(folder), {**SMALL, name: text})):
            assert problem.place.line >= 1
            assert not any(ord(character) < 32 and character != "\n" for character in problem.render())


def _problems(base: Path) -> tuple[Problem, ...]:
    try:
        load_content(base=base)
    except ContentError as error:
        return error.problems
    return ()


@SETTINGS
@given(st.sampled_from(NAMES), st.binary(max_size=300))
def test_any_bytes(name: str, raw: bytes) -> None:
    _load(name, raw)


scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.dates(), st.sampled_from(KEYS))
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=5)), inner, max_size=5)
    ),
    max_leaves=20,
)


@SETTINGS
@given(st.sampled_from(NAMES), trees, st.booleans())
def test_any_yaml(name: str, tree: object, flow: bool) -> None:
    _load(name, yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow))


@SETTINGS
@given(st.sampled_from([CONCEPT, RULE, TESTS, SOURCE, MARKET, PACK]), st.sampled_from(NAMES), st.data())
def test_a_good_file_with_one_stretch_replaced(good: str, name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(good) - 1))
    end = data.draw(st.integers(start, min(len(good), start + 12)))
    _load(name, (good[:start] + data.draw(st.text(max_size=6)) + good[end:]).encode("utf-8", "surrogatepass"))
