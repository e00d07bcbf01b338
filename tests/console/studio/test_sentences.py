"""Every sentence that the content's checks, loader and difference can say is told in Chinese as well."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib

import pratique.policy
from pratique.base.said import BETWEEN, said
from pratique.console.screens.studio.sentences import CONTEXT, SENTENCES
from pratique.console.screens.studio.told import told
from pratique.policy import words
from pratique.policy.references import _UNKNOWN

_PLACES = re.compile(r"(?<!\{)\{(\w+)\}")
POLICY = Path(pratique.policy.__file__).parent
PO = Path(__file__).parents[3] / "src/pratique/console/screens/studio/zh_Hans.po"


def _said() -> Iterator[str]:
    for file in sorted(POLICY.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "said":
                yield from (one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant) and isinstance(one.value, str))
    yield from words.DEMANDED.values()
    yield from words.VERIFIED_BY.values()
    yield from _UNKNOWN.values()
    yield from (f"{{fact}} {operator} {{value}}" for operator in words.OPERATORS.values())
    yield BETWEEN


def test_every_sentence_is_known_and_translated_with_its_places() -> None:
    known = {str(one) for one in SENTENCES}
    spoken = {one for one in _said() if " " in one or "{" in one or one == BETWEEN}
    spoken -= {"{fact} ", " {value}", " ", "_"}
    assert sorted(spoken - known) == [], "add it to sentences.py, run `python -m pratique.console words`, translate it"
    translated = {entry.msgid: entry.msgstr for entry in polib.pofile(str(PO)) if entry.msgctxt == CONTEXT}
    for sentence in known:
        assert translated[sentence]
        assert set(_PLACES.findall(sentence)) == set(_PLACES.findall(translated[sentence])), sentence


def test_a_message_is_told_with_what_stands_in_it() -> None:
    from django.utils.translation import override

    message = said("{value} from {day}", value={"en": "twenty", "zh": "二十"}, day=said("from {day}", day="x"))
    assert str(message) == "twenty from from x"
    with override("zh-hans"):
        assert told(message) == "x 起 起为 二十"
        assert told(said("said by nobody: {it}", it=[1, 2])) == "said by nobody: 1、2"
