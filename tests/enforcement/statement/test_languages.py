"""Every language has every sentence, with every place it has to fill, in its own script."""

import re
import unicodedata
from typing import get_args

import pytest

from pratique.enforcement.action.kinds import KINDS, ActionKind
from pratique.enforcement.statement.compose import LANGUAGES, Template, template

SOURCES = ("own_initiative", "notice", "trusted_flagger", "order", "ladder")
PLACES = {
    "subject": {"title", "id"}, "everywhere": {"day"}, "markets": {"markets", "day"}, "until": {"until"}, "shown_by": {"words"},
    "points": {"points"}, "law": {"title", "basis"}, "terms": {"title", "rule"}, "note": {"note"}, "fix": {"fix"},
}  # fmt: skip
SCRIPTS = {
    "bg": "CYRILLIC", "ru": "CYRILLIC", "uk": "CYRILLIC", "el": "GREEK", "ar": "ARABIC", "he": "HEBREW", "hi": "DEVANAGARI", "th": "THAI",
    "zh": "CJK", "ja": "HIRAGANA", "ko": "HANGUL",
}  # fmt: skip
OF_THE_UNION = {
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fi",
    "fr",
    "hr",
    "hu",
    "it",
    "lt",
    "lv",
    "nl",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "sv",
}
OF_OTHER_MARKETS = {"zh", "id", "ms", "th", "vi", "fil", "ar", "no", "uk", "tr", "ru", "ja", "ko", "he", "hi"}


def places(sentence: str) -> list[str]:
    return re.findall(r"\{([^}]*)\}", sentence)


def sentences(say: Template) -> list[str]:
    single = [getattr(say, name) for name in Template.__struct_fields__ if isinstance(getattr(say, name), str) and name != "stands_in"]
    return [*single, *say.kinds.values(), *say.sources.values(), *say.detected.values(), *say.decided.values()]


def test_the_languages_of_our_markets_are_there() -> None:
    assert set(LANGUAGES) == OF_THE_UNION | OF_OTHER_MARKETS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_there_with_every_place_once(language: str) -> None:
    say = template(language)
    assert tuple(say.kinds) == KINDS == get_args(ActionKind)
    assert tuple(say.sources) == SOURCES
    assert set(say.detected) == set(say.decided) == {"yes", "no"}
    assert all(sentence.strip() for sentence in sentences(say))
    for name, expected in PLACES.items():
        assert sorted(places(getattr(say, name))) == sorted(expected), name
    for kind, sentence in say.kinds.items():
        assert places(sentence) == ["subject"], kind
    for source, sentence in say.sources.items():
        assert places(sentence) == (["reference"] if source == "order" else []), source
    for sentence in (say.heading, say.open_end, say.redress, *say.detected.values(), *say.decided.values()):
        assert places(sentence) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_kinds_sources_or_answers_read_the_same(language: str) -> None:
    say = template(language)
    for told in (say.kinds, say.sources, say.detected, say.decided):
        assert len(set(told.values())) == len(told)
    assert len({say.law, say.terms}) == len({say.until, say.open_end}) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_to_redress_names_the_article_and_is_not_english(language: str) -> None:
    say = template(language)
    assert "2022/2065" in say.redress
    assert "21" in say.redress
    if language != "en":
        assert not {one for one in sentences(say) if len(one) > 20} & set(sentences(template("en")))


@pytest.mark.parametrize(("language", "script"), SCRIPTS.items())
def test_a_language_is_written_in_its_script(language: str, script: str) -> None:
    for sentence in sentences(template(language)):
        plain = re.sub(r"\{[^}]*\}", "", sentence)
        letters = [one for one in plain if unicodedata.category(one).startswith("L")]
        if len(letters) < 4:
            continue
        ours = sum(script in unicodedata.name(one) or (language == "ja" and "CJK" in unicodedata.name(one)) for one in letters)
        ours += sum("KATAKANA" in unicodedata.name(one) for one in letters) if language == "ja" else 0
        assert ours / len(letters) > 0.8, sentence
