"""Rules: searched, and each as a page a lawyer reads."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pratique.assembly.operations import drafts
from pratique.assembly.operations.permission import may
from pratique.base.actor import Actor
from pratique.base.clock import today
from pratique.base.errors import AbsentError
from pratique.casework.content_draft import ContentDraft
from pratique.console.frame.areas import Found
from pratique.console.frame.connection import working
from pratique.console.frame.lists import chosen, given
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.templatetags.frame import words
from pratique.console.screens.studio import library, shown
from pratique.policy.model import DEMANDS, Content, Rule
from pratique.policy.renamed import rule_named
from pratique.policy.written import rule_yaml
from pratique.store.transaction import Transaction

ON_A_PAGE = 50
VERIFIED = ("official_text", "secondary", "unverified", "house")
STATUSES = ("live", "shadow", "draft", "retired")


@screen("content.read")
def home(_request: Asked) -> HttpResponse:
    """The studio opens with its rules."""
    return redirect("studio-rules")


@screen("content.read")
def listed(request: Asked) -> HttpResponse:
    """Rules by words, where, what and how verified; filters in the address."""
    free = given(request, "q", "cursor", "source")
    with working() as (_tx, content):
        asked = {
            "pack": chosen(request, "pack", content.packs),
            "market": chosen(request, "market", content.markets),
            "topic": chosen(request, "topic", content.topics),
            "demand": chosen(request, "demand", DEMANDS),
            "verified": chosen(request, "verified", VERIFIED),
            "status": chosen(request, "status", STATUSES),
        }
        found = [rule for rule in shown.rules_within(content, request.actor) if _wanted(rule, content, asked, free)]
    found.sort(key=lambda rule: rule.id)
    rest = [rule for rule in found if rule.id > free.get("cursor", "")]
    rows = [(rule, content.packs[rule.jurisdiction].title if rule.jurisdiction in content.packs else {}) for rule in rest[:ON_A_PAGE]]
    more = rest[ON_A_PAGE - 1].id if len(rest) > ON_A_PAGE else None
    view = {
        "rows": rows,
        "number": len(found),
        "page": {"next": more},
        "asked": asked,
        "words": free.get("q", ""),
        "source": content.sources.get(free.get("source", "")),
        "packs": sorted(content.packs.values(), key=lambda one: one.id),
        "markets": sorted(content.markets.values(), key=lambda one: one.code),
        "topics": sorted(content.topics.values(), key=lambda one: one.id),
        "demands": DEMANDS,
        "verifieds": VERIFIED,
        "statuses": STATUSES,
        "tab": "rules",
    }
    return render(request, "studio/rules.html", view)


@screen("content.read")
def one(request: Asked, name: str) -> HttpResponse:
    """One rule, by the id it has or had."""
    day = _day(request)
    with working() as (tx, content):
        content = library.whole(tx, content)
        rule = rule_named(content, name)
        if rule is None or rule not in shown.rules_within(content, request.actor):
            raise AbsentError("rule", name)
        if rule.id != name:
            return redirect("studio-rule", rule.id)
        families = library.families(content)
        view: dict[str, Any] = {
            "one": shown.rule_shown(content, rule, families, day),
            "rule": rule,
            "tests": [test for test in content.rule_tests if test.rule == rule.id],
            "replaced_by": [other for other in content.rules.values() if rule.id in other.replaces],
            "also": [content.topics[topic] for topic in (rule.topic, *rule.also) if topic in content.topics],
            "text": rule_yaml(rule, families),
            "day": day,
            "tab": "rules",
            "nav_here": "studio-rules",
            "drafts": open_drafts(tx, request.actor),
        }
    return render(request, "studio/rule_drawer.html" if request.htmx else "studio/rule.html", view)


def find(tx: Transaction, actor: Actor, typed: str, limit: int) -> list[Found]:
    """Rules and concepts for the palette."""
    del tx
    with working() as (_tx, content):
        rules = [one for one in shown.rules_within(content, actor) if shown.fits(typed, (one.id,), one.title.values())]
        concepts = [one for one in content.concepts.values() if shown.fits(typed, (one.id,), one.title.values())]
    found = [Found(_("Rule"), words(one.title), one.id, reverse("studio-rule", args=(one.id,)), "law") for one in rules[:limit]]
    half = limit if not found else max(1, limit // 2)
    found = found[: limit - min(len(concepts), limit - half)]
    found += [Found(_("Concept"), words(one.title), one.id, reverse("studio-concept", args=(one.id,)), "studio") for one in concepts]
    return found[:limit]


def _wanted(rule: Rule, content: Content, asked: dict[str, str | None], free: dict[str, str]) -> bool:
    if asked["pack"] and rule.jurisdiction != asked["pack"]:
        return False
    if asked["market"]:
        market = content.markets[asked["market"]]
        if rule.is_law and (rule.jurisdiction not in market.jurisdictions or any(one.rule == rule.id for one in market.exclude)):
            return False
    if asked["topic"] and asked["topic"] not in (rule.topic, *rule.also):
        return False
    if asked["demand"] and rule.demand != asked["demand"]:
        return False
    if asked["verified"] and rule.verified.by != asked["verified"]:
        return False
    if asked["status"] and rule.status != asked["status"]:
        return False
    if free.get("source") and all(one.source != free["source"] for one in rule.basis):
        return False
    laws = (content.sources[one.source].citation for one in rule.basis if one.source in content.sources)
    return not free.get("q") or shown.fits(free["q"], (rule.id, *rule.formerly), rule.title.values(), laws)


def open_drafts(tx: Transaction, actor: Actor) -> list[ContentDraft]:
    """Drafts that somebody may go on with."""
    return list(drafts.listed(tx, actor, status="open", limit=20).items) if may(actor, "draft.write") else []


def _day(request: Asked) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        return today()
