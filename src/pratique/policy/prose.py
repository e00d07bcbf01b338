"""A rule as a page one can read aloud: what, where, when, by which law, what to do, and the words that show it."""

import datetime

import msgspec

from pratique.policy import words
from pratique.policy.model import Concept, Content, Rule, Term


class Section(msgspec.Struct, frozen=True):
    """A heading and its lines."""

    heading: str
    lines: tuple[str, ...]


def rule_page(rule: Rule, content: Content, as_of: datetime.date, language: str = "en") -> list[Section]:
    """Everything there is to say of one rule on a day. Titles and fixes are in `language`, the rest in English."""
    other = "zh" if language == "en" else "en"
    found = [
        Section(words.text(rule.title, language), (words.text(rule.title, other), f"{rule.id}, version {rule.version}, {rule.status}")),
        Section("What", _what(rule, content, as_of, language)),
        Section("When", _when(rule)),
        Section("Where", _where(rule, content)),
        Section("Law", _law(rule, content, language)),
        Section("What puts it right", (words.text(rule.fix, language), words.text(rule.fix, other))),
        Section("Numbers", _numbers(rule, content, language)),
        Section("Tried on", _examples(rule, content)),
        Section("Looks like it, and is not met", _alike(rule, content)),
        Section("Recognised by", _recognised(rule, content, language)),
    ]
    return [section for section in found if section.lines]


def _what(rule: Rule, content: Content, as_of: datetime.date, language: str) -> tuple[str, ...]:
    subject = " or ".join(rule.subject).replace("listing", "product")
    lines = [f"A {subject} that is: {words.condition(rule.when, content.concepts, language)}"]
    lines += [f"and whose {words.comparison(found, content, as_of)}" for found in rule.where]
    if rule.expr:
        lines.append(f"and for which {rule.expr}")
    lines.append(words.DEMANDED[rule.demand])
    for need in rule.needs:
        lines.append("document: " + " or ".join(_document(name, content, language) for name in need.split("|")))
    for shown in rule.shown_by:
        lines.append("shown by: " + " or ".join(_fact(name, content, language) for name in shown.split("|")))
    return tuple(lines)


def _when(rule: Rule) -> tuple[str, ...]:
    lines = [words.period(rule.in_force), f"at {', '.join(stage.replace('_', ' ') for stage in rule.stages)}"]
    if rule.sale:
        lines.append("sold to " + " and to ".join({"b2c": "consumers", "b2b": "businesses"}[sale] for sale in rule.sale))
    if rule.placed_on_market is not None:
        lines.append(f"goods placed on the market {words.period(rule.placed_on_market)}")
    return tuple(lines)


def _where(rule: Rule, content: Content) -> tuple[str, ...]:
    pack = content.packs.get(rule.jurisdiction)
    lines = [words.text(pack.title) if pack is not None else rule.jurisdiction]
    felt = words.areas(rule, content)
    lines.append(("markets: " if rule.is_law else "channels: ") + (" ".join(felt) or "none"))
    lines += [f"left out in {m.code}: {e.reason}" for m in content.markets.values() for e in m.exclude if e.rule == rule.id]
    lines += [f"stands in for {name}" for name in rule.replaces]
    lines += [f"replaced by {other.id}" for other in content.rules.values() if rule.id in other.replaces]
    return tuple(lines)


def _law(rule: Rule, content: Content, language: str) -> tuple[str, ...]:
    lines = []
    for found in rule.basis:
        source = content.sources.get(found.source)
        lines.append(words.citation(found, content) + (f" — {words.text(source.title, language)}" if source is not None else ""))
        if source is not None:
            caption = source.articles.get(found.article or "")
            lines += [f"  {words.text(caption, language)}"] if caption else []
            lines += [f"  {source.url}"] if source.url else []
            lines += [f"  {words.period(source.in_force)}"] if source.in_force.from_ or source.in_force.to else []
    checked = f"checked against {words.VERIFIED_BY[rule.verified.by]} on {words.day(rule.verified.checked)}"
    if rule.verified.by == "unverified":
        checked = "checked by nobody yet, so it never refuses: it holds for a person"
    elif rule.verified.by == "house":
        checked = f"a rule of the house, last read on {words.day(rule.verified.checked)}"
    return (*lines, checked, *((rule.verified.note,) if rule.verified.note else ()))


