"""What changed between two contents, in words a lawyer reads: kind of change, from when, and where it is felt."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from pratique.policy import words
from pratique.policy.model import DEMANDS, Brand, Concept, Content, OfficialList, Parameter, Rule

Kind = Literal["new", "gone", "stricter", "milder", "scope", "dates", "value", "terms", "law", "wording"]
KINDS: dict[Kind, str] = {
    "new": "added",
    "gone": "removed",
    "stricter": "demands more than before",
    "milder": "demands less than before",
    "scope": "applies to other things, stages or sales than before",
    "dates": "applies at other times than before",
    "value": "compares with another number or list than before",
    "terms": "is recognised by other words than before",
    "law": "rests on other law, or was verified anew",
    "wording": "says the same in other words",
}


class Change(msgspec.Struct, frozen=True, order=True):
    """One unit that differs."""

    unit: str
    """`rule`, `concept`, `parameter`, `list`, `market`, `channel`, `document`, `strategy` or `brand`."""
    id: str
    kind: Kind
    """The gravest of its details."""
    title: str
    details: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    """Markets where it is felt; channels for house rules."""


def difference(old: Content, new: Content) -> list[Change]:
    """Every change, rules first, by unit and id."""
    changes: list[Change] = []
    changes += _rules(old, new)
    changes += _units("concept", new, old.concepts, new.concepts, _concept)
    changes += _units("parameter", new, old.parameters, new.parameters, _parameter)
    changes += _units("list", new, old.lists, new.lists, _list)
    for name, plural in (
        ("market", "markets"),
        ("channel", "channels"),
        ("document", "documents"),
        ("strategy", "strategies"),
        ("source", "sources"),
        ("brand", "brands"),
    ):
        changes += _units(name, new, getattr(old, plural), getattr(new, plural), _fields)
    return changes


def _rules(old: Content, new: Content) -> Iterator[Change]:
    for name in sorted({*old.rules, *new.rules}):
        before, after = old.rules.get(name), new.rules.get(name)
        rule, content = (after, new) if after is not None else (before, old)
        if rule is None:
            continue
        felt, spans = tuple(words.areas(rule, content)), (words.period(rule.in_force),)
        title = rule.title["en"]
        if before is None or after is None:
            demand = f"{words.condition(rule.when, content.concepts)}: {words.DEMANDED[rule.demand]}"
            yield Change("rule", name, "new" if before is None else "gone", title, (demand,), spans, felt)
            continue
        found = list(_rule(before, after, old, new))
        if found:
            yield Change("rule", name, _gravest(kind for kind, _ in found), title, tuple(detail for _, detail in found), spans, felt)


def _rule(before: Rule, after: Rule, old: Content, new: Content) -> Iterator[tuple[Kind, str]]:
    if before.demand != after.demand:
        harder = DEMANDS.index(after.demand) < DEMANDS.index(before.demand)
        yield "stricter" if harder else "milder", f"it {words.DEMANDED[after.demand]}; before, it {words.DEMANDED[before.demand]}"
    if before.status != after.status:
        step: Kind = "stricter" if after.status == "live" else "milder" if before.status == "live" else "wording"
        yield step, f"now {after.status}, before {before.status}"
    if before.when != after.when:
        yield from _when(before, after, old, new)
    for label, field in (("sales", "sale"), ("stages", "stages"), ("subjects", "subject")):
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            yield "scope", f"{label}: {' '.join(now) or 'all'}; before {' '.join(was) or 'all'}"
    if before.where != after.where or before.expr != after.expr:
        now = [words.comparison(c, new) for c in after.where] + ([after.expr] if after.expr else [])
        yield "scope", f"only where {' and '.join(now)}" if now else "no longer only where a fact compares"
    for label, was_span, now_span in (
        ("in force", before.in_force, after.in_force),
        ("goods placed on the market", before.placed_on_market, after.placed_on_market),
    ):
        if was_span != now_span:
            now_words, was_words = (words.period(span) if span is not None else "at any time" for span in (now_span, was_span))
            yield "dates", f"{label} {now_words}; before {was_words}"
    if before.needs != after.needs:
        kind: Kind = "stricter" if set(after.needs) > set(before.needs) else "milder" if set(after.needs) < set(before.needs) else "scope"
        yield kind, f"documents: {', '.join(after.needs) or 'none'}; before {', '.join(before.needs) or 'none'}"
    if before.shown_by != after.shown_by:
        yield "scope", f"shown by {', '.join(after.shown_by) or 'nothing'}; before {', '.join(before.shown_by) or 'nothing'}"
    if before.replaces != after.replaces:
        yield "scope", f"replaces {', '.join(after.replaces) or 'nothing'}; before {', '.join(before.replaces) or 'nothing'}"
    if before.basis != after.basis:
        yield "law", f"rests on {_citations(after, new)}; before on {_citations(before, old)}"
    if before.verified.by != after.verified.by:
        kind = "stricter" if before.verified.by == "unverified" else "milder" if after.verified.by == "unverified" else "law"
        yield kind, f"verified by {words.VERIFIED_BY[after.verified.by]}; before by {words.VERIFIED_BY[before.verified.by]}"
    elif before.verified != after.verified:
        yield "law", f"verified again on {words.day(after.verified.checked)}"
    if (before.severity, before.enforcement_class) != (after.severity, after.enforcement_class):
        yield "law", f"harm {after.severity}, penalised as {after.enforcement_class}; before {before.severity}, {before.enforcement_class}"
    for label, was_text, now_text in (("title", before.title, after.title), ("fix", before.fix, after.fix)):
        if was_text != now_text:
            yield "wording", f"{label}: “{now_text['en']}”" + ("" if was_text["en"] != now_text["en"] else " (another language changed)")


def _when(before: Rule, after: Rule, old: Content, new: Content) -> Iterator[tuple[Kind, str]]:
    was = {name for group in before.when.all for name in group} | set(before.when.any)
    now = {name for group in after.when.all for name in group} | set(after.when.any)
    if now - was:
        yield "scope", f"now also for {', '.join(words.titles(sorted(now - was), new.concepts))}"
    if was - now:
        yield "scope", f"no longer for {', '.join(words.titles(sorted(was - now), old.concepts))}"
    gone, come = set(before.when.none) - set(after.when.none), set(after.when.none) - set(before.when.none)
    if come:
        yield "milder", f"no longer where it is {' or '.join(words.titles(sorted(come), new.concepts))}"
    if gone:
        yield "stricter", f"now also where it is {' or '.join(words.titles(sorted(gone), old.concepts))}"
    if not (was ^ now or gone or come):
        yield "scope", f"when {words.condition(after.when, new.concepts)}; before {words.condition(before.when, old.concepts)}"


def _units(unit: str, new: Content, before: Mapping[str, Any], after: Mapping[str, Any], details: Any) -> Iterator[Change]:
    for name in sorted({*before, *after}):
        was, now = before.get(name), after.get(name)
        shown = (after if now is not None else before)[name]
        title = shown.name if isinstance(shown, Brand) else shown.title["en"]
        if was is None or now is None:
            yield Change(unit, name, "new" if was is None else "gone", title)
            continue
        if msgspec.structs.replace(was, place=None) == msgspec.structs.replace(now, place=None):
            continue
        kind, found, spans = details(was, now)
        yield Change(unit, name, kind, title, tuple(found), tuple(spans), _felt(name, unit, new))


def _concept(was: Concept, now: Concept) -> tuple[Kind, list[str], list[str]]:
    found = []
    kind: Kind = "wording"
    for strong, word in ((True, "strong"), (False, "weak")):
        before = {(term.language, term.text) for term in was.terms if term.strong is strong}
        after = {(term.language, term.text) for term in now.terms if term.strong is strong}
        for verb, terms in (("now met by", after - before), ("no longer met by", before - after)):
            for language in sorted({language for language, _ in terms}):
                found.append(f"{verb} {word} {language} {', '.join(sorted(f'“{text}”' for code, text in terms if code == language))}")
                kind = "terms"
    for label, field in (
        ("guards", "guards"),
        ("context", "context"),
        ("supporting concepts", "context_concepts"),
        ("classes", "classes"),
        ("classes where it is off", "not_classes"),
        ("categories", "categories"),
        ("window", "window"),
        ("quantity", "quantity"),
        ("class above", "parent"),
    ):
        if getattr(was, field) != getattr(now, field):
            found.append(f"{label} changed")
            kind = "terms"
    if not found:
        found = ["terms written otherwise"] if was.terms != now.terms else ["title or notes changed"]
    return kind, found, []


def _parameter(was: Parameter, now: Parameter) -> tuple[Kind, list[str], list[str]]:
    before = {value.from_: value for value in was.values}
    after = {value.from_: value for value in now.values}
    unit = f" {now.unit}" if now.unit else ""
    found: list[str] = []
    days: list[datetime.date] = []
    for start in sorted({*before, *after}):
        old, new = before.get(start), after.get(start)
        if new is None and old is not None:
            found.append(f"no value starts on {words.day(start)} any more (it was {words.literal(old.value)}{unit})")
        elif new is not None and (old is None or old.value != new.value):
            found.append(
                f"{words.literal(new.value)}{unit} from {words.day(start)}" + (f"; before {words.literal(old.value)}{unit}" if old else "")
            )
        else:
            continue
        days.append(start)
    return ("value" if found else "law"), found or ["other law cited"], [f"from {words.day(start)}" for start in days]


def _list(was: OfficialList, now: OfficialList) -> tuple[Kind, list[str], list[str]]:
    before, after = {entry.name: entry for entry in was.entries}, {entry.name: entry for entry in now.entries}
    found = [f"now lists {name}" for name in sorted(after.keys() - before.keys())]
    found += [f"no longer lists {name}" for name in sorted(before.keys() - after.keys())]
    found += [
        f"{name} is met by other words or at other times" for name in sorted(before.keys() & after.keys()) if before[name] != after[name]
    ]
    spans = [words.period(entry.in_force) for name, entry in sorted(after.items()) if name not in before]
    return "value", found or ["title changed"], list(dict.fromkeys(spans))


def _fields(was: Any, now: Any) -> tuple[Kind, list[str], list[str]]:
    changed = [name.replace("_", " ") for name in was.__struct_fields__ if name != "place" and getattr(was, name) != getattr(now, name)]
    return ("wording" if changed == ["title"] else "scope"), [f"{', '.join(changed)} changed"], []


def _felt(name: str, unit: str, content: Content) -> tuple[str, ...]:
    """Markets of the rules that lean on a concept, list or parameter."""
    wanted = f"list.{name}" if unit == "list" else name
    felt: set[str] = set()
    for rule in content.rules.values():
        named = {*(name for group in rule.when.all for name in group), *rule.when.any, *(c.parameter or c.path for c in rule.where)}
        if wanted in named:
            felt.update(words.areas(rule, content))
    return tuple(sorted(felt))


def _gravest(kinds: Iterable[Kind]) -> Kind:
    found = set(kinds)
    return next(kind for kind in KINDS if kind in found)


def _citations(rule: Rule, content: Content) -> str:
    return "; ".join(words.citation(citation, content) for citation in rule.basis) or "nothing"
