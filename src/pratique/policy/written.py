"""Units of content as the text an author would write: what is read back from it is the same unit.

`family.*` is written again where a whole family stands. Comments are not part of a unit and are not written.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from pratique.base.period import Period
from pratique.policy.lock import meaning
from pratique.policy.model import Comparison, Concept, ConceptExample, Condition, Cue, Rule, RuleTest, Strategy, Term
from pratique.policy.syntax.node import Scalar
from pratique.policy.syntax.shape import number_of

WIDTH = 140
"""Letters of a line before a list is broken."""
_PLAIN = re.compile(r"[^\W_](?:[\w .+/()&%°'’“”–;!?，。；：（）、！？《》-]*[\w.+/()%°’”!?。）！？》])?", re.UNICODE)
_RESERVED = frozenset({"true", "false", "null", "~", ""})

Families = Mapping[str, Sequence[str]]
"""Family → its concepts, sorted: `policy.resolve.members`."""


def scalar(text: str, *, literal: bool = False) -> str:
    """A text that YAML reads as just that text; `literal` where a number or `true` would be taken for one."""
    if "\n" in text or "\t" in text:
        return json.dumps(text, ensure_ascii=False)
    looks_otherwise = literal and (text in _RESERVED or number_of(Scalar(1, 1, text, True)) is not None)
    if _PLAIN.fullmatch(text) and text not in ("null", "true", "false") and not looks_otherwise:
        return text
    return "'" + text.replace("'", "''") + "'"


def flow(items: Iterable[str], indent: int = 0) -> str:
    """`[a, b]`, broken into lines where it is long; `indent` of the line it stands in."""
    lines, line = [], ""
    for item in items:
        if line and len(line) + len(item) + 2 > WIDTH:
            lines.append(line + ",")
            line = item
        else:
            line = f"{line}, {item}" if line else item
    return "[" + ("\n" + " " * (indent + 2)).join([*lines, line]) + "]"


def people_text(text: Mapping[str, str]) -> str:
    """A text for people in all its languages."""
    return "{" + ", ".join(f"{language}: {scalar(words)}" for language, words in text.items()) + "}"


def concept_yaml(concept: Concept, families: Families) -> str:
    """One concept."""
    lines = [f"- id: {concept.id}", f"  title: {people_text(concept.title)}"]
    lines += _terms(concept)
    lines += _by_language("guards", concept.guards, 2)
    if concept.window != 3:
        lines.append(f"  window: {concept.window}")
    lines += _by_language("context", concept.context, 2)
    for key in ("context_concepts", "classes", "not_classes"):
        lines += _names(key, folded(getattr(concept, key), families), 2)
    if not concept.negation:
        lines.append("  negation: false")
    if concept.quantity is not None:
        lines += ["  quantity:", f"    unit: {scalar(concept.quantity.unit)}", *_by_language("near", concept.quantity.near, 4)]
        lines += _names("attributes", map(scalar, concept.quantity.attributes), 4)
        lines += _names("within", folded(concept.quantity.within, families), 4)
    if concept.detector:
        lines.append(f"  detector: {concept.detector}")
    if concept.cues:
        lines += ["  cues:", *(line for cue in concept.cues for line in _cue(cue, families))]
    if concept.parent:
        lines.append(f"  parent: {concept.parent}")
    lines += _names("hs", (f"'{code}'" for code in concept.hs), 2)
    lines += _names("categories", map(scalar, concept.categories), 2)
    if concept.same_as:
        lines += ["  same_as:", *(line for key, ids in concept.same_as.items() for line in _names(key, map(scalar, ids), 4))]
    if concept.qualifies:
        lines.append("  qualifies: true")
    return "\n".join(lines) + "\n"


def examples_yaml(concept: str, examples: Iterable[ConceptExample]) -> str:
    """What must and must not show a concept."""
    lines = [f"- concept: {concept}"]
    found = list(examples)
    for key, hit in (("hit", True), ("miss", False)):
        texts = [
            scalar(one.text) if one.category is None else f"{{title: {scalar(one.text)}, category: {scalar(one.category)}}}"
            for one in found
            if one.hit is hit
        ]
        if texts:
            lines += [f"  {key}:", *(f"    - {text}" for text in texts)]
    return "\n".join(lines) + "\n"


def rule_yaml(rule: Rule, families: Families) -> str:
    """One rule, in the order in which it is read aloud."""
    own = f"{rule.jurisdiction}/"
    families = families if _meant_whole(rule, families) else {}
    lines = [f"- id: {rule.id.removeprefix(own)}", f"  title: {people_text(rule.title)}"]
    lines += _names("formerly", (name.removeprefix(own) for name in rule.formerly), 2)
    if rule.subject != ("listing",):
        lines += _names("subject", rule.subject, 2)
    lines.append(f"  when: {_when(rule.when, families)}")
    if rule.where:
        lines.append(f"  where: {_where(rule.where, own)}")
    if rule.expr is not None:
        lines.append(f"  expr: {json.dumps(rule.expr, ensure_ascii=False)}")
    lines += _names("sale", rule.sale, 2)
    if rule.stages != ("publish", "live"):
        lines += _names("stages", rule.stages, 2)
    lines.append(f"  demand: {rule.demand}")
    lines += _names("needs", map(_choice, rule.needs), 2)
    lines += _names("shown_by", map(_choice, rule.shown_by), 2)
    lines.append(f"  fix: {people_text(rule.fix)}")
    if rule.basis:
        cited = (
            f"{{source: {one.source}{f', article: {scalar(one.article, literal=True)}' if one.article else ''}}}" for one in rule.basis
        )
        lines += _names("basis", cited, 2)
    for key in ("in_force", "placed_on_market"):
        span = getattr(rule, key)
        if span is not None and span != Period():
            lines.append(f"  {key}: {_period(span)}")
    if rule.severity != 3:
        lines.append(f"  harm: {{severity: {rule.severity}}}")
    if rule.enforcement_class != "general":
        lines.append(f"  enforcement_class: {rule.enforcement_class}")
    noted = f", note: {scalar(rule.verified.note)}" if rule.verified.note else ""
    lines.append(f"  verified: {{by: {rule.verified.by}, checked: {rule.verified.checked}{noted}}}")
    if rule.status != "live":
        lines.append(f"  status: {rule.status}")
    lines += _names("also", rule.also, 2)
    lines += _names("replaces", rule.replaces, 2)
    return "\n".join(lines) + "\n"


def test_yaml(test: RuleTest) -> str:
    """One test of a rule."""
    lines = [f"- rule: {test.rule}", f"  name: {scalar(test.name)}", f"  kind: {test.kind}"]
    lines += [f"  {key}: {value}" for key in ("as_of", "market", "channel", "stage") if (value := getattr(test, key)) is not None]
    return "\n".join([*lines, f"  listing: {_anything(test.listing)}", f"  expect: {test.expect}"]) + "\n"


def strategy_yaml(strategy: Strategy) -> str:
    """One strategy: the whole file."""
    lines = [f"id: {strategy.id}", f"title: {people_text(strategy.title)}"]
    if strategy.version != 1:
        lines.append(f"version: {strategy.version}")
    lines.append("thresholds:")
    for one in strategy.thresholds:
        chosen = [f"{key}: {getattr(one, key)}" for key in ("channel", "market", "family", "stage") if getattr(one, key) is not None]
        lines.append("  - {" + ", ".join([*chosen, f"act: {one.act:g}", f"review: {one.review:g}"]) + "}")
    if strategy.fallback.degraded or strategy.fallback.undetermined:
        lines.append("fallback:")
        for key in ("degraded", "undetermined"):
            found: dict[str, str] = getattr(strategy.fallback, key)
            if found:
                lines += [f"  {key}:", *(f"    {scalar(family)}: {verdict}" for family, verdict in found.items())]
    return "\n".join(lines) + "\n"


def folded(names: Sequence[str], families: Families) -> list[str]:
    """Names with every whole family of more than two, where it stands together, as `family.*`."""
    found: list[str] = []
    at = 0
    while at < len(names):
        family = names[at].split(".", 1)[0]
        whole = families.get(family, ())
        if len(whole) > 2 and tuple(names[at : at + len(whole)]) == tuple(whole):
            found.append(f"{family}.*")
            at += len(whole)
        else:
            found.append(names[at])
            at += 1
    return found


def _meant_whole(rule: Rule, families: Families) -> bool:
    """Whether the author of a rule wrote `family.*`, and not all members by chance: the hash of what they wrote tells."""
    when = Condition(
        tuple(tuple(folded(group, families)) for group in rule.when.all),
        tuple(folded(rule.when.any, families)),
        tuple(folded(rule.when.none, families)),
    )
    return meaning(msgspec.structs.replace(rule, when=when, is_law=True)) == rule.digest


def _terms(concept: Concept) -> list[str]:
    if not concept.terms and not concept.none_known:
        return []
    lines = ["  terms:"]
    for language in dict.fromkeys(term.language for term in concept.terms):
        lines.append(f"    {language}:")
        for key, strong in (("strong", True), ("weak", False)):
            terms = [_term(term) for term in concept.terms if term.language == language and term.strong is strong]
            if terms:
                lines.append(f"      {key}: {flow(terms, 6)}")
    return lines + [f"    {language}: none known" for language in concept.none_known]


def _term(term: Term) -> str:
    if not (term.exact or term.case or term.guards or term.fields):
        return scalar(term.text)
    parts = [f"term: {scalar(term.text)}", *(f"{key}: true" for key in ("exact", "case") if getattr(term, key))]
    parts += [f"{key}: {flow(map(scalar, getattr(term, key)))}" for key in ("guards", "fields") if getattr(term, key)]
    return "{" + ", ".join(parts) + "}"


def _cue(cue: Cue, families: Families) -> list[str]:
    lines = [*_by_language("before", cue.before, 6), *_by_language("after", cue.after, 6)]
    if cue.window != 2:
        lines.append(f"      window: {cue.window}")
    lines += _names("of", folded(cue.of, families), 6) + _names("classes", folded(cue.classes, families), 6)
    if cue.confidence != 0.9:
        lines.append(f"      confidence: {cue.confidence:g}")
    return ["    - " + lines[0].lstrip(), *lines[1:]] if lines else ["    - {}"]


def _by_language(key: str, words: Mapping[str, Sequence[str]], indent: int) -> list[str]:
    if not words:
        return []
    space = " " * indent
    return [f"{space}{key}:", *(f"{space}  {language}: {flow(map(scalar, group), indent + 2)}" for language, group in words.items())]


def _names(key: str, names: Iterable[str], indent: int) -> list[str]:
    found = list(names)
    return [f"{' ' * indent}{key}: {flow(found, indent)}"] if found else []


def _choice(name: str) -> str:
    return f"'{name}'" if "|" in name else name


def _item(name: str) -> str:
    return f"{{list: {name.removeprefix('list.')}}}" if name.startswith("list.") else name


def _when(when: Condition, families: Families) -> str:
    groups = []
    for group in when.all:
        names = folded(group, families)
        groups.append(_item(names[0]) if len(names) == 1 else f"{{any: {flow(map(_item, names))}}}")
    parts = [f"all: {flow(groups, 2)}"] if groups else []
    for key in ("any", "none"):
        names = folded(getattr(when, key), families)
        parts += [f"{key}: {flow(map(_item, names), 2)}"] if names else []
    return "{" + ", ".join(parts) + "}"


def _where(where: Sequence[Comparison], own: str) -> str:
    by_path: dict[str, list[str]] = {}
    for one in where:
        value = f"param.{one.parameter.removeprefix(own)}" if one.parameter is not None else _anything(one.value)
        by_path.setdefault(one.path, []).append(f"{one.op}: {value}")
    return "{" + ", ".join(f"{path}: {{{', '.join(found)}}}" for path, found in by_path.items()) + "}"


def _period(span: Period) -> str:
    parts = [f"{key}: {day}" for key, day in (("from", span.from_), ("to", span.to)) if day is not None]
    return "{" + ", ".join(parts) + "}"


def _anything(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.17g}" if value != round(value, 6) else f"{value:g}" if abs(value) < 1e6 else f"{value:.6f}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key))}: {_anything(found)}" for key, found in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_anything, value)) + "]"
    return scalar(str(value), literal=True)


def unplaced(unit: Any) -> Any:
    """A unit without the place it stands at, to be compared with another."""
    return msgspec.structs.replace(unit, place=None)
