"""Names that content leans on: is each defined, and if not, which one was meant."""

from collections.abc import Iterable, Sequence

from pratique.policy.syntax.problems import Problems, did_you_mean
from pratique.policy.syntax.scope import Reference, Scope

_WORDS = {"pack": "policies folder", "list": "list", "document": "document type"}


class Names:
    """Every id that the content defines, by kind."""

    def __init__(self) -> None:
        self._known: dict[str, set[str]] = {}

    def add(self, kind: str, names: Iterable[str]) -> None:
        """Define names; `kind` is the plural, as in `Content`."""
        self._known.setdefault(kind, set()).update(names)

    def has(self, kind: str, name: str) -> bool:
        """Whether a name is defined."""
        return name in self._known.get(kind, ())

    def known(self, kind: str) -> set[str]:
        """All names of a kind."""
        return self._known.get(kind, set())


def check_references(scopes: Iterable[Scope], names: Names, problems: Problems) -> None:
    """Report every name that nothing defines, once, with the other places where it stands."""
    families = {name.split(".", 1)[0] for name in names.known("concepts")}
    undefined: dict[tuple[str, str], list[Reference]] = {}
    for scope in scopes:
        for reference in scope.references:
            known = reference.name in families if reference.kind == "family" else names.has(reference.kind + "s", reference.name)
            if not known:
                undefined.setdefault((reference.kind, reference.name), []).append(reference)
    for (kind, name), references in undefined.items():
        first, *others = references
        if kind == "family":
            message, hint = f"no concept of the family `{name}` is defined", ""
        else:
            shown = first.written or name
            message, hint = f"unknown {_WORDS.get(kind, kind)} `{shown}`", _hint(kind, name, shown, names)
        problems.report(first.place, message, "; ".join(part for part in (hint, _also(others)) if part))


def _also(others: Sequence[Reference]) -> str:
    if not others:
        return ""
    places = dict.fromkeys(f"{other.place.file}:{other.place.line}" for other in others)
    shown = ", ".join(list(places)[:3])
    return f"also at {shown}{f' and in {len(places) - 3} more lines' if len(places) > 3 else ''}"


def _hint(kind: str, name: str, shown: str, names: Names) -> str:
    known = names.known(kind + "s")
    if kind == "concept" and "." in name:
        family, rest = name.split(".", 1)
        namesakes = sorted(other for other in known if other.partition(".")[2] == rest)
        if namesakes:
            return f"did you mean `{namesakes[0]}`?"
        siblings = {other.partition(".")[2] for other in known if other.startswith(f"{family}.")}
        return did_you_mean(rest, siblings, _otherwise(kind, ""), prefix=f"{family}.")
    if "/" in name and shown != name:
        elsewhere = sorted(other for other in known if other.rsplit("/", 1)[-1] == shown)
        if elsewhere:
            return f"did you mean `{elsewhere[0]}`?"
        jurisdiction = name.split("/", 1)[0]
        known = {other.split("/", 1)[1] for other in known if other.startswith(f"{jurisdiction}/")}
        return did_you_mean(shown, known, _otherwise(kind, jurisdiction))
    return did_you_mean(name, known, _otherwise(kind, ""))


def _otherwise(kind: str, jurisdiction: str) -> str:
    folder = f"policies/{jurisdiction or '<jurisdiction>'}"
    return {
        "concept": "define it under concepts/ (product classes: taxonomy/)",
        "source": f"define it under {folder}/sources/",
        "parameter": f"define it under {folder}/parameters/",
        "list": f"define it under {folder}/lists/",
        "document": "define it under documents/",
        "rule": "a rule of another pack is written `<jurisdiction>/<rule>`",
        "topic": "define it in topics.yaml",
        "pack": "it needs a pack.yaml under policies/",
        "market": "define it under markets/",
        "channel": "define it under channels/",
    }.get(kind, "")
