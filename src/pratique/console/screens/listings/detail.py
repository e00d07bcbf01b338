"""One listing: where it may be offered, and each verdict down to the law."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from pratique.assembly.operations import cases, enforcement, screening
from pratique.assembly.operations.permission import may
from pratique.assembly.operations.screening import KeptDecision, Outcome
from pratique.assembly.reasons import reasons
from pratique.base.errors import AbsentError
from pratique.console.frame import marked
from pratique.console.frame.connection import working
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.templatetags.frame import words
from pratique.console.screens.listings import pictures
from pratique.policy.model import VERDICTS, Content
from pratique.store.transaction import Transaction

HISTORY = 25


@screen("decision.read")
def one(request: Asked, kind: str, subject: str) -> HttpResponse:
    """The page, or in the drawer the same without history."""
    with working() as (tx, content):
        decisions = _decisions(tx, request, kind, subject)
        chosen = next((each for each in decisions if each.decision_id == request.GET.get("decision")), decisions[0])
        listing = screening.text_of(tx, chosen.decision_id, request.actor)
        named = titles(content, chosen)
        shown = {
            "kind": kind,
            "subject": subject,
            "decision": chosen,
            "decisions": decisions,
            "listing": listing,
            "grid": grid(content, chosen),
            "texts": marked.fields(listing, chosen.evidence, named, grave(chosen)),
            "nav_here": "listings",
            **_beside(tx, request, kind, subject),
            **pictures.beside(tx, request, listing, chosen, named),
            **chain(content, chosen, request.GET.get("market", "")),
        }
    return render(request, "listings/drawer.html" if request.htmx.target == "drawer-inside" else "listings/one.html", shown)


@screen("decision.read")
def why(request: Asked, kind: str, subject: str) -> HttpResponse:
    """The chain of one market, for the panel beside the grid."""
    with working() as (tx, content):
        decisions = _decisions(tx, request, kind, subject)
        chosen = next((each for each in decisions if each.decision_id == request.GET.get("decision")), decisions[0])
        shown = {"kind": kind, "subject": subject, "decision": chosen, **chain(content, chosen, request.GET.get("market", ""))}
    return render(request, "listings/chain.html", shown)


def chain(content: Content, decision: KeptDecision, market: str) -> dict[str, Any]:
    """What the chain of a market needs; without a market, that of the gravest verdict."""
    outcome = next((each for each in decision.outcomes if market in each.markets), None) or gravest(decision)
    market = market if market in outcome.markets else outcome.markets[0]
    return {
        "market": market,
        "market_title": content.markets[market].title if market in content.markets else market,
        "outcome": outcome,
        "reasons": reasons(content, outcome.findings, decision.concepts, decision.evidence, outcome.missing),
    }


def gravest(decision: KeptDecision) -> Outcome:
    """The outcome with the highest verdict; of several that of most markets."""
    return max(decision.outcomes, key=lambda each: (VERDICTS.index(each.verdict), len(each.markets)))


def grid(content: Content, decision: KeptDecision) -> list[tuple[str, list[tuple[str, str]]]]:
    """Verdict → its markets with their names, the gravest first."""
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in reversed(VERDICTS)}
    for outcome in decision.outcomes:
        found[outcome.verdict] += [
            (code, words(content.markets[code].title) if code in content.markets else code) for code in outcome.markets
        ]
    return [(name, sorted(markets)) for name, markets in found.items() if markets]


def titles(content: Content, decision: KeptDecision) -> dict[str, str]:
    """What the concepts of a decision are called."""
    return {
        str(each["concept"]): words(content.concepts[each["concept"]].title)
        for each in decision.concepts
        if each["concept"] in content.concepts
    }


def grave(decision: KeptDecision) -> set[str]:
    """Concepts on which a verdict rests that holds or refuses."""
    return {
        name
        for outcome in decision.outcomes
        for finding in outcome.findings
        if finding["verdict"] in ("hold", "refuse")
        for name in finding["concepts"]
    }


def _decisions(tx: Transaction, request: Asked, kind: str, subject: str) -> list[KeptDecision]:
    found = screening.of_subject(tx, kind, subject, None, HISTORY, request.actor)
    if not found:
        raise AbsentError(kind, subject)
    return found


def _beside(tx: Transaction, request: Asked, kind: str, subject: str) -> dict[str, Any]:
    """What was done about it and who works on it, as far as whoever looks may see it."""
    found: dict[str, Any] = {"actions": (), "cases": ()}
    if may(request.actor, "action.read"):
        found["actions"] = enforcement.listed(tx, request.actor, subject=subject, limit=20).items
    if may(request.actor, "case.read"):
        found["cases"] = cases.listed(tx, request.actor, subject=subject, limit=20).items
    return found
