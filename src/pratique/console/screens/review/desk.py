"""The desk: one case with everything that helps to decide it."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from pratique.assembly.operations import alike, cases, enforcement, house_reasons, prints, reviewers, rulings, screening, traders
from pratique.assembly.operations.permission import may
from pratique.assembly.reasons import reasons
from pratique.base.actor import Actor
from pratique.base.errors import RefusalError
from pratique.casework.case import QUEUES, Case
from pratique.casework.case.state import WAITING
from pratique.console.frame import marked
from pratique.console.frame.connection import working
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.templatetags.frame import words
from pratique.console.screens.listings import pictures
from pratique.console.screens.listings.detail import grid, titles
from pratique.console.screens.review.macros import macros
from pratique.policy.model import VERDICTS as GRAVITY
from pratique.policy.model import Content
from pratique.policy.renamed import names_of, rule_named
from pratique.store import labels
from pratique.store.transaction import Transaction

PAST = dt.timedelta(days=180)
ORIGINS = ("decision",)
"""Cases that are decided here; notices, appeals and orders have areas of their own."""
VERDICTS = ("allow", "allow_with_conditions", "refuse")


@screen("case.read")
def one(request: Asked, name: str) -> HttpResponse:
    """The whole desk; in the drawer of the queue the same without the panel to decide."""
    with working() as (tx, content):
        case = cases.read(tx, request.actor, name)
        is_mine = case.holder(tx.at) == request.actor.id
        shown: dict[str, Any] = {
            "case": case,
            "is_mine": is_mine,
            "is_waiting": case.status in WAITING,
            "may_claim": may(request.actor, "case.claim") and not is_mine and case.holder(tx.at) is None,
            "verdicts": VERDICTS,
            "queues": QUEUES.values(),
            "nav_here": "review-queue",
            "golden_sets": reviewers.open_sets(tx, request.actor) if _fits_golden(request.actor, case) else (),
            "origin_address": _origin(case),
            "macros": macros(content, case, house_reasons.listed(tx, request.actor, case.queue)),
            "asking": [(each, _title(content, each)) for each in case.rules],
            "pending": rulings.waiting(tx, request.actor),
            **_subject(tx, request, content, case),
            **_trader(tx, request.actor, content, case),
            **_past(tx, request.actor, content, case),
            **_alike(tx, request.actor, content, case),
        }
    return render(request, "review/desk.html", shown)


def _title(content: Content, rule: str) -> str:
    known = content.rules.get(rule.partition("@")[0])
    return words(known.title) if known else rule


def _fits_golden(actor: Actor, case: Case) -> bool:
    return case.status == "decided" and bool(case.snapshot) and may(actor, "golden.write")


def _subject(tx: Transaction, request: Asked, content: Content, case: Case) -> dict[str, Any]:
    """Text with highlights, pictures, the chain of the rules that ask, verdicts of the other markets."""
    actor = request.actor
    if case.origin.kind != "decision":
        return {"listing": None, "reasons": (), "grid": (), "texts": ()}
    decision = screening.read(tx, case.origin.id, actor)
    mine = [outcome for outcome in decision.outcomes if set(outcome.markets) & set(case.markets)]
    findings = {(each["rule"], each["version"]): each for outcome in mine for each in outcome.findings if each["verdict"] != "allow"}
    asking = {rule.partition("@")[0] for rule in case.rules}
    place = {rule.partition("@")[0]: number for number, rule in enumerate(case.rules)}
    ordered = sorted(
        findings.values(),
        key=lambda each: (-GRAVITY.index(each["verdict"]), place.get(each["rule"], len(place)), -float(each["confidence"])),
    )
    missing = tuple({each for outcome in mine for each in outcome.missing})
    listing = cases.subject_shown(tx, actor, case.id) if may(actor, "private.read") else screening.text_of(tx, decision.decision_id, actor)
    heavy = {
        concept for each in ordered if each["rule"] in asking and each["verdict"] in ("hold", "refuse") for concept in each["concepts"]
    }
    named = titles(content, decision)
    return {
        "decision": decision,
        "listing": listing,
        "reasons": reasons(content, ordered, decision.concepts, decision.evidence, missing),
        "grid": grid(content, decision),
        "texts": marked.fields(listing, decision.evidence, named, heavy),
        **pictures.beside(tx, request, listing, decision, named),
    }


def _trader(tx: Transaction, actor: Actor, content: Content, case: Case) -> dict[str, Any]:
    if case.trader is None or not may(actor, "trader.read"):
        return {"trader": None}
    try:
        standing = traders.standing(tx, actor, content, case.trader)
    except RefusalError:
        return {"trader": None}
    ladders = [
        (channel, words(next((each.title for each in content.channels[channel].ladders if each.id == ladder), {"en": ladder})), state)
        for channel, found in standing.channels.items()
        for ladder, state in found.items()
    ]
    actions = enforcement.listed(tx, actor, trader=case.trader, limit=6).items
    return {"trader": standing.trader, "ladders": [each for each in ladders if each[2].points or each[2].consequences], "actions": actions}


def _past(tx: Transaction, actor: Actor, content: Content, case: Case) -> dict[str, Any]:
    """What people said before: on the rule that asks first, on the same goods, on the same concepts by other rules."""
    if not case.rules:
        return {"past": None}
    name, _, version = case.rules[0].partition("@")
    rule = rule_named(content, name)
    newest = max(rule.version if rule is not None else 1, int(version or 1))
    asked = [f"{one}@{number}" for one in names_of(content, name) for number in range(1, newest + 1)]
    past = labels.on_rule(tx, actor, asked, tx.at - PAST, case.id)
    same = [one.listing for one in prints.same_goods(tx, actor, case.subject)] if case.subject_kind == "listing" else []
    concepts = [] if rule is None else sorted({name for group in (*rule.when.all, *rule.when.any) for name in group})
    return {
        "past": past,
        "past_counts": [(each, past.counts.get(each, 0)) for each in VERDICTS],
        "past_whole": sum(past.counts.values()),
        "past_goods": labels.on_subjects(tx, actor, [case.subject, *same], tx.at - PAST, case.id).last,
        "past_concepts": labels.on_concepts(tx, actor, concepts, asked, tx.at - PAST, case.id, 3).last,
    }


def _alike(tx: Transaction, actor: Actor, content: Content, case: Case) -> dict[str, Any]:
    """How many others could be decided together with it, for those who may."""
    if not may(actor, "case.bulk") or not case.rules or case.origin.kind != "decision" or case.status not in ("open", "escalated"):
        return {"alike": ()}
    return {"alike": [(by, number) for by, number in alike.counts(tx, actor, content, case).items() if number > 1]}


def _origin(case: Case) -> str:
    """Address of the notice, appeal or order a case stands for; empty where it is no such."""
    if case.subject_kind not in ("notice", "appeal", "order"):
        return ""
    try:
        return reverse(case.subject_kind, args=(case.origin.id,))
    except NoReverseMatch:
        return ""
