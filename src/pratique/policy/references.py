"""Names that content leans on: is each defined, and if not, which one was meant."""

from collections.abc import Iterable, Sequence

from pratique.base.said import Said, said
from pratique.policy.syntax.problems import Problems, did_you_mean
from pratique.policy.syntax.scope import Reference, Scope

_UNKNOWN = {
    "concept": "unknown concept `{name}`",
    "source": "unknown source `{name}`",
    "parameter": "unknown parameter `{name}`",
    "document": "unknown document type `{name}`",
    "rule": "unknown rule `{name}`",
    "topic": "unknown topic `{name}`",
    "pack": "unknown policies folder `{name}`",
    "market": "unknown market `{name}`",
    "channel": "unknown channel `{name}`",
    "list": "unknown list `{name}`",
}


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
            message, hint = said("no concept of the family `{family}` is defined", family=name), None
        else:
            shown = first.written or name
            message, hint = said(_UNKNOWN[kind], name=shown), _hint(kind, name, shown, names)
        also = _also(others)
        told = said("{hint}; {also}", hint=hint, also=also) if hint and also else hint or also
        problems.report(first.place, message, told)


def _also(others: Sequence[Reference]) -> Said | None:
    if not others:
        return None
    places = dict.fromkeys(f"{other.place.file}:{other.place.line}" for other in others)
    shown = ", ".join(list(places)[:3])
    if len(places) > 3:
        return said("also at {places} and in {more} more lines", places=shown, more=len(places) - 3)
    return said("also at {places}", places=shown)


def _hint(kind: str, name: str, shown: str, names: Names) -> Said | None:
    known = names.known(kind + "s")
    if kind == "concept" and "." in name:
        family, rest = name.split(".", 1)
        namesakes = sorted(other for other in known if other.partition(".")[2] == rest)
        if namesakes:
            return said("did you mean `{meant}`?", meant=namesakes[0])
        siblings = {other.partition(".")[2] for other in known if other.startswith(f"{family}.")}
        return did_you_mean(rest, siblings, _otherwise(kind, ""), prefix=f"{family}.")
    if "/" in name and shown != name:
        elsewhere = sorted(other for other in known if other.rsplit("/", 1)[-1] == shown)
        if elsewhere:
            return said("did you mean `{meant}`?", meant=elsewhere[0])
        jurisdiction = name.split("/", 1)[0]
        known = {other.split("/", 1)[1] for other in known if other.startswith(f"{jurisdiction}/")}
        return did_you_mean(shown, known, _otherwise(kind, jurisdiction))
    return did_you_mean(name, known, _otherwise(kind, ""))


def _otherwise(kind: str, jurisdiction: str) -> Said | None:
    folder = f"policies/{jurisdiction or '<jurisdiction>'}"
    found = {
        "concept": "define it under concepts/ (product classes: taxonomy/)",
        "source": "define it under {folder}/sources/",
        "parameter": "define it under {folder}/parameters/",
        "list": "define it under {folder}/lists/",
        "document": "define it under documents/",
        "rule": "a rule of another pack is written `<jurisdiction>/<rule>`",
        "topic": "define it in topics.yaml",
        "pack": "it needs a pack.yaml under policies/",
        "market": "define it under markets/",
        "channel": "define it under channels/",
    }.get(kind, "")
    return said(found, **({"folder": folder} if "{" in found else {})) if found else None
