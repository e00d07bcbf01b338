"""From the files of all layers to one content: read, lay over, check names, resolve."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from pratique.base.place import Place
from pratique.base.said import Said, said
from pratique.policy.brands import with_brands
from pratique.policy.lock import Locked, locked_as, meaning, read_lock
from pratique.policy.model import Concept, ConceptExample, Content, OfficialList, Rule, RuleTest, Term
from pratique.policy.references import Names, check_references
from pratique.policy.renamed import drop_former, former_names, under_new_names
from pratique.policy.resolve import resolve_concepts, resolve_rules, widened
from pratique.policy.syntax.node import Mapping, Node, describe
from pratique.policy.syntax.node import Sequence as Items
from pratique.policy.syntax.parse import decode, parse
from pratique.policy.syntax.problems import Problems, RefusedError, did_you_mean
from pratique.policy.syntax.record import Field, Record
from pratique.policy.syntax.scope import Scope
from pratique.policy.syntax.shape import Identifier, Number, Shape
from pratique.policy.tree import FOLDERS, IN_PACK, ContentFile, Layer, Role
from pratique.policy.units.brand import BRAND
from pratique.policy.units.concept import CONCEPT
from pratique.policy.units.example import EXAMPLE
from pratique.policy.units.law import DOCUMENT, OFFICIAL_LIST, PACK, PARAMETER, SOURCE, TOPIC
from pratique.policy.units.market import CHANNEL, MARKET, STRATEGY
from pratique.policy.units.rule import RULE, RULE_TEST

HEAD = Record(
    "content",
    {
        "version": Field(
            Identifier(r"\d{4}\.\d{1,2}\.\d{1,2}(\.\d+)?", "a calendar version such as `2026.11.23`"), "calendar version", required=True
        ),
        "format": Field(Number(1, 1, whole=True), "1"),
    },
    lambda values, _scope, _node: values["version"],
)
UNITS: dict[Role, tuple[str, Shape[Any]]] = {
    "topics": ("topics", TOPIC),
    "taxonomy": ("concepts", CONCEPT),
    "concepts": ("concepts", CONCEPT),
    "sources": ("sources", SOURCE),
    "parameters": ("parameters", PARAMETER),
    "lists": ("lists", OFFICIAL_LIST),
    "rules": ("rules", RULE),
    "documents": ("documents", DOCUMENT),
    "pack": ("packs", PACK),
    "markets": ("markets", MARKET),
    "channels": ("channels", CHANNEL),
    "strategies": ("strategies", STRATEGY),
    "brands": ("brands", BRAND),
    "examples": ("examples", EXAMPLE),
    "tests": ("rule_tests", RULE_TEST),
}
SINGLE = ("pack", "markets", "channels", "strategies", "content")
"""Roles whose files hold one mapping; all others hold a list of them."""
PRODUCT_ANY = Concept("product.any", {"en": "Any product", "zh": "任何商品"})


class Assembly:
    """One load. `content()` gives what could be read; `problems` says what could not.

    `onto` is a content that lies below the layers and was assembled before: only the layers are read.
    """

    def __init__(self, layers: Sequence[Layer], onto: Content | None = None) -> None:
        self.layers, self.onto = layers, onto
        self.problems = Problems()
        self.version = "0"
        self.units: dict[str, dict[str, Any]] = {name: {} for name, _ in UNITS.values()}
        self.layer_of: dict[tuple[str, str], int] = {}
        self.examples: list[tuple[int, ConceptExample]] = []
        self.tests: list[tuple[int, RuleTest]] = []
        self.scopes: list[Scope] = []
        self.locked: dict[str, Locked] = {}
        self.names = Names()

    def content(self) -> Content:
        """Read every file, then check and resolve the names between them."""
        for number, layer in enumerate(self.layers):
            for file in layer.files:
                self._read_file(file, number)
            self._read_lock(layer)
        units: dict[str, Any] = self.units
        brands = units["brands"].values()
        if self.onto is not None:
            units = self._laid_over(self.onto)
        units["concepts"] = {PRODUCT_ANY.id: PRODUCT_ANY, **units["concepts"], **_list_concepts(units["lists"].values())}
        units["concepts"] = with_brands(units["concepts"], brands)
        for kind, defined in units.items():
            self.names.add(kind, defined)
        for name in units["lists"]:
            self.names.add("concepts", [f"list.{name}"])
        units["rules"] = drop_former(units["rules"], self.layer_of, self.problems)
        now = former_names(units["rules"])
        self.names.add("rules", now)
        check_references(self.scopes, self.names, self.problems)
        self._check_packs()
        concepts = resolve_concepts(units["concepts"], self.problems)
        rules = under_new_names(units, resolve_rules(units["rules"], units, self.problems))
        rules = {key: self._versioned(rule) for key, rule in rules.items()}
        examples = tuple(e for number, e in self.examples if self.layer_of.get(("concepts", e.concept), number) <= number)
        self.tests = [(number, msgspec.structs.replace(t, rule=now[t.rule]) if t.rule in now else t) for number, t in self.tests]
        tests = tuple(t for number, t in self.tests if self.layer_of.get(("rules", t.rule), number) <= number)
        kept = {name: found for name, found in units.items() if name not in ("concepts", "rules", "examples", "rule_tests")}
        return Content(self.version, "", concepts=concepts, rules=rules, examples=examples, rule_tests=tests, **kept)

    def _laid_over(self, onto: Content) -> dict[str, Any]:
        """The units of the layers over those of the content below, whose families take up new members."""
        self.version = onto.version
        self.layer_of = {key: number + 1 for key, number in self.layer_of.items()}
        self.examples = [(0, one) for one in onto.examples] + [(number + 1, one) for number, one in self.examples]
        self.tests = [(0, one) for one in onto.rule_tests] + [(number + 1, one) for number, one in self.tests]
        below = widened(onto, self.units["concepts"])
        units: dict[str, Any] = {}
        for kind, own in self.units.items():
            units[kind] = own if kind in ("examples", "rule_tests") else {**getattr(below, kind), **own}
        return units

    def _versioned(self, rule: Rule) -> Rule:
        locked = locked_as(rule, self.locked)
        return rule if locked is None else msgspec.structs.replace(rule, version=locked.version)

    def _read_file(self, file: ContentFile, number: int) -> None:
        role = file.role
        if role is None or file.path.suffix != ".yaml":
            self.problems.report(Place(file.name), said("nothing reads this file where it stands"), _where_to(file))
            return
        text = decode(file.raw, file.name, self.problems)
        root = parse(text, file.name, self.problems) if text is not None else None
        if root is None:
            return
        topic = file.stem if role in ("rules", "tests", "markets", "channels") else ""
        scope = Scope(file.name, self.problems, file.jurisdiction, file.family, topic)
        self.scopes.append(scope)
        if role in SINGLE:
            if not isinstance(root, Mapping):
                scope.report(root, said("this file holds one mapping, found {found}", found=describe(root)))
            elif role == "content":
                self._read_head(root, scope, number)
            else:
                self._read_unit(root, scope, role, number)
        elif not isinstance(root, Items):
            scope.report(root, said("this file holds a list, found {found}", found=describe(root)), said("each entry starts with `- `"))
        else:
            for item in root.items:
                self._read_unit(item, scope, role, number)

    def _read_head(self, root: Node, scope: Scope, number: int) -> None:
        try:
            version = HEAD.read(root, scope)
        except RefusedError:
            return
        if number == 0:
            self.version = version

    def _read_unit(self, node: Node, scope: Scope, role: Role, number: int) -> None:
        kind, shape = UNITS[role]
        self._declare(kind, node, scope)
        try:
            unit = shape.read(node, scope)
        except RefusedError:
            return
        if kind == "examples":
            self.examples += [(number, example) for example in unit]
        elif kind == "rule_tests":
            self.tests.append((number, unit))
        else:
            self._add(kind, unit, node, scope, number)

    def _add(self, kind: str, unit: Any, node: Node, scope: Scope, number: int) -> None:
        key = unit.code if kind == "markets" else unit.id
        if isinstance(unit, Rule):
            unit = msgspec.structs.replace(unit, digest=meaning(unit))
        first = self.units[kind].get(key)
        if first is not None and self.layer_of[kind, key] == number:
            scope.report(node, said("`{key}` is written twice", key=key), said("it stands at {place} already", place=first.place))
            return
        self.units[kind][key] = unit
        self.layer_of[kind, key] = number

    def _declare(self, kind: str, node: Node, scope: Scope) -> None:
        """Know the id of a unit even where the rest of it is refused, so that one error does not bring ten."""
        name = node.get("code" if kind == "markets" else "id") if isinstance(node, Mapping) else None
        text = getattr(name, "text", "")
        if text:
            local = kind in ("rules", "parameters", "lists")
            self.names.add(kind, [f"{scope.jurisdiction}/{text}" if local else text])
            if kind == "lists":
                self.names.add("concepts", [f"list.{scope.jurisdiction}/{text}"])

    def _read_lock(self, layer: Layer) -> None:
        try:
            self.locked.update(read_lock(layer.lock))
        except ValueError as error:
            self.problems.report(Place(f"{layer.root}/content.lock"), str(error), said("write it anew with `pratique content lint --lock`"))

    def _check_packs(self) -> None:
        files = [file for layer in self.layers for file in layer.files if file.jurisdiction]
        packed = {file.jurisdiction for file in files if file.role == "pack"} | set(self.onto.packs if self.onto else ())
        missing: dict[str, str] = {}
        for file in files:
            if file.jurisdiction not in packed:
                missing.setdefault(file.jurisdiction, file.name)
        for jurisdiction, name in missing.items():
            folder = name[: name.index(f"policies/{jurisdiction}/")] + f"policies/{jurisdiction}"
            self.problems.report(
                Place(name),
                said("the folder `{folder}` has no pack.yaml", folder=folder),
                said("write {{id: {jurisdiction}, kind: law, title: {{en: …, zh: …}}}} there", jurisdiction=jurisdiction),
            )


def _where_to(file: ContentFile) -> Said | None:
    if file.path.suffix == ".yml":
        return said("rename it to end in .yaml")
    in_pack = file.path.parts[0] == "policies" and len(file.path.parts) > 3
    folder, known = (file.path.parts[2], IN_PACK) if in_pack else (file.path.parts[0], FOLDERS)
    return did_you_mean(folder, known, said("see docs/reference/content-format.md for the folders"))


def _list_concepts(lists: Iterable[OfficialList]) -> dict[str, Concept]:
    """Every official list as a concept whose terms are the forms of its entries."""
    found = {}
    for official in lists:
        terms = dict.fromkeys(term for entry in official.entries for term in entry.terms)
        name = f"list.{official.id}"
        found[name] = Concept(name, official.title, tuple(Term(term, "any") for term in terms), place=official.place)
    return found
