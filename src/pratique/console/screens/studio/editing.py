"""The forms of a draft: what was filled in becomes files of its overlay."""

import datetime as dt
from collections.abc import Callable

from django.http import QueryDict
from django.utils.translation import gettext as _

from pratique.base.clock import today
from pratique.base.errors import AbsentError, Fault, InvalidError
from pratique.base.period import Period
from pratique.policy import amend
from pratique.policy.model import Citation, ConceptExample, Condition, Content, Rule, RuleTest, Threshold, Verified
from pratique.policy.overlay import Files
from pratique.policy.renamed import rule_named
from pratique.policy.syntax.shape import Day
from pratique.policy.syntax.shape import Language as LanguageShape

Change = tuple[dict[str, str | None], str]
"""Files that become others, and what was done in a few words."""


def term(content: Content, files: Files, form: QueryDict) -> Change:
    """More words for a concept, or one less; an example that shows them."""
    concept = amend.concept_of(content, _given(form, "concept"))
    language, words = _language(form), amend.words_of(form.get("words", ""))
    if form.get("act") == "remove":
        concept = amend.without_term(concept, language, _given(form, "words"))
    else:
        concept = amend.with_terms(concept, language, words, strong=form.get("strength") != "weak", exact=bool(form.get("exact")))
    more = [ConceptExample(concept.id, text, True) for text in amend.words_of(form.get("hit", ""))]
    more += [ConceptExample(concept.id, text, False) for text in amend.words_of(form.get("miss", ""))]
    return {**amend.put_concept(content, files, concept, more)}, f"{concept.id}: {', '.join(words)[:80]}"


def guard(content: Content, files: Files, form: QueryDict) -> Change:
    """More words that turn a concept off; an example that must be missed."""
    concept = amend.concept_of(content, _given(form, "concept"))
    language, words = _language(form), amend.words_of(form.get("words", ""))
    if form.get("act") == "remove":
        concept = amend.without_guard(concept, language, _given(form, "words"))
    else:
        concept = amend.with_guards(concept, language, words)
    more = [ConceptExample(concept.id, text, False) for text in amend.words_of(form.get("miss", ""))]
    return {**amend.put_concept(content, files, concept, more)}, f"{concept.id}: {', '.join(words)[:80]}"


def threshold(content: Content, files: Files, form: QueryDict) -> Change:
    """How sure one must be."""
    del files
    strategy = content.strategies.get(form.get("strategy", "default"))
    if strategy is None:
        raise AbsentError("strategy", form.get("strategy", ""))
    chosen = {key: form.get(key) or None for key in ("channel", "market", "family", "stage")}
    made = amend.with_threshold(strategy, Threshold(_number(form, "act_from"), _number(form, "review_from"), **chosen))
    return {**amend.put_strategy(made)}, f"{strategy.id}: {' '.join(value for value in chosen.values() if value)}"


def rule(content: Content, files: Files, form: QueryDict) -> Change:
    """A new rule, with what it must hit and what it must leave alone."""
    pack = content.packs.get(_given(form, "pack"))
    if pack is None:
        raise AbsentError("pack", form.get("pack", ""))
    name = f"{pack.id}/{_given(form, 'name')}"
    if rule_named(content, name) is not None:
        raise InvalidError([Fault("name", "there is a rule of that name already: take it into the draft")])
    is_law = pack.kind == "law"
    basis = (Citation(form.get("source", ""), form.get("article") or None),) if form.get("source") else ()
    made = Rule(
        id=name,
        title={"en": _given(form, "title_en"), "zh": _given(form, "title_zh")},
        when=Condition(tuple((one,) for one in _names(form, "all")), _names(form, "any"), _names(form, "none")),
        demand=_given(form, "demand"),  # type: ignore[arg-type]  # the parser tells what it may be
        fix={"en": _given(form, "fix_en"), "zh": _given(form, "fix_zh")},
        basis=basis,
        verified=Verified("unverified" if is_law else "house", today()),
        jurisdiction=pack.id,
        topic=form.get("topic") or "general",
        needs=_names(form, "needs"),
        in_force=Period(_day(form, "from"), _day(form, "to")),
        severity=int(form.get("severity") or 3),
        status=form.get("status") or "live",  # type: ignore[arg-type]  # the loader refuses any other word
    )
    grave = (
        "refuse"
        if made.demand == "prohibited" and not is_law
        else "hold"
        if made.demand in ("prohibited", "restricted")
        else "allow_with_conditions"
    )
    tests = [RuleTest(name, text[:60], "violating", _listing(form, text), grave) for text in amend.words_of(form.get("hit", ""))]
    tests += [RuleTest(name, text[:60], "near_miss", _listing(form, text), "allow") for text in amend.words_of(form.get("miss", ""))]
    return {**amend.put_rule(content, files, made, tests)}, name


def rename(content: Content, files: Files, form: QueryDict) -> Change:
    """Another id for a rule, its history with it."""
    found = rule_named(content, _given(form, "rule"))
    if found is None:
        raise AbsentError("rule", form.get("rule", ""))
    made = amend.renamed(found, _given(form, "name"))
    return {**amend.put_rule(content, files, made, before=found.id)}, f"{found.id} → {made.id}"


def take(content: Content, files: Files, form: QueryDict) -> Change:
    """A rule or concept put into the draft as it is, to be changed as text."""
    name = _given(form, "unit")
    found = rule_named(content, name)
    if found is not None:
        return {**amend.put_rule(content, files, found)}, name
    return {**amend.put_concept(content, files, amend.concept_of(content, name))}, name


FORMS: dict[str, Callable[[Content, Files, QueryDict], Change]] = {
    "term": term, "guard": guard, "threshold": threshold, "rule": rule, "rename": rename, "take": take,
}  # fmt: skip


def text(form: QueryDict) -> Change:
    """A file as it was written by hand; an empty one is taken away."""
    path = _given(form, "path")
    written = form.get("text", "").replace("\r\n", "\n")
    if written and not written.endswith("\n"):
        written += "\n"
    return {path: written or None}, path


def _given(form: QueryDict, name: str) -> str:
    value = " ".join(form.get(name, "").split())
    if not value:
        raise InvalidError([Fault(name, _("write something here"))])
    return value


def _language(form: QueryDict) -> str:
    value = _given(form, "language")
    if value not in LanguageShape.known:
        raise InvalidError([Fault("language", LanguageShape.expects)])
    return value


def _number(form: QueryDict, name: str) -> float:
    try:
        return float(form.get(name, "").replace(",", "."))
    except ValueError:
        raise InvalidError([Fault(name, _("a number such as 0.8"))]) from None


def _day(form: QueryDict, name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(form.get(name, "")) if form.get(name) else None
    except ValueError:
        raise InvalidError([Fault(name, Day.expects)]) from None


def _names(form: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.get(name, "").replace(",", " ").replace("，", " ").split()))


def _listing(form: QueryDict, text: str) -> dict[str, object]:
    return {"title": text, "category": form.get("category") or "Other"}
