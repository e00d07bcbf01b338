"""Notices a rights holder sent: a new one, what was decided, the answer to a counter-notice."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pratique.assembly.operations import counter_notices, notices
from pratique.assembly.operations import files as kept
from pratique.base.errors import InvalidError
from pratique.casework.notice.filing import Filing
from pratique.console.frame import files
from pratique.console.frame.connection import looking, working
from pratique.console.frame.entered import codes, pointed
from pratique.console.frame.lists import cursor
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.rights_portal.rights import holder_of
from pratique.store.pages import Page


@screen("rights.register")
def listed(request: Asked) -> HttpResponse:
    """All of them, newest first."""
    with looking() as tx:
        items, following = notices.own(tx, request.actor, cursor(request), 50)
    return render(request, "rights_portal/notices.html", {"page": Page(items, following)})


@screen("rights.register")
def new(request: Asked) -> HttpResponse:
    """A notice that rests on a registered right."""
    given = {name: request.POST.get(name, "").strip()[:20_000] for name in ("right", "subjects", "markets", "channel", "explanation")}
    faults, code = [], 200
    with working() as (tx, content):
        holder = holder_of(tx, request)
        channels = list(content.channels.values())
        usable = [one for one in holder.rights if one.is_valid(tx.at.date())] if holder else []
    if request.method == "POST":
        try:
            evidence = files.taken(request)
            with working() as (tx, content):
                receipt = notices.file(tx, request.actor, _filing(request, given), content)
                kept.attach_to_notice(tx, request.actor, receipt.notice_id, evidence)
        except InvalidError as error:
            faults, code = files.told(error), 422
        else:
            messages.success(request, _("Received. You hear from us by the day that stands here."))
            return redirect("sent-notice", receipt.notice_id)
    shown = {"given": given, "faults": faults, "rights": usable, "channels": channels, "nav_here": "sent-notices"}
    return render(request, "rights_portal/new.html", shown, status=code)


@screen("rights.register")
def one(request: Asked, name: str) -> HttpResponse:
    """What became of it; by POST the holder shows that a court or authority was called upon, or takes the notice back."""
    if request.method == "POST":
        with looking() as tx:
            if "withdraw" in request.POST:
                notices.withdraw(tx, request.actor, name)
            else:
                counter_notices.show_suit(tx, request.actor, name, request.POST.get("court", ""), request.POST.get("reference", ""))
        messages.success(request, _("Put down."))
        return redirect("sent-notice", name)
    with looking() as tx:
        answer = notices.read_answer(tx, request.actor, name)
        mine = kept.of_record(tx, request.actor, "notice", name)
    return render(request, "rights_portal/notice.html", {"answer": answer, "files": mine, "nav_here": "sent-notices"})


def _filing(request: Asked, given: dict[str, str]) -> Filing:
    return Filing(
        "intellectual_property",
        given["explanation"],
        pointed(given["subjects"]),
        bona_fide="bona_fide" in request.POST,
        channel=given["channel"] or None,
        markets=codes(given["markets"]),
        right=given["right"] or None,
        is_owner_or_agent="is_owner_or_agent" in request.POST,
        language="zh" if (get_language() or "").startswith("zh") else "en",
    )
