"""Shapes of the names that content gives and leans on."""

from pratique.base.said import said
from pratique.facts.paths import every_path, kind_of
from pratique.policy.syntax.node import Node, describe
from pratique.policy.syntax.problems import did_you_mean
from pratique.policy.syntax.scope import Scope
from pratique.policy.syntax.shape import Identifier, Schema, Shape

_FAMILIES = (
    "drug medicine weapon explosive chemical pesticide tobacco alcohol food supplement cosmetic medical_device toy child "
    "electronics battery radio laser ppe vehicle household textile wildlife human_remains cultural_property counterfeit "
    "identity_document financial_fraud hacking surveillance gambling adult hate_extremism waste service claim material feature "
    "transaction_diversion conduct safety class product substance brand quantity"
)
FAMILIES = tuple(_FAMILIES.split())

SOURCE_ID = Identifier(r"[a-z0-9][a-z0-9._-]*", "an id in lower case such as `eu-2023-988`")
KEBAB = Identifier(r"[a-z0-9]+(-[a-z0-9]+)*", "an id in lower case with hyphens such as `infant-walker-certificate`")
SNAKE = Identifier(r"[a-z][a-z0-9_]*", "an id in lower case such as `laser_pointer_max`")
LIST_ID = Identifier(r"[a-z0-9]+([-_][a-z0-9]+)*", "an id in lower case such as `cosmetics-annex-2`")
DOCUMENT_ID = Identifier(r"[a-z0-9_-]+\.[a-z0-9_]+", "an id such as `us.cpc`")
MARKET_CODE = Identifier(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", "a market code such as `DE` or `US-CA`")


class ConceptId(Shape[str]):
    """The id of a concept where it is defined; its family must be the file's."""

    expects = "an id `<family>.<name>`"

    def read(self, node: Node, scope: Scope) -> str:
        text = Identifier(r"[a-z_]+\.[a-z0-9][a-z0-9_]*", "an id such as `weapon.switchblade`").read(node, scope)
        family = text.split(".", 1)[0]
        if family not in FAMILIES:
            raise scope.refuse(node, said("unknown family `{family}`", family=family), did_you_mean(family, FAMILIES))
        if scope.family and family != scope.family:
            raise scope.refuse(
                node,
                said("`{text}` stands in a file of the family `{family}`", text=text, family=scope.family),
                said("move it to concepts/{family}.yaml", family=family) if family != "class" else said("classes stand in taxonomy/"),
            )
        return text

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^[a-z_]+\.[a-z0-9][a-z0-9_]*$"}


class ConceptName(Shape[str]):
    """The name of a concept that is defined somewhere; `family.*` where a whole family may stand."""

    expects = "a concept such as `weapon.switchblade`"

    def __init__(self, families: bool = True, only: str = "") -> None:
        self.families, self.only = families, only

    def read(self, node: Node, scope: Scope) -> str:
        text = self.scalar(node, scope).text
        family, _, name = text.partition(".")
        if not name:
            hint = did_you_mean(text, FAMILIES)
            raise scope.refuse(
                node,
                said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)),
                said("write `{text}.*` for the whole family", text=text) if text in FAMILIES else hint,
            )
        if self.only and family != self.only:
            raise scope.refuse(node, said("expected a concept of the family `{only}`, found {found}", only=self.only, found=describe(node)))
        if name == "*" and self.families:
            if family not in FAMILIES:
                raise scope.refuse(node, said("unknown family `{family}`", family=family), did_you_mean(family, FAMILIES))
            scope.refer("family", family, node)
        else:
            scope.refer("concept", text, node)
        return text

    def schema(self) -> Schema:
        return {"type": "string"}


class Reference(Shape[str]):
    """The id of another unit, as it stands in the content."""

    def __init__(self, kind: str, local: bool = False) -> None:
        self.kind, self.local, self.expects = kind, local, f"the id of a {kind}"

    def read(self, node: Node, scope: Scope) -> str:
        text = self.scalar(node, scope).text
        name = text if "/" in text or not self.local else f"{scope.jurisdiction}/{text}"
        scope.refer(self.kind, name, node, text)
        return name

    def schema(self) -> Schema:
        return {"type": "string"}


class Choice(Shape[str]):
    """`a|b`: either of several, each read by one shape."""

    def __init__(self, each: Shape[str]) -> None:
        self.each, self.expects = each, each.expects

    def read(self, node: Node, scope: Scope) -> str:
        found = self.scalar(node, scope)
        parts = []
        column = found.column
        for part in found.text.split("|"):
            parts.append(self.each.read(type(found)(found.line, column, part.strip(), found.plain), scope))
            column += len(part) + 1
        return "|".join(parts)

    def schema(self) -> Schema:
        return {"type": "string"}


class FactPath(Shape[str]):
    """A path to a fact of the subject, or a quantity (`quantities`), or a concept (`concepts`)."""

    def __init__(self, quantities: bool = False, concepts: bool = False) -> None:
        self.quantities, self.concepts = quantities, concepts
        self.expects = "a fact such as `manufacturer.name`" + (
            " or `quantity.<name>`" if quantities else " or a concept" if concepts else ""
        )

    def read(self, node: Node, scope: Scope) -> str:
        text = self.scalar(node, scope).text
        family = text.partition(".")[0]
        if (self.quantities and family == "quantity") or (self.concepts and "." in text and family in FAMILIES):
            return ConceptName(families=False).read(node, scope)
        kind = kind_of(text)
        if kind == "group" and self.quantities:
            raise scope.refuse(
                node, said("`{text}` has parts and cannot be compared whole", text=text), said("name a part: `{text}.…`", text=text)
            )
        if kind is None or family == "quantity":
            known = [*every_path(), *(["quantity."] if self.quantities else [])]
            raise scope.refuse(
                node,
                said("no listing has a fact `{text}`", text=text),
                did_you_mean(text, known, said("facts are listed in docs/reference/files.md")),
            )
        return text

    def schema(self) -> Schema:
        return {"type": "string"}
