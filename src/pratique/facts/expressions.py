"""Which facts a CEL expression reads: the paths, taken from its text.

An expression is evaluated only when every path it names is known, so that `null` never reaches CEL (`docs/reference/expressions.md`).
"""

import re
from collections.abc import Iterator

from pratique.facts.paths import GROUPS, OPEN, PLAIN

_TOKEN = re.compile(
    r"""(?P<string>[rRbB]{0,2}(?:\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))
      | (?P<comment>//[^\n]*)
      | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?[uU]?)
      | (?P<name>[A-Za-z_]\w*)
      | (?P<mark>\S)""",
    re.VERBOSE | re.DOTALL,
)
_MACROS = frozenset({"all", "exists", "exists_one", "map", "filter"})
_WORDS = frozenset({"true", "false", "null", "in", "int", "uint", "double", "string", "bool", "bytes", "type", "timestamp", "duration"})
AS_OF = "as_of"
"""The day asked for, as a timestamp; always known."""

Token = tuple[str, str]


def tokens(expression: str) -> list[Token]:
    """Kind (`string name number mark`) and text of each token; comments are left out."""
    return [(m.lastgroup or "", m.group()) for m in _TOKEN.finditer(expression) if m.lastgroup != "comment"]


def paths(expression: str) -> tuple[str, ...]:
    """Every fact named, once, in order. `attributes["battery type"]` gives `attributes.battery type`."""
    return tuple(
        dict.fromkeys(path for path in _names(tokens(expression)) if path.partition(".")[0] in PLAIN or path.startswith("quantity."))
    )


def unknown_names(expression: str) -> tuple[str, ...]:
    """Names that are neither facts, nor words of CEL, nor variables of a macro; for the check of content."""
    found = tokens(expression)
    variables = set(macro_variables(expression))
    known = {*PLAIN, *_WORDS, *variables, "quantity", AS_OF}
    return tuple(dict.fromkeys(path for path in _names(found) if path.partition(".")[0] not in known))


def macro_variables(expression: str) -> tuple[str, ...]:
    """`v` of `quantity.laser_power.exists(v, v > 5.0)`."""
    found = tokens(expression)
    return tuple(
        found[i + 2][1]
        for i in range(len(found) - 3)
        if found[i][1] in _MACROS and found[i + 1][1] == "(" and found[i + 2][0] == "name" and found[i + 3][1] == ","
    )


def _names(found: list[Token]) -> Iterator[str]:
    padded = [("", ""), *found, *[("", "")] * 3]
    for i in range(1, len(found) + 1):
        kind, text = padded[i]
        if kind != "name" or padded[i - 1][1] == "." or padded[i + 1][1] == "(":
            continue
        if text not in GROUPS and text not in OPEN:
            yield text
        elif padded[i + 1][1] == "." and padded[i + 2][0] == "name" and padded[i + 3][1] != "(":
            yield f"{text}.{padded[i + 2][1]}"
        elif padded[i + 1][1] == "[" and padded[i + 2][0] == "string" and padded[i + 3][1] == "]":
            yield f"{text}.{padded[i + 2][1].strip(chr(34) + chr(39))}"
        else:
            yield text
