"""Alike cases decided together with one verdict and one reason, each kept by itself; of many it waits for a second person."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from pratique.assembly.operations import alike, cases, house_reasons, mass
from pratique.assembly.operations.alike import MOST, WAYS
from pratique.assembly.operations.mass import ManyCases
from pratique.base.errors import Fault, InvalidError
from pratique.casework.four_eyes import GATES
from pratique.console.frame import refusals, terms
from pratique.console.frame.connection import working
from pratique.console.frame.lists import chosen
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.review.desk import VERDICTS
from pratique.console.screens.review.macros import macros
from pratique.policy.renamed import rule_named

terms.add(
    "alike",
    {
        "rule": gettext_lazy("Held by the same rule"),
        "trader": gettext_lazy("The same rule, the same trader"),
        "goods": gettext_lazy("The same rule, the same goods"),
    },
)


@require_http_methods(["GET", "POST"])
@screen("case.bulk")
def decide(request: Asked, name: str) -> HttpResponse:
    """The alike cases; by POST those that were chosen are decided, or proposed where they are many."""
    if request.method != "POST":
        return _page(request, name)
    picked = request.POST.getlist("case")[: MOST + 1]
    try:
        with working() as (tx, content):
            case = cases.read(tx, request.actor, name)
            there = {each.id for each in alike.waiting(tx, request.actor, content, case, _by(request)).items}
            done = mass.decide_cases(tx, request.actor, content, _form(request, case.rules, [each for each in picked if each in there]))
    except InvalidError as error:
        return _page(request, name, [refusals.faults(error)])
    if done.proposal is not None:
        messages.success(request, _("Proposed. It is done once a second person agrees."))
        return redirect("proposal", done.proposal.id)
    told = ngettext("%(number)s case decided.", "%(number)s cases decided.", len(done.done)) % {"number": len(done.done)}
    messages.success(request, told)
    if done.refused:
        left = ngettext("%(number)s case was left as it is.", "%(number)s cases were left as they are.", len(done.refused))
        messages.warning(request, left % {"number": len(done.refused)})
    return redirect("review-queue")


def _page(request: Asked, name: str, faults: Sequence[str] = ()) -> HttpResponse:
    by = _by(request)
    with working() as (tx, content):
        case = cases.read(tx, request.actor, name)
        found = alike.waiting(tx, request.actor, content, case, by)
        rule = rule_named(content, case.rules[0]) if case.rules else None
        reasons = macros(content, case, house_reasons.listed(tx, request.actor, case.queue))
    shown = {
        "case": case,
        "rule": rule,
        "found": found,
        "by": by,
        "ways": WAYS,
        "verdicts": VERDICTS,
        "macros": reasons,
        "faults": faults,
        "given": request.POST,
        "picked": request.POST.getlist("case"),
        "gate": GATES["case.bulk"].from_count,
        "most": MOST,
        "nav_here": "review-queue",
    }
    return render(request, "review/together.html", shown, status=422 if faults else 200)


def _by(request: Asked) -> alike.By:
    return chosen(request, "by", WAYS) or "rule"  # type: ignore[return-value]  # one of WAYS


def _form(request: Asked, rules: Sequence[str], names: Sequence[str]) -> ManyCases:
    """Raises InvalidError for what is missing, all at once."""
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "").strip()
    faults = [Fault("verdict", "say how they are decided")] if verdict not in VERDICTS else []
    faults += [Fault("reason", "say why, in words the trader may read")] if not reason else []
    faults += [Fault("cases", "choose at least one")] if not names else []
    if faults:
        raise InvalidError(faults)
    return ManyCases(tuple(names), verdict, rules[0] if rules else "", reason, request.POST.get("note", "").strip())
