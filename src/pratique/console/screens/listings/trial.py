"""Try a listing: what is typed is decided at once, and nothing is kept."""

import datetime as dt
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from pratique.assembly.operations import screening
from pratique.assembly.operations.screening import Asked as AskedListing
from pratique.assembly.precheck import Step, precheck
from pratique.assembly.read import read_listings
from pratique.assembly.reasons import reasons
from pratique.assembly.screener import Screener
from pratique.assembly.screeners import Question
from pratique.base.actor import Actor
from pratique.base.errors import Fault, InvalidError
from pratique.console.frame import marked
from pratique.console.frame.connection import working
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.screeners import screeners
from pratique.console.frame.templatetags.frame import words
from pratique.engine.decision import Decision
from pratique.facts import Listing
from pratique.facts.listing import STAGES
from pratique.policy.model import VERDICTS, Content

PLAIN = ("title", "description", "category", "brand", "price", "origin", "age_from", "condition")
LARGEST = 2 * 1024 * 1024
"""Bytes of a file whose first listing is taken."""
NEAREST = 6


@screen("screen")
def trial(request: Asked) -> HttpResponse:
    """The form, empty or filled from a listing that is there."""
    given: dict[str, str] = {name: value for name in PLAIN if (value := request.GET.get(name, ""))}
    with working() as (tx, content):
        if request.GET.get("listing"):
            kind, subject = request.GET.get("kind", "listing"), request.GET["listing"]
            found = screening.of_subject(tx, kind, subject, None, 1, request.actor)
            if found:
                given = _of_listing(screening.text_of(tx, found[0].decision_id, request.actor))
                given["channel"] = found[0].channel or ""
        shown = {"given": given, **_choices(content, request.actor)}
    return render(request, "listings/trial.html", shown)


@require_POST
@screen("screen")
def answer(request: Asked) -> HttpResponse:
    """The verdicts of what was typed, market by market, with what to do and why."""
    with working() as (_, content):
        return render(request, "listings/trial_answer.html", _answered(request, content))


@require_POST
@screen("screen")
def why(request: Asked) -> HttpResponse:
    """The chain of one market, and the rules that came near."""
    with working() as (_, content):
        shown = _answered(request, content)
    return render(request, "listings/trial_chain.html", shown)


@require_POST
@screen("screen")
def from_file(request: Asked) -> HttpResponse:
    """The form filled from a file or from the text of a page."""
    file, pasted = request.FILES.get("file"), request.POST.get("pasted", "").strip()
    if file is not None:
        if (file.size or 0) > LARGEST:
            raise InvalidError([Fault("file", "is larger than 2 MiB; its first listing is enough")])
        given = _of_file(file.name or "", file.read())
    else:
        given = _of_page(pasted)
    with working() as (_, content):
        shown = {"given": given, **_choices(content, request.actor)}
    return render(request, "listings/trial_form.html", shown)


def _choices(content: Content, actor: Actor) -> dict[str, Any]:
    channels = [one for one in content.channels.values() if actor.channels is None or one.id in actor.channels]
    return {"channels": channels, "stages": STAGES, "today": dt.datetime.now(dt.UTC).date().isoformat(), "nav_here": "listing-trial"}


def _asked(request: HttpRequest, actor: Actor, content: Content) -> AskedListing:
    given = {name: value for name in PLAIN if (value := request.POST.get(name, "").strip())}
    row: dict[str, object] = {"listing_id": "typed", "title": "-", **given}
    attributes = dict(_pairs(request.POST.get("attributes", "")))
    if attributes:
        row["attributes"] = attributes
    for name in ("manufacturer", "responsible_person"):
        if name in request.POST:
            row[name] = {"name": "named", "address": "named", "email": "named@example.org", "country": "DE"}
    documents = [{"type": one} for one in request.POST.get("documents", "").replace(",", " ").split()]
    if documents:
        row["documents"] = documents
    stage = request.POST.get("stage", "publish")
    if stage not in STAGES:
        raise InvalidError([Fault("stage", f"there is no stage `{stage}`")])
    try:
        day = dt.date.fromisoformat(request.POST.get("as_of", "")) if request.POST.get("as_of") else None
    except ValueError:
        raise InvalidError([Fault("as_of", "is no day")]) from None
    question = Question(request.POST.get("channel") or None, stage, None, "default", day)
    return screening.asked_of(row, question, content, actor)


