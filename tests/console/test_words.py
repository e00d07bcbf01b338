"""Every text of the screens stands in every language, and says the same things."""

import re
from pathlib import Path

import polib
import pytest

import pratique.console
from pratique.console.words.catalogue import LANGUAGES, merged, sources
from pratique.console.words.extract import Said, extract

CONSOLE = Path(pratique.console.__file__).parent
_PLACES = re.compile(r"%\(\w+\)[sd]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    said = set().union(*extract(CONSOLE).values())
    known = {Said(one.msgid, one.msgid_plural, one.msgctxt or ""): one for one in merged(CONSOLE, language, strictly=True)}
    assert sorted(one.text for one in said - known.keys()) == [], "run `python -m pratique.console words`, then translate what it names"
    for one in said:
        translated = known[one].msgstr or known[one].msgstr_plural.get(0, "")
        assert translated, f"no translation of `{one.text}`"
        assert set(_PLACES.findall(translated)) == set(_PLACES.findall(one.plural or one.text)), one.text
        assert ("<" in translated) == ("<" in one.text), one.text


def test_nothing_is_translated_that_nobody_says() -> None:
    found = extract(CONSOLE)
    for file in sources(CONSOLE, "zh_Hans"):
        written = {Said(one.msgid, one.msgid_plural, one.msgctxt or "") for one in polib.pofile(str(file))}
        assert written <= found[file.parent], file


def test_both_kinds_of_text_are_found() -> None:
    texts = {one.text for one in extract(CONSOLE)[CONSOLE / "frame"]}
    assert {"Log in", "Nothing here", "%(span)s left", "Next page"} <= texts
    assert Said("Refused", "", "verdict") in extract(CONSOLE)[CONSOLE / "frame"]
