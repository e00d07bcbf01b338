"""The forms of a draft: what was filled in becomes files of its overlay. Each finds everything that is wrong before it says anything."""

from collections.abc import Callable, Iterable

import msgspec
from django.utils.translation import gettext as _

from pratique.base.clock import today
from pratique.base.period import Period
from pratique.base.place import Place
from pratique.console.screens.studio.filled import Filled
from pratique.facts.brand import Brand, Mark
from pratique.policy import amend
from pratique.policy.model import (
    DEMANDS,
    Citation,
    ConceptExample,
    Condition,
    Content,
    DatedValue,
    ListEntry,
    Parameter,
    Rule,
    RuleTest,
    Source,
    Threshold,
    Verified,
)
from pratique.policy.overlay import Files
from pratique.policy.renamed import rule_named
from pratique.policy.written_units import found

Change = tuple[dict[str, str | None], str]
"""Files that become others, and what was done in a few words."""
SOURCE_KINDS = ("law", "standard", "guidance", "house")


def term(content: Content, files: Files, form: Filled) -> Change:
    """More words for a concept, or one less; an example that shows them."""
    name, language, words = form.known("concept", _written(content)), form.language(), form.lines("words", needed=True)
    form.done()
    concept = amend.concept_of(content, name)
    if form["act"] == "remove":
        for word in words:
            concept = amend.without_term(concept, language, word)
    else:
        concept = amend.with_terms(concept, language, words, strong=form["strength"] != "weak", exact=bool(form["exact"]))
    more = [ConceptExample(name, text, True) for text in form.lines("hit")]
    more += [ConceptExample(name, text, False) for text in form.lines("miss")]
    return {**amend.put_concept(content, files, concept, more)}, f"{name}: {', '.join(words)[:80]}"


def guard(content: Content, files: Files, form: Filled) -> Change:
    """More words that turn a concept off; an example that must be missed."""
    name, language, words = form.known("concept", _written(content)), form.language(), form.lines("words", needed=True)
    form.done()
    concept = amend.concept_of(content, name)
    if form["act"] == "remove":
        for word in words:
            concept = amend.without_guard(concept, language, word)
    else:
        concept = amend.with_guards(concept, language, words)
    more = [ConceptExample(name, text, False) for text in form.lines("miss")]
    return {**amend.put_concept(content, files, concept, more)}, f"{name}: {', '.join(words)[:80]}"


def threshold(content: Content, files: Files, form: Filled) -> Change:
    """How sure one must be."""
    del files
    strategy = content.strategies.get(form["strategy"] or "default") or next(iter(content.strategies.values()))
    act, review = form.share("act_from"), form.share("review_from")
    if not form.faults and review > act:
        form.fault("review_from", _("must not be above “act from”"))
    form.done()
    chosen = {key: form[key] or None for key in ("channel", "market", "family", "stage")}
    made = amend.with_threshold(strategy, Threshold(act, review, **chosen))
    return {**amend.put_strategy(made)}, f"{strategy.id}: {' '.join(value for value in chosen.values() if value)}"


def rule(content: Content, files: Files, form: Filled) -> Change:
    """A new rule, with what it must hit and what it must leave alone. One that this draft made is written anew."""
    pack, short = form.known("pack", content.packs), form.name("name")
    name = f"{pack}/{short}"
    known = rule_named(content, name)
    if known is not None and not _is_of(files, known.place):
        form.fault("name", _("there is a rule of that name already: take it into the draft"))
    titles = {"en": form.line("title_en"), "zh": form.line("title_zh")}
    concepts = _concepts(form, content)
    if not concepts.all and not concepts.any:
        form.fault("any", _("name at least one concept"))
    fix = {"en": form.line("fix_en"), "zh": form.line("fix_zh")}
    needs = form.all_known("needs", content.documents)
    start, end = form.span("from", "to")
    is_law = bool(pack) and pack in content.packs and content.packs[pack].kind == "law"
    source = form.known("source", content.sources, needed=is_law)
    demand = form.choice("demand", DEMANDS, DEMANDS[0])
    if demand in ("certificate", "registration") and not needs and not any(one.field == "needs" for one in form.faults):
        form.fault("needs", _("name the document that is demanded"))
    form.done()
    made = Rule(
        id=name,
        title=titles,
        when=concepts,
        demand=demand,  # type: ignore[arg-type]  # one of them
        fix=fix,
        basis=(Citation(source, form["article"] or None),) if source else (),
        verified=Verified("unverified" if is_law else "house", today()),
        jurisdiction=pack,
        topic=form["topic"] or "general",
        needs=needs,
        in_force=Period(start, end),
        severity=int(form.choice("severity", "1234", "3")),
    )
    grave = "hold" if is_law or demand == "restricted" else "refuse"
    expected = grave if demand in ("prohibited", "restricted") else "allow_with_conditions"
    tests = [RuleTest(name, text[:60], "violating", _listing(form, text), expected) for text in form.lines("hit")]
    tests += [RuleTest(name, text[:60], "near_miss", _listing(form, text), "allow") for text in form.lines("miss")]
    return {**amend.put_rule(content, files, made, tests)}, name


