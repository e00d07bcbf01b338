"""A draft tried out beside the page: lint, examples, and the verdicts of a sample that would change."""

import datetime as dt
from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from pratique.assembly import draft_trial
from pratique.assembly.compiled import compiled
from pratique.assembly.draft_trial import Trialled
from pratique.assembly.operations import drafts
from pratique.base.actor import Actor
from pratique.base.clock import now, today
from pratique.casework.content_draft import Tried
from pratique.console.frame import terms
from pratique.console.frame.connection import looking, working
from pratique.console.frame.lists import chosen
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.studio import jobs, library
from pratique.console.screens.studio.jobs import Tell
from pratique.policy.difference import Change, difference
from pratique.policy.lint.issue import Severity
from pratique.policy.model import VERDICTS, Content
from pratique.signals.text.detector import TextDetector
from pratique.store import samples

SIZES = (500, 2000, 10_000)
terms.add(
    "trial_step",
    {
        "waiting": _("Waiting for another trial"),
        "reading": _("Reading the draft"),
        "compiling": _("Compiling what changed"),
        "examples": _("Trying its examples"),
        "lint": _("Checking it"),
        "sample": _("Screening the sample"),
        "comparing": _("Comparing verdicts"),
    },
)
_readers: dict[str, TextDetector] = {}


class Question(msgspec.Struct, frozen=True):
    """What a draft is tried on."""

    size: int
    channel: str | None
    market: str | None
    as_of: dt.date


class Shown(msgspec.Struct, frozen=True):
    """What came of it, with the difference in words."""

    trialled: Trialled
    changes: tuple[Change, ...]


def warm(content: Content) -> None:
    """Have what reads by the content that decides ready before a draft is tried: the first trial waits for it otherwise."""
    if content.hash not in _readers:
        jobs.begun(("reader", content.hash), lambda _: reader_of_deciding(content))


def question_of(request: Asked, content: Content) -> Question:
    """As the address says; 2,000 of all channels and markets today where it does not."""
    size = int(request.GET.get("size", "0")) if request.GET.get("size", "").isdigit() else SIZES[1]
    try:
        day = dt.date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        day = today()
    return Question(
        size if size in SIZES else SIZES[1], chosen(request, "channel", content.channels), chosen(request, "market", content.markets), day
    )


@screen("draft.read")
def effect(request: Asked, name: str) -> HttpResponse:
    """How far it is, or what came of it; asked for again until it is done."""
    actor = request.actor
    with working() as (tx, content):
        draft = drafts.read(tx, actor, name)
        question = question_of(request, content)
    if not draft.files:
        return render(request, "studio/effect.html", {"draft": draft, "is_empty": True})
    key = (name, draft.edition, content.hash, question, actor.id, actor.channels, actor.markets)
    job = jobs.begun(key, lambda tell: _tried(actor, name, question, tell))
    view: dict[str, Any] = {"draft": draft, "job": job, "question": question, "address": request.get_full_path()}
    if job.is_done and job.result is not None:
        view |= _view(job.result)
    return render(request, "studio/effect.html", view)


def _tried(actor: Actor, name: str, question: Question, tell: Tell) -> Shown:
    tell("reading", 0.02)
    with working() as (tx, content):
        before = library.whole(tx, content)
        draft = drafts.read(tx, actor, name)
        laid = drafts.laid_over(tx, before, draft)
        sample = samples.newest(tx, actor, question.size, channel=question.channel, market=question.market)
    asked = draft_trial.Asked(question.as_of, (question.market,) if question.market else markets_of(actor))
    found = draft_trial.try_out(before, laid.content, laid.locked, sample, asked, tell, reader_of_deciding(before))
    shown = Shown(found, tuple(difference(before, laid.content)))
    effect = found.effect
    warnings = sum(issue.severity is Severity.warning for issue in found.issues)
    counts = Tried(
        draft.edition, now(), found.errors, warnings, len(found.failed), effect.sample, effect.changed, effect.stricter, effect.milder
    )
    with looking() as tx:
        drafts.note_trial(tx, actor, name, counts)
    return shown


def reader_of_deciding(content: Content) -> TextDetector:
    """What reads as the content that decides does; made once."""
    found = _readers.get(content.hash)
    if found is None:
        _readers.clear()
        found = _readers[content.hash] = draft_trial.reader_of(content, compiled(content))
    return found


def markets_of(actor: Actor) -> tuple[str, ...] | None:
    """Markets within the walls; `None`: all."""
    return tuple(sorted(actor.markets)) if actor.markets is not None else None


def _view(shown: Shown) -> dict[str, Any]:
    trialled = shown.trialled
    effect = trialled.effect
    pairs = sorted(effect.pairs.items(), key=lambda one: -one[1])
    return {
        "trialled": trialled,
        "effect": effect,
        "changes": shown.changes,
        "errors": [issue for issue in trialled.issues if issue.severity is Severity.error],
        "warnings": [issue for issue in trialled.issues if issue.severity is Severity.warning],
        "notes": [issue for issue in trialled.issues if issue.severity is Severity.note],
        "failed": trialled.failed,
        "passed": len(trialled.outcomes) - len(trialled.failed),
        "pairs": [(old, new, count, VERDICTS.index(new) > VERDICTS.index(old)) for (old, new), count in pairs],
        "most": max((count for _, count in pairs), default=1),
        "markets": list(effect.by_market.items())[:12],
        "most_market": max(effect.by_market.values(), default=1),
        "rules": list(effect.by_rule.items())[:8],
        "subjects": effect.shown[:50],
    }
