"""A statement of reasons as the Transparency Database takes it. Only what holds somewhere in the European Economic Area goes there."""

import datetime as dt
from collections.abc import Sequence

from pratique.enforcement.action.kinds import ActionKind
from pratique.enforcement.statement.state import BrokenRule, Reasons, Statement
from pratique.enforcement.transparency import vocabulary
from pratique.enforcement.transparency.categories import BY_CLASS, BY_FAMILY, CATEGORY, KEYWORD, OTHER_WORDS
from pratique.enforcement.transparency.redact import redact

_VISIBILITY: dict[ActionKind, str] = {
    "label": "CONTENT_LABELLED",
    "age_gate": "CONTENT_AGE_RESTRICTED",
    "demote": "CONTENT_DEMOTED",
    "hide_from_search": "CONTENT_DEMOTED",
    "disable": "CONTENT_DISABLED",
    "remove": "CONTENT_REMOVED",
}
_PROVISION: dict[ActionKind, str] = {
    "restrict_listing": "PARTIAL_SUSPENSION",
    "remove_listings": "PARTIAL_SUSPENSION",
    "freeze": "TOTAL_SUSPENSION",
}
_ACCOUNT: dict[ActionKind, str] = {"suspend_trader": "SUSPENDED", "close_account": "TERMINATED"}
_SOURCES = {
    "own_initiative": "VOLUNTARY",
    "ladder": "VOLUNTARY",
    "notice": "ARTICLE_16",
    "trusted_flagger": "TRUSTED_FLAGGER",
    "order": "TYPE_OTHER_NOTIFICATION",
}
_TEXTS = {"message", "review"}
_END = {
    "visibility": "end_date_visibility_restriction",
    "monetary": "end_date_monetary_restriction",
    "provision": "end_date_service_restriction",
    "account": "end_date_account_restriction",
}


def scope(reasons: Reasons) -> tuple[str, ...]:
    """Countries of the European Economic Area in which it holds; empty where it holds in none."""
    if reasons.markets is None:
        return vocabulary.COUNTRIES
    return tuple(sorted({market.partition("-")[0] for market in reasons.markets} & set(vocabulary.COUNTRIES)))


def payload(statement: Statement, names: Sequence[str] = ()) -> dict[str, object] | None:
    """The payload, `None` where nothing has to be reported. `names` of natural persons are struck out of the free text."""
    reasons = statement.reasons
    countries = scope(reasons)
    if not countries or reasons.kind == "warning":
        return None
    law = tuple(rule for rule in reasons.rules if rule.is_law)
    rules = law or reasons.rules
    category, keyword = _category(rules[0] if rules else None)
    content = "TEXT" if reasons.subject_kind in _TEXTS else "OTHER" if reasons.subject_kind == "trader" else "PRODUCT"
    found: dict[str, object] = {
        "puid": statement.id,
        **_decision(reasons),
        **_ground(reasons, law, rules, names),
        "category": CATEGORY + category,
        "category_specification": [KEYWORD + keyword],
        "content_type": ["CONTENT_TYPE_" + content],
        "content_date": _day(reasons.listed_on or reasons.imposed_at.date(), "2000-01-01"),
        "application_date": _day(reasons.imposed_at.date(), "2020-01-01"),
        "territorial_scope": list(countries),
        "decision_facts": _facts(reasons, names),
        "source_type": "SOURCE_" + _SOURCES[reasons.source],
        "automated_detection": "Yes" if reasons.detected_automatically else "No",
        "automated_decision": "AUTOMATED_DECISION_" + ("FULLY" if reasons.decided_automatically else "NOT_AUTOMATED"),
    }
    if keyword == "OTHER":
        found["category_specification_other"] = OTHER_WORDS
    if content == "OTHER":
        found["content_type_other"] = "the account of a trader"
    return found


def _decision(reasons: Reasons) -> dict[str, object]:
    kind = reasons.kind
    if kind in _VISIBILITY:
        found: dict[str, object] = {"decision_visibility": ["DECISION_VISIBILITY_" + _VISIBILITY[kind]]}
        group = "visibility"
    elif kind in _PROVISION:
        found, group = {"decision_provision": "DECISION_PROVISION_" + _PROVISION[kind]}, "provision"
    elif kind in _ACCOUNT:
        found, group = {"decision_account": "DECISION_ACCOUNT_" + _ACCOUNT[kind]}, "account"
    else:
        found, group = {"decision_monetary": "DECISION_MONETARY_SUSPENSION"}, "monetary"
    if reasons.subject_kind == "trader":
        found["account_type"] = "ACCOUNT_TYPE_BUSINESS"
    if reasons.until is not None:
        found[_END[group]] = reasons.until.date().isoformat()
    return found


def _ground(reasons: Reasons, law: Sequence[BrokenRule], rules: Sequence[BrokenRule], names: Sequence[str]) -> dict[str, object]:
    explanation = " ".join(part for part in (*(rule.title.get("en", rule.rule) + "." for rule in rules[:5]), reasons.note) if part)
    explanation = _cut(redact(explanation, names), 2000) or "The content is not allowed on this ground."
    if law:
        legal = "; ".join(dict.fromkeys(text for rule in law for text in rule.basis)) or law[0].rule
        return {
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": _cut(legal, 500),
            "illegal_content_explanation": explanation,
        }
    clause = (
        "; ".join(rule.rule for rule in rules) if rules else "terms on penalty points" if reasons.source == "ladder" else "terms of service"
    )
    return {
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": _cut(clause, 500),
        "incompatible_content_explanation": explanation,
        "incompatible_content_illegal": "No",
    }


def _category(rule: BrokenRule | None) -> tuple[str, str]:
    if rule is None:
        return "OTHER_VIOLATION_TC", "GOODS_SERVICES_NOT_PERMITTED"
    for concept in rule.concepts:
        known = BY_FAMILY.get(concept.partition(".")[0])
        if known is not None:
            return known
    return BY_CLASS.get(rule.enforcement_class, BY_CLASS["general"])


def _facts(reasons: Reasons, names: Sequence[str]) -> str:
    what = "an account" if reasons.subject_kind == "trader" else f"a {reasons.subject_kind}"
    if reasons.source == "ladder":
        text = f"The penalty points of the account reached {reasons.points:g}." if reasons.points is not None else "Penalty points."
    else:
        shown = f" What shows it: {', '.join(reasons.words)}." if reasons.words else ""
        text = f"The decision is about {what} on an online marketplace.{shown}"
    return _cut(redact(f"{text} {reasons.note}".strip(), names), 5000)


def _cut(text: str, most: int) -> str:
    clean = " ".join(text.split())
    return clean if len(clean) <= most else clean[: most - 1] + "…"


def _day(day: dt.date, first: str) -> str:
    return max(day.isoformat(), first)
