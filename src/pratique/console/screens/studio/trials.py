"""A draft tried out beside the page: lint, examples, and the verdicts of a sample that would change; each opens to why."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from pratique.assembly.content_tests import Outcome
from pratique.assembly.draft_trial import Trial, Trialled
from pratique.assembly.operations import drafts
from pratique.assembly.trial_effect import changes_of
from pratique.base.actor import Actor
from pratique.base.clock import now
from pratique.base.errors import AbsentError, Fault, InvalidError
from pratique.base.place import Problem
from pratique.casework.content_draft import ContentDraft, Tried
from pratique.console.frame import terms
from pratique.console.frame.connection import looking, working
from pratique.console.frame.marked import fields
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.studio import jobs, library, sampling, shown
from pratique.console.screens.studio.jobs import Job, Tell
from pratique.console.screens.studio.sampling import Question, question_of
from pratique.console.screens.studio.told import ChangeShown, of_changes, of_issue, of_problems
from pratique.policy.difference import Change, difference
from pratique.policy.lint.issue import Severity
from pratique.policy.model import VERDICTS
from pratique.policy.renamed import rule_named
from pratique.store import listings as entries

terms.add(
    "trial_step",
    {
        "waiting": gettext_lazy("Waiting for another trial"),
        "reading": gettext_lazy("Reading the draft"),
        "compiling": gettext_lazy("Compiling what changed"),
        "examples": gettext_lazy("Trying its examples"),
        "lint": gettext_lazy("Checking it"),
        "sample": gettext_lazy("Screening the sample"),
        "comparing": gettext_lazy("Comparing verdicts"),
    },
)
_WEEK = dt.timedelta(days=7)
_READERS_KEPT = 2
_recent: list[Trial] = []


class Shown(msgspec.Struct, frozen=True):
    """What is known so far, with the difference in words."""

    trial: Trial
    trialled: Trialled
    changes: tuple[Change, ...]
    weekly: int
    """Subjects screened in the last seven days, of the kind the sample was taken from."""


def _remember(trial: Trial) -> None:
    """Keep what reads by the last drafts that were tried, and no others': each takes a hundred megabytes and more."""
    _recent.append(trial)
    while len(_recent) > _READERS_KEPT:
        _recent.pop(0).forget()


def begun(actor: Actor, draft: ContentDraft, deciding: str, question: Question) -> Job:
    """The trial of a draft as it stands; an older one of the same draft is broken off."""
    key = (draft.id, draft.edition, deciding, question, actor.id, actor.channels, actor.markets)
    return jobs.begun(key, lambda tell: _tried(actor, draft.id, question, tell), (draft.id, actor.id))


@screen("draft.read")
def effect(request: Asked, name: str) -> HttpResponse:
    """How far it is and what is known; asked for again until it is done."""
    actor = request.actor
    with working() as (tx, content):
        draft = drafts.read(tx, actor, name)
        question = question_of(request, content)
    if not draft.files:
        return render(request, "studio/effect.html", {"draft": draft, "is_empty": True})
    job = begun(actor, draft, content.hash, question)
    view: dict[str, Any] = {
        "draft": draft,
        "job": job,
        "question": question,
        "address": request.get_full_path(),
        "where": request.GET.urlencode(),
    }
    if job.problems:
        view["faults"] = of_problems([one for one in job.problems if isinstance(one, Problem)], draft.id)
        view["others"] = [one for one in job.problems if not isinstance(one, Problem)]
    elif job.result is not None:
        view |= _view(job.result, draft.id)
    return render(request, "studio/effect.html", view)


@screen("draft.read")
def why(request: Asked, name: str, row: int) -> HttpResponse:
    """One listing that would be decided otherwise: what was found before and after, by which words, under which rules."""
    actor = request.actor
    with working() as (tx, content):
        draft = drafts.read(tx, actor, name)
        question = question_of(request, content)
    job = begun(actor, draft, content.hash, question)
    if job.result is None or row >= len(job.result.trial.sample.rows):
        raise AbsentError("listing of the sample", str(row))
    trial: Trial = job.result.trial
    found = trial.why(row)
    groups = []
    by_market = {one.market: one for one in found.before}, {one.market: one for one in found.after}
    for change in changes_of(found.before, found.after):
        sides = [
            [(one, rule_named(of, one.rule)) for one in by_market[number][change.markets[0]].findings]
            for number, of in enumerate((trial.before, trial.after))
        ]
        groups.append((change, sides[0], sides[1]))
    titles = {
        one.concept: shown.title(trial.after.concepts[one.concept].title)
        for one in found.evidence[1]
        if one.concept in trial.after.concepts
    }
    view = {
        "draft": draft,
        "listing": found.listing,
        "kind": trial.sample.rows[row].kind,
        "is_kept": bool(trial.sample.rows[row].decision),
        "groups": groups,
        "fields": fields(found.listing, msgspec.to_builtins(found.evidence[1]), titles),
        "gone": [one for one in found.evidence[0] if one not in found.evidence[1]],
    }
    return render(request, "studio/why_drawer.html" if request.htmx else "studio/why.html", view)


