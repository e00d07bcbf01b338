"""Drafts: the list, and the workbench of one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from pratique.assembly.operations import approval, draft_base, drafts, proposals, publishing
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, ContentError
from pratique.casework.four_eyes import GATES
from pratique.console.frame import terms
from pratique.console.frame.connection import looking, working
from pratique.console.frame.lists import chosen, cursor
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.studio import library, page
from pratique.console.screens.studio.told import told
from pratique.store import accounts, contents
from pratique.store.transaction import Transaction

STATUSES = ("open", "submitted", "published", "discarded")
terms.add(
    "draft_status",
    {
        "open": gettext_lazy("Being written"),
        "submitted": gettext_lazy("Waits for a second person"),
        "published": gettext_lazy("Published"),
        "discarded": gettext_lazy("Discarded"),
    },
)


def waiting(tx: Transaction, actor: Actor) -> int:
    """Drafts that somebody may agree to and did not write."""
    if actor.roles.isdisjoint(GATES["content.publish"].approvers):
        return 0
    found = drafts.listed(tx, actor, status="submitted", limit=100).items
    return sum(actor.id not in (one.author, *one.authors) for one in found)


@screen("draft.read")
def listed(request: Asked) -> HttpResponse:
    """Drafts, newest first."""
    status = chosen(request, "status", STATUSES)
    with working() as (tx, content):
        page = drafts.listed(tx, request.actor, status, cursor=cursor(request))
        names = accounts.names(tx, [one.author for one in page.items])
        deciding = contents.active(tx) or content.hash
    view = {
        "page": page,
        "names": names,
        "status": status,
        "statuses": STATUSES,
        "deciding": deciding,
        "channels": [one for one in content.channels.values() if request.actor.channels is None or one.id in request.actor.channels],
        "tab": "drafts",
        "nav_here": "studio-drafts",
    }
    return render(request, "studio/drafts.html", view)


@require_POST
@screen("draft.write")
def begin(request: Asked) -> HttpResponse:
    """Begin one, and open it."""
    with working() as (tx, content):
        made = drafts.begin(tx, request.actor, content, request.POST.get("title", ""), request.POST.get("channel") or None)
    return redirect("studio-draft", made.id)


@screen("draft.read")
def one(request: Asked, name: str) -> HttpResponse:
    """The workbench: forms, text, effect, what is to be done next."""
    return page.shown(request, name)


@screen("draft.read")
def take_out(request: Asked, name: str) -> HttpResponse:
    """The draft as a zip of an overlay."""
    with looking() as tx:
        packed = drafts.exported(tx, request.actor, name)
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    return HttpResponse(packed, content_type="application/zip", headers=headers)


@require_POST
@screen("draft.write", "proposal.approve", "proposal.make")
def step(request: Asked, name: str, act: str) -> HttpResponse:
    """On: submit, bring up to date, reopen, discard, withdraw, agree, turn down."""
    actor, note = request.actor, request.POST.get("note", "")
    try:
        with working() as (tx, content):
            draft = drafts.read(tx, actor, name)
            match act:
                case "submit":
                    drafts.submit(tx, actor, library.whole(tx, content), name, note)
                case "bring_up":
                    kept = draft_base.bring_up(tx, actor, library.whole(tx, content), name)
                    _say_what_stands(request, kept)
                case "reopen":
                    drafts.reopen(tx, actor, name)
                case "discard":
                    drafts.discard(tx, actor, name)
                case "withdraw":
                    proposals.withdraw(tx, actor, draft.proposal or "")
                    drafts.reopen(tx, actor, name)
                case "agree":
                    approval.approve(tx, actor, content, draft.proposal or "", note)
                case "turn_down":
                    proposals.reject(tx, actor, draft.proposal or "", note)
                case _:
                    raise AbsentError("step", act)
    except ContentError as error:
        messages.error(request, told(error.problems[0].said or error.problems[0].message))
    if act == "agree":
        messages.success(request, _("It decides. Every worker changes over within five seconds."))
    return redirect("studio-drafts" if act == "discard" else reverse("studio-draft", args=(name,)))


@require_POST
@screen("content.roll_back")
def roll_back(request: Asked) -> HttpResponse:
    """The content before this one decides again, or the one that is named."""
    with looking() as tx:
        done = publishing.roll_back(tx, request.actor, request.POST.get("to") or None)
    messages.success(
        request, _("Content %(version)s decides again. Every worker changes over within five seconds.") % {"version": done.version}
    )
    return redirect("studio-versions")


def _say_what_stands(request: Asked, kept: tuple[tuple[str, str], ...]) -> None:
    if kept:
        units = ", ".join(f"{unit} ({field})" for unit, field in kept)
        messages.warning(request, _("Both drafts changed the same here, and yours stands: %(units)s. Look at it again.") % {"units": units})
    else:
        messages.success(request, _("It is laid over the content that decides now; nothing of either is lost."))
