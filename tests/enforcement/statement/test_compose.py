"""Every language says everything Art. 17(3) asks for; what a trader wrote stays text."""

import datetime as dt
import re

import msgspec
import pytest

from pratique.enforcement.action.kinds import KINDS
from pratique.enforcement.statement import LANGUAGES, BrokenRule, Reasons, compose
from pratique.enforcement.statement.compose import template

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
PLACES = {
    "subject": {"title", "id"}, "everywhere": {"day"}, "markets": {"markets", "day"}, "until": {"until"}, "shown_by": {"words"}, "points": {"points"},
    "law": {"title", "basis"}, "terms": {"title", "rule"}, "note": {"note"}, "fix": {"fix"}, "heading": set(), "open_end": set(), "redress": set(),
}  # fmt: skip


def test_the_languages_of_most_traders_are_there() -> None:
    assert {"en", "zh", "de", "fr", "es", "it", "nl", "pl", "pt", "tr", "vi", "id", "th", "ru", "ja", "ko", "ar"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_sentence_and_every_place(language: str) -> None:
    say = template(language)
    assert set(say.kinds) == set(KINDS)
    for sentence in say.kinds.values():
        assert _places(sentence) == {"subject"}
    for name, places in PLACES.items():
        assert _places(getattr(say, name)) == places, name
    assert set(say.sources) == {"own_initiative", "notice", "trusted_flagger", "order", "ladder"}
    assert _places(say.sources["order"]) == {"reference"}
    assert set(say.detected) == set(say.decided) == {"yes", "no"}
    assert "2022/2065" in say.redress
    assert "21" in say.redress


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_statement_says_what_the_law_asks_for(language: str, kind: str) -> None:
    text, written = compose(msgspec.structs.replace(REASONS, kind=kind), language)  # type: ignore[arg-type]
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


def test_a_language_without_a_template_is_said_in_english() -> None:
    assert compose(REASONS, "xx") == compose(REASONS, "en")


def _places(sentence: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", sentence))
