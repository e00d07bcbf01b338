"""Which texts the screens hold: found in Python by its syntax tree, in templates by Django's own `templatize`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
from django.utils.translation.template import templatize

_SINGLE = {"gettext", "gettext_lazy", "_"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_CONTEXT = {"pgettext", "pgettext_lazy"}
_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"(?<!\w)(_|gettext|ngettext|pgettext|npgettext)\((\s*{_LITERAL}(?:\s*,\s*{_LITERAL})*)", re.DOTALL)


class Said(msgspec.Struct, frozen=True, order=True):
    """One text."""

    text: str
    plural: str = ""
    context: str = ""


def area_of(console: Path, file: Path) -> Path:
    """The folder whose `.po` holds the texts of a file: an area of screens, else the frame."""
    parts = file.relative_to(console).parts
    if parts[0] == "screens" and len(parts) > 2 and parts[1] not in ("templates", "static"):
        return console / "screens" / parts[1]
    return console / ("screens" if parts[0] == "screens" else "frame")


def extract(console: Path) -> dict[Path, set[Said]]:
    """Area → its texts."""
    found: dict[Path, set[Said]] = {}
    for file in sorted(console.rglob("*.py")):
        if "migrations" not in file.parts:
            found.setdefault(area_of(console, file), set()).update(_of_python(file.read_text("utf-8")))
    for file in sorted(console.rglob("templates/**/*.html")):
        found.setdefault(area_of(console, file), set()).update(_of_template(file.read_text("utf-8"), file))
    return found


def _of_python(source: str) -> Iterator[Said]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        given = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        yield from _said(node.func.id, given)


def _of_template(source: str, file: Path) -> Iterator[Said]:
    for name, literals in _CALL.findall(templatize(source, origin=str(file))):
        yield from _said(name, [ast.literal_eval(one) for one in re.findall(_LITERAL, literals, re.DOTALL)])


def _said(name: str, given: list[str]) -> Iterator[Said]:
    if name in _SINGLE and given:
        yield Said(given[0])
    elif name in _PLURAL and len(given) > 1:
        yield Said(given[0], given[1])
    elif name in _CONTEXT and len(given) > 1:
        yield Said(given[1], "", given[0])
