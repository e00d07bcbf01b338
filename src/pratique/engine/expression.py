"""`expr:`, the escape hatch: CEL over the facts an expression names, three-valued.

CEL meets only facts that are known: an absent key raises there, and comparing with null is false or raises. So each expression gets
a context of just its own paths, built when a rule that has it is woken, and is unknown where one of them is absent.
"""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pratique.engine.comparison import FALSE, TRUE
from pratique.facts import Listing
from pratique.facts.expressions import AS_OF, macro_variables, paths, tokens, unknown_names
from pratique.facts.paths import OPEN, PLAIN, Getter, every_path, getter, kind_of

if TYPE_CHECKING:
    from cel import Program

_STANDINS: dict[str, object] = {
    "text": "1",
    "number": 1.5,
    "flag": True,
    "day": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    "texts": ["1"],
}


def compile_cel(text: str) -> "Program":
    """Compile an expression. The package loads a terminal toolkit with it, so only content with expressions pays for that."""
    import cel

    return cel.compile(text)


class Expression:
    """One compiled expression. Raises `ValueError` where CEL cannot parse it."""

    def __init__(self, text: str, as_of: datetime.date) -> None:
        self.text = text
        self.paths = paths(text)
        self.roots = tuple(dict.fromkeys(path if path.startswith("quantity.") else path.partition(".")[0] for path in self.paths))
        self._program = compile_cel(text)
        self._getters: dict[str, Getter] = {path: getter(path) for path in self.paths if not path.startswith("quantity.")}
        self._as_of = _day(as_of)

    def ask(self, listing: Listing, quantities: Mapping[str, tuple[float, ...]]) -> int | tuple[str, ...]:
        """`TRUE`, `FALSE`, or the names of the facts for want of which it is unknown."""
        values: dict[str, object] = {}
        for path in self.paths:
            read = self._getters.get(path)
            values[path] = quantities.get(path) or None if read is None else read(listing)
        lacking = tuple(path for path, value in values.items() if value is None)
        if lacking:
            return lacking
        outcome = run(self._program, nested(values, self._as_of))
        if outcome is True:
            return TRUE
        return FALSE if outcome is False else self.paths or ("expr",)


def nested(values: Mapping[str, object], as_of: object) -> dict[str, object]:
    """Paths as CEL reads them: `trader.name` becomes a part of `trader`."""
    context: dict[str, object] = {AS_OF: as_of}
    groups: dict[str, dict[str, object]] = {}
    for path, value in values.items():
        root, _, part = path.partition(".")
        if part:
            groups.setdefault(root, {})[part] = _for_cel(value)
        else:
            context[root] = _for_cel(value)
    return {**context, **groups}


def run(program: "Program", context: dict[str, object]) -> object:
    """The value of the expression, `None` where it fails: a failure never decides."""
    try:
        return program.execute(context)
    except Exception:  # CEL raises KeyError, TypeError, ZeroDivisionError, RuntimeError … alike
        return None


def check(text: str) -> list[tuple[str, str]]:
    """What is wrong with an expression, as (message, hint): for the check of content.

    CEL itself compiles a misspelt field and learns of types only when it runs. So paths are looked up in the table of facts, and
    the expression is tried once on values of the right kinds, where its result must be true or false.
    """
    if not text.strip():
        return [("empty expression", "leave `expr` out")]
    try:
        program = compile_cel(text)
    except ValueError as error:
        return [("not a CEL expression", str(error).splitlines()[0])]
    problems = [(f"no fact `{name}`", _near(name)) for name in unknown_names(text)]
    problems += [(f"no fact `{path}`", _near(path)) for path in paths(text) if kind_of(path) is None]
    problems += [
        (f"`{path}` has parts and cannot be read whole", f"name a part: `{path}.…`") for path in paths(text) if kind_of(path) == "group"
    ]
    problems += [(f"macro variable `{name}` hides a fact", "choose another name") for name in macro_variables(text) if name in PLAIN]
    problems += [(f"`{word}` has no use here: an absent fact makes the rule undetermined", "leave it out") for word in _useless(text)]
    if problems:
        return problems
    return _trial(program, text)


def _useless(text: str) -> list[str]:
    found = tokens(text)
    words = [word for kind, word in found if kind == "name" and word == "null"]
    return words + ["has" for i in range(len(found) - 1) if found[i][1] == "has" and found[i + 1][1] == "("]


def _trial(program: "Program", text: str) -> list[tuple[str, str]]:
    values = {path: [1.5] if path.startswith("quantity.") else _STANDINS[kind_of(path) or "text"] for path in paths(text)}
    context = nested(values, _STANDINS["day"])
    try:
        outcome = program.execute(context)
    except (ArithmeticError, IndexError):
        return []
    except Exception as error:  # every kind of failure is a problem to show
        return [("fails on facts of the right kinds", str(error).splitlines()[0])]
    return [] if isinstance(outcome, bool) else [("gives neither true nor false", "end it with a comparison")]


def _near(name: str) -> str:
    root = name.partition(".")[0]
    candidates = [path for path in every_path() if path.partition(".")[0] == root] or [
        path for path in every_path() if path[:1] == name[:1]
    ]
    return f"known: {', '.join(f'`{path}`' for path in candidates[:8])}" if candidates else f"open roots: {', '.join(OPEN)}"


def _day(day: datetime.date) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)


def _for_cel(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return _day(value) if isinstance(value, datetime.date) else value
