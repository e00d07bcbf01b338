"""Every language says everything Art. 17(3) asks for; what a trader wrote stays text."""

import datetime as dt
import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pratique.enforcement.action.kinds import KINDS, NATURES, ActionKind
from pratique.enforcement.statement import LANGUAGES, BrokenRule, Reasons, compose
from pratique.enforcement.statement.compose import spoken

AT = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
RULE = BrokenRule(
    "eu/counterfeit@1",
    {"en": "Counterfeit goods may not be offered", "zh": "禁止销售假冒商品"},
    ("Regulation (EU) 2017/1001, 9",),
    True,
    {"en": "Take it off."},
)
REASONS = Reasons(
    "action_1", "disable", "listing", "sku-1", "Rolex {day} <b>replica</b>", "aliexpress", ("DE", "FR"), AT, AT + dt.timedelta(days=7), "notice", True, False,
    (RULE, msgspec.structs.replace(RULE, rule="house/no-replicas@2", is_law=False)), ("replica",), "No papers.", 12.0,
)  # fmt: skip
UNSURE = ("ga", "mt")
"""Official languages of the Union without a template."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_statement_says_what_the_law_asks_for(language: str, kind: ActionKind) -> None:
    text, written = compose(msgspec.structs.replace(REASONS, kind=kind), language)
    assert written == language
    for part in (
        "DE, FR",
        "2026-11-02",
        "2026-11-09",
        "Regulation (EU) 2017/1001, 9",
        "house/no-replicas@2",
        "replica",
        "No papers.",
        "12",
    ):
        assert part in text
    assert "Rolex {day} <b>replica</b>" in text, "braces and marks of a title mean nothing"
    assert not re.search(r"\{(?!day\})", text)


@pytest.mark.parametrize("language", UNSURE)
def test_where_there_is_no_template_english_stands_in_and_says_so(language: str) -> None:
    text, used = compose(REASONS, language)
    assert used == "en"
    assert f"We cannot write in your language ({language}) yet" in text
    assert "We cannot write" not in compose(REASONS, "en")[0]


@pytest.mark.parametrize(
    ("tag", "language"),
    [("pt-BR", "pt"), ("zh-Hant-TW", "zh"), ("zh_CN", "zh"), ("nb", "no"), ("NN-no", "no"), ("tl", "fil"), ("iw", "he"), ("EN", "en"),
     ("", None), ("../en", None), ("xx", None)],
)  # fmt: skip
def test_a_tag_finds_its_template(tag: str, language: str | None) -> None:
    assert spoken(tag) == language


@settings(max_examples=60, deadline=None)
@given(
    language=st.sampled_from(LANGUAGES),
    title=st.text(max_size=40),
    note=st.text(max_size=40),
    kind=st.sampled_from([kind for kind in KINDS if NATURES[kind].is_restriction]),
)
def test_what_others_wrote_stays_text(language: str, title: str, note: str, kind: ActionKind) -> None:
    text, _ = compose(msgspec.structs.replace(REASONS, kind=kind, subject_title=title, note=note), language)
    assert title in text
    assert note in text