def rename(content: Content, files: Files, form: Filled) -> Change:
    """Another id for a rule, its history with it."""
    old, new = form.known("rule", content.rules), form.name("name")
    form.done()
    found_rule = content.rules[old]
    if f"{found_rule.jurisdiction}/{new}" in content.rules:
        form.fault("name", _("there is a rule of that name already"))
        form.done()
    made = amend.renamed(found_rule, new)
    return {**amend.put_rule(content, files, made, before=found_rule.id)}, f"{found_rule.id} → {made.id}"


def parameter(content: Content, files: Files, form: Filled) -> Change:
    """A value of a parameter from a day on, or a new parameter with its first value."""
    name = form.line("parameter")
    known = content.parameters.get(name)
    pack, _slash, short = name.partition("/")
    if name and known is None and (pack not in content.packs or not short):
        form.known("parameter", content.parameters)
    start, value = form.day("from", needed=True), form.number("value")
    is_law = pack in content.packs and content.packs[pack].kind == "law"
    source = form.known("source", content.sources, needed=is_law)
    titles = known.title if known is not None else {"en": form.line("title_en"), "zh": form.line("title_zh")}
    form.done()
    assert start is not None  # noqa: S101 - the form says so
    assert value is not None  # noqa: S101 - likewise
    basis = (Citation(source, form["article"] or None),) if source else ()
    if form["act"] == "remove":
        values = tuple(one for one in (known.values if known else ()) if one.from_ != start)
        if known is None or not values or len(values) == len(known.values):
            form.fault("from", _("no value to take away starts on that day, or it is the only one"))
            form.done()
    else:
        others = [one for one in (known.values if known else ()) if one.from_ != start]
        values = tuple(sorted([*others, DatedValue(start, value, basis)], key=lambda one: one.from_))
    unit = form["unit"] or (known.unit if known else None)
    made = Parameter(name, titles, values, unit)
    return {**amend.put_written(files, made)}, f"{name}: {value:g} {start}"


def entry(content: Content, files: Files, form: Filled) -> Change:
    """An entry of an official or house list, with the instrument that put it there and the day; or the last day of one."""
    name, what = form.known("list", content.lists), form.line("entry")
    start, end = form.span("from", "to")
    source, date = form.known("source", content.sources, needed=False), form.day("date")
    terms = form.lines("words")
    form.done()
    official = content.lists[name]
    entries = {one.name: one for one in official.entries}
    if form["act"] == "remove":
        if what not in entries:
            form.known("entry", entries)
            form.done()
        del entries[what]
        if not entries:
            form.fault("entry", _("it is the only entry: take the list away as text"))
            form.done()
    else:
        before = entries.get(what)
        first = next(iter(official.entries), None)
        entries[what] = ListEntry(
            what,
            (*dict.fromkeys((*(before.terms if before else ()), *terms)),) or (what,),
            Period(start or (before.in_force.from_ if before else None), end),
            source or (before.source if before else first.source if first else ""),
            date or (before.date if before else None),
        )
        if not entries[what].source:
            form.fault("source", _("name the instrument that put it there"))
            form.done()
    made = msgspec.structs.replace(official, entries=tuple(entries.values()))
    return {**amend.put_written(files, made)}, f"{name}: {what}"


def brand(content: Content, files: Files, form: Filled) -> Change:
    """An entry of the brand register: a new one, or more of what is known of one."""
    name = form.name("brand")
    known = content.brands.get(name)
    shown = form.line("name", needed=known is None) or (known.name if known else "")
    classes = _nice(form)
    office, number = form["office"].upper(), form.line("number", needed=bool(form["office"]))
    if number and len(office) != 2:
        form.fault("office", _("two letters, such as US, EU, CN or WO"))
    form.done()
    base = known or Brand(name, shown)
    marks = base.marks
    if number:
        mark = Mark(form["mark"] or shown, office, number, classes, owner=form["owner"] or base.owner)
        marks = (*(one for one in marks if (one.office, one.number) != (office, number)), mark)
    other = form.lines("names")
    names = {**base.names, "any": (*dict.fromkeys((*base.names.get("any", ()), *other)),)} if other else base.names
    made = msgspec.structs.replace(
        base,
        name=shown,
        owner=form["owner"] or base.owner,
        names=names,
        lines=(*dict.fromkeys((*base.lines, *form.lines("lines"))),),
        misspelt=(*dict.fromkeys((*base.misspelt, *form.lines("misspelt"))),),
        nice_classes=tuple(sorted({*base.nice_classes, *classes})),
        marks=marks,
        gate=bool(form["gate"]) or base.gate,
        ordinary=bool(form["ordinary"]) or base.ordinary,
    )
    return {**amend.put_written(files, made)}, made.name


