"""An action taken by a person of their own accord."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pratique.assembly.operations import enforcement, mass
from pratique.assembly.operations.enforcement import Measure
from pratique.assembly.operations.located import with_traders
from pratique.assembly.operations.mass import Closure
from pratique.base.errors import Fault, InvalidError
from pratique.casework.subject import KINDS as SUBJECT_KINDS
from pratique.casework.subject import Subject
from pratique.console.frame.connection import working
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.thread import filters
from pratique.enforcement.action import Cause
from pratique.enforcement.action.kinds import KINDS, NATURES
from pratique.policy.model import Content
from pratique.store import listings
from pratique.store.transaction import Transaction

SUBJECTS = tuple(SUBJECT_KINDS)


@screen("action.impose")
def impose(request: Asked) -> HttpResponse:
    """The form, filled in by the address; what it wants is done at once, save closing an account: that waits for a second person."""
    given = request.POST if request.method == "POST" else request.GET
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            return _do(request)
        except InvalidError as error:
            faults = error.faults
    with working() as (_tx, content):
        shown: dict[str, Any] = {
            "given": given,
            "faults": faults,
            "kinds": [(kind, NATURES[kind].of_trader) for kind in KINDS],
            "subject_kinds": SUBJECTS,
            "chosen_markets": given.getlist("markets"),
            "nav_here": "actions",
            **filters.choices(request, content),
        }
    return render(request, "statements/impose.html", shown, status=422 if faults else 200)


def _do(request: Asked) -> HttpResponse:
    with working() as (tx, content):
        if request.POST.get("kind") == "close_account":
            closure = Closure(
                trader=_text(request, "subject"), channel=_text(request, "channel"), reason=_text(request, "note"), rules=_rules(request)
            )
            asked = mass.close_account(tx, request.actor, content, closure)
            messages.success(request, _("Proposed: a second person decides."))
            return redirect("proposal", asked.proposal.id) if asked.proposal else redirect("trader", closure.trader)
        action = enforcement.impose(tx, request.actor, content, _measure(request, tx, content))
    messages.success(request, _("Done; the trader is told why."))
    return redirect("action", action.id)


def _measure(request: Asked, tx: Transaction, content: Content) -> Measure:
    """What the form asks for, with what is known of the subject. Raises InvalidError."""
    kind, subject_kind, subject = _text(request, "kind"), _text(request, "subject_kind"), _text(request, "subject")
    markets, channel, days = request.POST.getlist("markets"), _text(request, "channel") or None, _text(request, "days")
    rules = _rules(request)
    faults = [Fault("rules", _("there is no rule %(rule)s") % {"rule": each}) for each in rules if each not in content.rules]
    faults += [Fault("markets", _("there is no market %(market)s") % {"market": each}) for each in markets if each not in content.markets]
    if kind not in KINDS:
        faults.append(Fault("kind", _("say what is done")))
    if subject_kind not in SUBJECTS or not subject:
        faults.append(Fault("subject", _("say to whom or what")))
    if channel is not None and channel not in content.channels:
        faults.append(Fault("channel", _("there is no such channel")))
    if days and not (days.isascii() and days.isdigit() and 0 < int(days) <= 3650):
        faults.append(Fault("days", _("a number of days")))
    if not _text(request, "note"):
        faults.append(Fault("note", _("say why; the trader reads it")))
    if faults:
        raise InvalidError(faults)
    known = listings.named(tx, request.actor, [(subject_kind, subject)]).get((subject_kind, subject))
    (located,), only = with_traders(tx, [Subject(subject_kind, subject)])  # type: ignore[arg-type]  # one of SUBJECTS
    return Measure(
        kind=kind,  # type: ignore[arg-type]  # one of KINDS
        subject_kind=subject_kind,
        subject=subject,
        subject_title=known.title if known else "",
        trader=located.trader,
        channel=channel or only,
        markets=tuple(markets) or None,
        until=tx.at + dt.timedelta(days=int(days)) if days else None,
        cause=Cause("person", request.actor.id, tuple(f"{each}@{content.rules[each].version}" for each in rules), _text(request, "note")),
    )


def _rules(request: Asked) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in _text(request, "rules").replace(",", " ").split() if each))


def _text(request: Asked, name: str) -> str:
    return str(request.POST.get(name, "")).strip()[:4000]
