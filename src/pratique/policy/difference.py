"""What changed between two contents, in words a lawyer reads: kind of change, from when, and where it is felt."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from pratique.base.period import Period
from pratique.base.said import BETWEEN, Said, Spelt, said
from pratique.policy import words
from pratique.policy.model import DEMANDS, Brand, Comparison, Concept, Content, OfficialList, Parameter, Rule, Text

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


class Change(msgspec.Struct, frozen=True):
    """One unit that differs."""

    unit: str
    """`rule`, `concept`, `parameter`, `list`, `market`, `channel`, `document`, `strategy` or `brand`."""
    id: str
    kind: Kind
    """The gravest of its details."""
    title: Text
    details: tuple[Said, ...] = ()
    periods: tuple[Said, ...] = ()
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
        felt, spans = tuple(words.areas(rule, content)), (_span(rule.in_force),)
        title = rule.title
        if before is None or after is None:
            demand = said("{when}: {demand}", when=_when_of(rule, content), demand=said(words.DEMANDED[rule.demand]))
            yield Change("rule", name, "new" if before is None else "gone", title, (demand,), spans, felt)
            continue
        found = list(_rule(before, after, old, new))
        if found:
            yield Change("rule", name, _gravest(kind for kind, _ in found), title, tuple(detail for _, detail in found), spans, felt)


def _rule(before: Rule, after: Rule, old: Content, new: Content) -> Iterator[tuple[Kind, Said]]:
    if before.demand != after.demand:
        harder = DEMANDS.index(after.demand) < DEMANDS.index(before.demand)
        yield (
            "stricter" if harder else "milder",
            said("it {now}; before, it {before}", now=said(words.DEMANDED[after.demand]), before=said(words.DEMANDED[before.demand])),
        )
    if before.status != after.status:
        step: Kind = "stricter" if after.status == "live" else "milder" if before.status == "live" else "wording"
        yield step, said("now {now}, before {before}", now=said(after.status), before=said(before.status))
    if before.when != after.when:
        yield from _when(before, after, old, new)
    for sentence, field in (
        ("sales: {now}; before {before}", "sale"),
        ("stages: {now}; before {before}", "stages"),
        ("subjects: {now}; before {before}", "subject"),
    ):
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            yield "scope", said(sentence, now=" ".join(now) or said("all"), before=" ".join(was) or said("all"))
    if before.where != after.where or before.expr != after.expr:
        found = [_comparison(c, new) for c in after.where] + ([after.expr] if after.expr else [])
        yield "scope", said("only where {facts}", facts=_all(found)) if found else said("no longer only where a fact compares")
    for sentence, was_span, now_span in (
        ("in force {now}; before {before}", before.in_force, after.in_force),
        ("goods placed on the market {now}; before {before}", before.placed_on_market, after.placed_on_market),
    ):
        if was_span != now_span:
            yield "dates", said(sentence, now=_span(now_span), before=_span(was_span))
    nothing = said("nothing")
    if before.needs != after.needs:
        kind: Kind = "stricter" if set(after.needs) > set(before.needs) else "milder" if set(after.needs) < set(before.needs) else "scope"
        yield kind, said("documents: {now}; before {before}", now=after.needs or said("none"), before=before.needs or said("none"))
    if before.shown_by != after.shown_by:
        yield (
            "scope",
            said("shown by {now}; before {before}", now=after.shown_by or nothing, before=before.shown_by or nothing),
        )
    if before.replaces != after.replaces:
        yield (
            "scope",
            said("replaces {now}; before {before}", now=after.replaces or nothing, before=before.replaces or nothing),
        )
    if before.basis != after.basis:
        yield "law", said("rests on {now}; before on {before}", now=_citations(after, new), before=_citations(before, old))
    if before.verified.by != after.verified.by:
        kind = "stricter" if before.verified.by == "unverified" else "milder" if after.verified.by == "unverified" else "law"
        by = [said(words.VERIFIED_BY[one.verified.by]) for one in (after, before)]
        yield kind, said("verified by {now}; before by {before}", now=by[0], before=by[1])
    elif before.verified != after.verified:
        yield "law", said("verified again on {day}", day=Spelt(after.verified.checked))
    if (before.severity, before.enforcement_class) != (after.severity, after.enforcement_class):
        yield (
            "law",
            said(
                "harm {harm}, penalised as {penalty}; before {harm_before}, {penalty_before}",
                harm=after.severity,
                penalty=after.enforcement_class,
                harm_before=before.severity,
                penalty_before=before.enforcement_class,
            ),
        )
    for sentence, was_text, now_text in (("title: “{text}”", before.title, after.title), ("fix: “{text}”", before.fix, after.fix)):
        if was_text != now_text:
            told = said(sentence, text=now_text)
            yield "wording", told if was_text["en"] != now_text["en"] else said("{what} (another language changed)", what=told)


def _when(before: Rule, after: Rule, old: Content, new: Content) -> Iterator[tuple[Kind, Said]]:
    was = {name for group in before.when.all for name in group} | set(before.when.any)
    now = {name for group in after.when.all for name in group} | set(after.when.any)
    if now - was:
        yield "scope", said("now also for {concepts}", concepts=_titles(now - was, new))
    if was - now:
        yield "scope", said("no longer for {concepts}", concepts=_titles(was - now, old))
    gone, come = set(before.when.none) - set(after.when.none), set(after.when.none) - set(before.when.none)
    if come:
        yield "milder", said("no longer where it is {concepts}", concepts=_titles(come, new, " or "))
    if gone:
        yield "stricter", said("now also where it is {concepts}", concepts=_titles(gone, old, " or "))
    if not (was ^ now or gone or come):
        yield "scope", said("when {now}; before {before}", now=_when_of(after, new), before=_when_of(before, old))


def _units(unit: str, new: Content, before: Mapping[str, Any], after: Mapping[str, Any], details: Any) -> Iterator[Change]:
    for name in sorted({*before, *after}):
        was, now = before.get(name), after.get(name)
        shown = (after if now is not None else before)[name]
        title = {"en": shown.name} if isinstance(shown, Brand) else shown.title
        if was is None or now is None:
            yield Change(unit, name, "new" if was is None else "gone", title)
            continue
        if msgspec.structs.replace(was, place=None) == msgspec.structs.replace(now, place=None):
            continue
        kind, found, spans = details(was, now)
        yield Change(unit, name, kind, title, tuple(found), tuple(spans), _felt(name, unit, new))


def _concept(was: Concept, now: Concept) -> tuple[Kind, list[Said], list[Said]]:
    found: list[Said] = []
    kind: Kind = "wording"
    for strong, word in ((True, "strong"), (False, "weak")):
        before = {(term.language, term.text) for term in was.terms if term.strong is strong}
        after = {(term.language, term.text) for term in now.terms if term.strong is strong}
        for sentence, terms in (
            (f"now met by {word} {{language}} {{terms}}", after - before),
            (f"no longer met by {word} {{language}} {{terms}}", before - after),
        ):
            for language in sorted({language for language, _ in terms}):
                found.append(said(sentence, language=language, terms=sorted(f"“{text}”" for code, text in terms if code == language)))
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
            found.append(said("{what} changed", what=said(label)))
            kind = "terms"
    if not found:
        found = [said("terms written otherwise") if was.terms != now.terms else said("title or notes changed")]
    return kind, found, []


def _parameter(was: Parameter, now: Parameter) -> tuple[Kind, list[Said], list[Said]]:
    before = {value.from_: value for value in was.values}
    after = {value.from_: value for value in now.values}
    unit = f" {now.unit}" if now.unit else ""
    found: list[Said] = []
    days: list[datetime.date] = []
    for start in sorted({*before, *after}):
        old, new = before.get(start), after.get(start)
        if new is None and old is not None:
            found.append(
                said("no value starts on {day} any more (it was {value})", day=Spelt(start), value=f"{words.literal(old.value)}{unit}")
            )
        elif new is not None and (old is None or old.value != new.value):
            value = f"{words.literal(new.value)}{unit}"
            if old is None:
                found.append(said("{value} from {day}", value=value, day=Spelt(start)))
            else:
                found.append(
                    said("{value} from {day}; before {before}", value=value, day=Spelt(start), before=f"{words.literal(old.value)}{unit}")
                )
        else:
            continue
        days.append(start)
    return ("value" if found else "law"), found or [said("other law cited")], [said("from {day}", day=Spelt(start)) for start in days]


def _list(was: OfficialList, now: OfficialList) -> tuple[Kind, list[Said], list[Said]]:
    before, after = {entry.name: entry for entry in was.entries}, {entry.name: entry for entry in now.entries}
    found = [said("now lists {name}", name=name) for name in sorted(after.keys() - before.keys())]
    found += [said("no longer lists {name}", name=name) for name in sorted(before.keys() - after.keys())]
    found += [
        said("{name} is met by other words or at other times", name=name)
        for name in sorted(before.keys() & after.keys())
        if before[name] != after[name]
    ]
    spans = [_span(entry.in_force) for name, entry in sorted(after.items()) if name not in before]
    return "value", found or [said("title changed")], list(dict.fromkeys(spans))


def _fields(was: Any, now: Any) -> tuple[Kind, list[Said], list[Said]]:
    changed = [name for name in was.__struct_fields__ if name != "place" and getattr(was, name) != getattr(now, name)]
    return (
        ("wording" if changed == ["title"] else "scope"),
        [said("{what} changed", what=[said(name.replace("_", " ")) for name in changed])],
        [],
    )


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


def _citations(rule: Rule, content: Content) -> str | Said:
    return "; ".join(words.citation(citation, content) for citation in rule.basis) or said("nothing")


def _span(span: Period | None) -> Said:
    start, end = (span.from_, span.to) if span is not None else (None, None)
    if start is not None and end is not None:
        return said("from {start} until {end}", start=Spelt(start), end=Spelt(end))
    if start is not None:
        return said("from {day}", day=Spelt(start))
    return said("until {day}", day=Spelt(end)) if end is not None else said("at any time")


def _all(found: list[Said | str]) -> Said | str:
    """One fact, or several that all hold."""
    first, *others = found
    return said("{first} and {others}", first=first, others=_all(others)) if others else first


def _comparison(found: Comparison, content: Content) -> Said:
    """`laser power is more than 1 mW`."""
    concept = content.concepts.get(found.path)
    unit = f" {concept.quantity.unit}" if concept is not None and concept.quantity is not None else ""
    path = concept.title if concept is not None else found.path.replace("_", " ").replace(".", " ")
    parameter = content.parameters.get(found.parameter or "")
    value = parameter.title if parameter is not None else found.parameter or f"{words.literal(found.value)}{unit}"
    return said(f"{{fact}} {words.OPERATORS[found.op]} {{value}}", fact=path, value=value)


def _titles(names: Iterable[str], content: Content, between: str = BETWEEN) -> Text:
    """Titles of concepts in a row, in English and Chinese."""
    found = sorted(names)
    joints = {BETWEEN: "、", " or ": "或"}
    return {
        "en": between.join(words.titles(found, content.concepts)),
        "zh": joints[between].join(words.titles(found, content.concepts, "zh")),
    }


def _when_of(rule: Rule, content: Content) -> Text:
    return {language: words.condition(rule.when, content.concepts, language) for language in ("en", "zh")}