@require_POST
@screen("draft.read")
def take_sample(request: Asked, name: str) -> HttpResponse:
    """Listings of a file as the sample."""
    given = request.FILES.get("listings")
    if given is None:
        raise InvalidError([Fault("listings", _("choose a file"))])
    with looking() as tx:
        drafts.read(tx, request.actor, name)
    key, told = sampling.take_in(request.actor, given, request.POST.get("channel") or None)
    messages.success(request, told)
    return redirect(f"{reverse('studio-draft', args=(name,))}?{urlencode({'file_of': key})}#trial")


def _tried(actor: Actor, name: str, question: Question, tell: Tell) -> Iterator[Shown]:
    tell("reading", 0.02)
    with working() as (tx, content):
        before = library.whole(tx, content)
        draft = drafts.read(tx, actor, name)
        laid = library.laid(tx, before, draft)
        sample = sampling.sample_of(tx, actor, question, content)
        weekly = entries.screened_since(tx, actor, sampling.wanted(question, content), now() - _WEEK)
    trial = Trial(sampling.deciding(before), laid.content, laid.locked, sample, sampling.asked_of(actor, question))
    _remember(trial)
    changes = tuple(difference(before, laid.content))
    last = None
    for found in trial.run(tell):
        last = found
        yield Shown(trial, found, changes, weekly)
    if last is None:
        return
    warnings = sum(issue.severity is Severity.warning for issue in last.issues or ())
    counts = Tried(
        draft.edition,
        now(),
        last.errors,
        warnings,
        len(last.failed),
        last.effect.sample,
        last.effect.changed,
        last.effect.stricter,
        last.effect.milder,
    )
    with looking() as tx:
        drafts.note_trial(tx, actor, name, counts)


def markets_of(actor: Actor) -> tuple[str, ...] | None:
    """Markets within the walls; `None`: all."""
    return tuple(sorted(actor.markets)) if actor.markets is not None else None


def _view(known: Shown, draft: str) -> dict[str, Any]:
    trialled = known.trialled
    effect = trialled.effect
    pairs = sorted(effect.pairs.items(), key=lambda one: -one[1])
    faults = [of_issue(issue, draft) for issue in trialled.issues or ()]
    share = known.weekly / effect.looked if effect.looked else 0
    changes: list[ChangeShown] = of_changes(known.changes)
    return {
        "trialled": trialled,
        "effect": effect,
        "changes": changes,
        "faults": [one for one in faults if one.severity == "error"],
        "warnings": [one for one in faults if one.severity == "warning"],
        "notes": [one for one in faults if one.severity == "note"],
        "failed": [_failed(one) for one in trialled.failed[:30]],
        "number_failed": len(trialled.failed),
        "passed": len(trialled.outcomes or ()) - len(trialled.failed),
        "pairs": [(old, new, count, VERDICTS.index(new) > VERDICTS.index(old)) for (old, new), count in pairs],
        "most": max((count for _, count in pairs), default=1),
        "markets": [(code, up, down, up + down) for code, (up, down) in list(effect.by_market.items())[:12]],
        "number_markets": len(effect.by_market),
        "most_market": max((up + down for up, down in effect.by_market.values()), default=1),
        "rules": list(effect.by_rule.items())[:8],
        "subjects": effect.shown[:20],
        "weekly_more": round(effect.more_review * share),
        "weekly_less": round(effect.less_review * share),
        "weekly": known.weekly,
    }


def _failed(one: Outcome) -> dict[str, object]:
    kind = {"hit": _("must be met"), "miss": _("must be left alone")}
    return {
        "about": one.about,
        "name": one.name,
        "expected": kind.get(one.expected, one.expected),
        "got": kind.get(one.got, one.got),
        "read": one.read,
        "note": one.note,
        "place": one.place,
    }