def source(content: Content, files: Files, form: Filled) -> Change:
    """An instrument of law, or other words, days and articles for one."""
    name = form.name("name")
    known = content.sources.get(name)
    pack = form.known("pack", content.packs, needed=known is None)
    titles = {key: form.line(f"title_{key}", needed=known is None) or (known.title.get(key, "") if known else "") for key in ("en", "zh")}
    citation = form.line("citation", needed=known is None) or (known.citation if known else "")
    start, end = form.span("from", "to")
    url = form["url"]
    if url and not url.startswith("https://"):
        form.fault("url", _("an address that begins with https://"))
    article, says = form["article"], {"en": form["says_en"], "zh": form["says_zh"]}
    if article and not (says["en"] and says["zh"]):
        form.fault("says_en" if not says["en"] else "says_zh", _("say what the article is about, in both languages"))
    form.done()
    was = known.in_force if known else Period()
    made = Source(
        name,
        titles,
        citation,
        form.choice("kind", SOURCE_KINDS, known.kind if known else "law"),  # type: ignore[arg-type]  # one of them
        url or (known.url if known else None),
        Period(start or was.from_, end or was.to),
        {**(known.articles if known else {}), **({article: says} if article else {})},
        known.place if known else None,
    )
    if known is None or pack:
        made = msgspec.structs.replace(made, place=None)
    return {**amend.put_written(files, made, pack)}, citation


def take(content: Content, files: Files, form: Filled) -> Change:
    """A unit of any kind put into the draft as it is, to be changed as text."""
    name = form.line("unit")
    form.done()
    known = rule_named(content, name)
    if known is not None:
        return {**amend.put_rule(content, files, known)}, name
    unit = found(content, name)
    if unit is not None:
        return {**amend.put_written(files, unit)}, name
    form.known("unit", units(content))
    form.done()
    return {**amend.put_concept(content, files, amend.concept_of(content, name))}, name


FORMS: dict[str, Callable[[Content, Files, Filled], Change]] = {
    "term": term, "guard": guard, "threshold": threshold, "rule": rule, "parameter": parameter, "list": entry, "source": source,
    "brand": brand, "rename": rename, "take": take,
}  # fmt: skip


def text(form: Filled) -> Change:
    """A file as it was written by hand; an empty one is taken away."""
    path = form.line("path")
    form.done()
    written = form.form.get("text", "").replace("\r\n", "\n")
    if written and not written.endswith("\n"):
        written += "\n"
    return {path: written if written.strip() else None}, path


def units(content: Content) -> Iterable[str]:
    """Names of everything that can be taken into a draft."""
    kinds = ("rules", "parameters", "lists", "sources", "brands", "documents", "topics", "markets", "packs", "channels", "strategies")
    return [*_written(content), *(name for kind in kinds for name in getattr(content, kind))]


def _written(content: Content) -> list[str]:
    """Concepts that stand in a file of their own."""
    return [one.id for one in content.concepts.values() if one.place is not None and not one.id.startswith("list.")]


def _concepts(form: Filled, content: Content) -> Condition:
    """A whole family stays `family.*`: that is how it is written."""
    families = amend.families_of(content)
    every, either, never = (form.all_known(name, content.concepts, families=families) for name in ("all", "any", "none"))
    return Condition(tuple((one,) for one in every), either, never)


def _is_of(files: Files, place: Place | None) -> bool:
    """Whether a unit stands in the draft itself."""
    draft, _slash, path = (place.file if place is not None else "").partition("/")
    return draft.startswith("draft_") and path in files


def _nice(form: Filled) -> tuple[int, ...]:
    found_numbers = []
    for one in form["nice_classes"].replace(",", " ").split():
        if not one.isdecimal() or not 1 <= int(one) <= 45:
            form.fault("nice_classes", _("classes from 1 to 45"))
            return ()
        found_numbers.append(int(one))
    return tuple(sorted(set(found_numbers)))


def _listing(form: Filled, text: str) -> dict[str, object]:
    return {"title": text, "category": form["category"] or "Other"}