def _answered(request: Asked, content: Content) -> dict[str, Any]:
    if not request.POST.get("title", "").strip() and not request.POST.get("description", "").strip():
        return {"is_empty": True}
    asked = _asked(request, request.actor, content)
    screener = screeners(content).drafter(asked.question).screener
    started = time.perf_counter()
    found = screener.screen(asked.listing)
    took = (time.perf_counter() - started) * 1000
    decisions = {one.market: one for one in found if asked.question.markets is None or one.market in asked.question.markets}
    language = "zh" if (get_language() or "en").startswith("zh") else "en"
    worst = max(decisions.values(), key=lambda one: (VERDICTS.index(one.verdict), len(one.findings)))
    market = request.POST.get("market", "")
    chosen = decisions.get(market, worst)
    evidence = [msgspec.to_builtins(one) for one in chosen.evidence]
    concepts = {one.concept: words(content.concepts[one.concept].title) for one in chosen.concepts if one.concept in content.concepts}
    heavy = {name for one in decisions.values() for f in one.findings if f.verdict in ("hold", "refuse") for name in f.concepts}
    return {
        "took": took,
        "verdict": worst.verdict,
        "grid": _grid(content, decisions),
        "steps": to_do(precheck(screener, asked.listing, language, asked.warnings, asked.question.markets).steps),
        "texts": marked.fields(asked.listing, evidence, concepts, heavy),
        "warnings": asked.warnings,
        "read": [(one, concepts[one.concept]) for one in chosen.concepts if one.concept in concepts],
        "nearest": _nearest(screener, asked.listing, chosen.market) if request.POST.get("market") else (),
        **_chain(content, chosen, evidence),
    }


class ToDo(msgspec.Struct):
    """One thing to do, whichever rules ask for it."""

    verdict: str
    """The gravest that stands in the way without it."""
    fix: str
    markets: list[str]


def to_do(steps: Iterable[Step]) -> list[ToDo]:
    """Steps that say the same become one, with all their markets, in the order of the gravest of them."""
    found: dict[str, ToDo] = {}
    for step in steps:
        one = found.setdefault(" ".join(step.fix.split()).casefold(), ToDo(step.verdict, step.fix, []))
        one.verdict = max(one.verdict, step.verdict, key=VERDICTS.index)
        one.markets += [market for market in step.markets if market not in one.markets]
    for one in found.values():
        one.markets.sort()
    return sorted(found.values(), key=lambda one: (-VERDICTS.index(one.verdict), -len(one.markets)))


def _chain(content: Content, decision: Decision, evidence: list[dict[str, Any]]) -> dict[str, Any]:
    findings = [msgspec.to_builtins(one) for one in decision.findings]
    concepts = [msgspec.to_builtins(one) for one in decision.concepts]
    return {
        "market": decision.market,
        "market_title": content.markets[decision.market].title,
        "outcome": decision,
        "reasons": reasons(content, findings, concepts, evidence, decision.missing),
    }


def _nearest(screener: Screener, listing: Listing, market: str) -> list[tuple[str, list[tuple[str, str]]]]:
    trace = screener.explain(listing, market, NEAREST)
    return [(words(one.title), [(step.kind, step.text) for step in one.obstacles]) for one in trace.nearest]


def _grid(content: Content, decisions: Mapping[str, Decision]) -> list[tuple[str, list[tuple[str, str]]]]:
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in reversed(VERDICTS)}
    for code, decision in sorted(decisions.items()):
        found[decision.verdict].append((code, words(content.markets[code].title)))
    return [(name, markets) for name, markets in found.items() if markets]


def _pairs(text: str) -> list[tuple[str, str]]:
    """`colour: red`, one a line."""
    lines = [line.partition(":") for line in text.replace("：", ":").splitlines() if ":" in line.replace("：", ":")]
    return [(name.strip(), value.strip()) for name, _, value in lines if name.strip() and value.strip()]


def _of_listing(listing: Listing) -> dict[str, str]:
    found = {name: str(value) for name in PLAIN if (value := getattr(listing, name)) is not None}
    found["attributes"] = "\n".join(f"{name}: {value}" for name, value in (listing.attributes or {}).items())
    found["documents"] = " ".join(one.type for one in listing.documents or ())
    for name in ("manufacturer", "responsible_person"):
        if getattr(listing, name) is not None:
            found[name] = "on"
    return found


def _of_page(text: str) -> dict[str, str]:
    """The text of a page: its first line is the title."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return {"title": lines[0][:500], "description": "\n".join(lines[1:])[:20_000]} if lines else {}


def _of_file(name: str, body: bytes) -> dict[str, str]:
    """The first listing of a file. Raises InputError where it cannot be read, InvalidError where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(name).suffix.lower()[:10]}"
        path.write_bytes(body)
        for chunk in read_listings(path, chunk_rows=1):
            for listing in chunk.listings:
                return _of_listing(listing)
    raise InvalidError([Fault("file", "holds no listing that can be read")])
