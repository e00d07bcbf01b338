"""Reasons at one key that the seniors write: listed, written anew, taken away."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pratique.assembly.operations import house_reasons
from pratique.assembly.operations.house_reasons import LONGEST_NAME, LONGEST_TEXT, VERDICTS
from pratique.base.errors import InvalidError
from pratique.casework.case import QUEUES
from pratique.console.frame import refusals
from pratique.console.frame.connection import looking
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.review.macros import HOUSE_KEYS


@screen("reason.write")
def written(request: Asked) -> HttpResponse:
    """All of them with the form; `one` of the address fills it. By POST one is written, or taken away."""
    given: Mapping[str, str] = request.POST
    faults: list[str] = []
    if request.method == "POST":
        try:
            with looking() as tx:
                if "remove" in request.POST:
                    house_reasons.remove(tx, request.actor, request.POST["remove"])
                else:
                    texts = [{language: given.get(f"{field}_{language}", "") for language in ("en", "zh")} for field in ("name", "text")]
                    house_reasons.write(
                        tx, request.actor, given.get("queue", ""), given.get("verdict", ""), texts[0], texts[1], given.get("one") or None
                    )
        except InvalidError as error:
            faults = [refusals.faults(error)]
        else:
            messages.success(request, _("Taken away.") if "remove" in request.POST else _("Kept; it stands on every desk now."))
            return redirect("house-reasons")
    with looking() as tx:
        reasons = house_reasons.listed(tx, request.actor)
    chosen = next((each for each in reasons if each.id == request.GET.get("one")), None)
    if chosen is not None and not faults:
        given = {"one": chosen.id, "queue": chosen.queue, "verdict": chosen.verdict}
        given |= {f"name_{language}": text for language, text in chosen.name.items()}
        given |= {f"text_{language}": text for language, text in chosen.text.items()}
    shown = {
        "reasons": reasons,
        "given": given,
        "faults": faults,
        "queues": QUEUES.values(),
        "verdicts": VERDICTS,
        "keys": HOUSE_KEYS,
        "longest_name": LONGEST_NAME,
        "longest_text": LONGEST_TEXT,
        "nav_here": "review-queue",
    }
    return render(request, "review/reasons.html", shown, status=422 if faults else 200)