def _numbers(rule: Rule, content: Content, language: str) -> tuple[str, ...]:
    lines = []
    for name in dict.fromkeys(found.parameter for found in rule.where if found.parameter):
        parameter = content.parameters[name]
        lines.append(words.text(parameter.title, language))
        for value in parameter.values:
            law = "; ".join(words.citation(found, content) for found in value.basis)
            lines.append(
                f"  {words.literal(value.value)} {parameter.unit or ''}".rstrip()
                + f" from {words.day(value.from_)}"
                + (f" ({law})" if law else "")
            )
    return tuple(lines)


def _examples(rule: Rule, content: Content) -> tuple[str, ...]:
    found = [test for test in content.rule_tests if test.rule == rule.id]
    lines = []
    for test in found:
        on = f" on {words.day(test.as_of)}" if test.as_of else ""
        lines.append(f"{test.kind.replace('_', ' ')}{on}: “{test.listing.get('title', '')}” → {test.expect.replace('_', ' ')}")
    return tuple(lines)


def _alike(rule: Rule, content: Content) -> tuple[str, ...]:
    """False alarms that were met once and are held off by tests: what its concepts must miss."""
    named = {*(name for group in rule.when.all for name in group), *rule.when.any}
    return tuple(f"“{example.text}”" for example in content.examples if not example.hit and example.concept in named)


def _recognised(rule: Rule, content: Content, language: str) -> tuple[str, ...]:
    lines = []
    named = dict.fromkeys([*(name for group in rule.when.all for name in group), *rule.when.any, *rule.when.none])
    for name in named:
        concept = content.concepts.get(name)
        if concept is not None and name != "product.any":
            lines += [f"{words.text(concept.title, language)} ({name})", *(f"  {line}" for line in concept_lines(concept))]
    return tuple(lines)


def concept_lines(concept: Concept) -> list[str]:
    """The words of a concept by language."""
    lines = []
    for code in dict.fromkeys(term.language for term in concept.terms):
        strong = [_shown(term) for term in concept.terms if term.language == code and term.strong]
        weak = [_shown(term) for term in concept.terms if term.language == code and not term.strong]
        lines.append(f"{code}: {', '.join(strong)}" + (f"{' ' if strong else ''}(with support: {', '.join(weak)})" if weak else ""))
    if concept.none_known:
        lines.append(f"none known in {' '.join(concept.none_known)}")
    if concept.detector:
        lines.append(f"read by the detector `{concept.detector}`")
    for cue in concept.cues:
        before, after = ([word for group in side.values() for word in group] for side in (cue.before, cue.after))
        where = " or ".join(f"{place} {', '.join(found)}" for place, found in (("behind", before), ("before", after)) if found)
        lines.append(f"a brand named {where}")
    guards = [guard for group in concept.guards.values() for guard in group]
    if guards:
        lines.append(f"not beside: {', '.join(guards)}")
    if concept.categories:
        lines.append(f"categories: {', '.join(concept.categories)}")
    if concept.quantity is not None:
        lines.append(f"a number in {concept.quantity.unit}")
    return lines


def _shown(term: Term) -> str:
    return term.text + (f" [only in {', '.join(term.fields)}]" if term.fields else "")


def _document(name: str, content: Content, language: str) -> str:
    document = content.documents.get(name)
    return f"{words.text(document.title, language)} ({name})" if document is not None else name


def _fact(name: str, content: Content, language: str) -> str:
    concept = content.concepts.get(name)
    return words.text(concept.title, language) if concept is not None else name.replace("_", " ").replace(".", " ")
