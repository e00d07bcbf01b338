"""Drafts: the list, and the workbench of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from pratique.assembly.operations import approval, drafts, proposals, publishing
from pratique.assembly.operations.permission import may
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, ContentError, Fault, InvalidError
from pratique.casework.content_draft import ContentDraft
from pratique.casework.four_eyes import GATES
from pratique.console.frame import terms
from pratique.console.frame.connection import looking, working
from pratique.console.frame.lists import chosen, cursor
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.studio import editing, library
from pratique.console.screens.studio.trials import SIZES, question_of, warm
from pratique.facts.listing import STAGES
from pratique.policy.model import DEMANDS, Content
from pratique.policy.overlay import LARGEST
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
    actor = request.actor
    with working() as (tx, content):
        draft = drafts.read(tx, actor, name)
        proposal = drafts.proposal_of(tx, draft)
        names = accounts.names(tx, [draft.author, *draft.authors, *([proposal.decided_by] if proposal and proposal.decided_by else [])])
        deciding = contents.active(tx) or content.hash
        question = question_of(request, content)
        if draft.status == "open":
            warm(content)
    paths = sorted(draft.files)
    path = request.GET.get("file", "")
    path = path if path in draft.files else paths[0] if paths else ""
    writers = (draft.author, *draft.authors)
    view: dict[str, Any] = {
        "draft": draft,
        "proposal": proposal,
        "names": names,
        "author": names.get(draft.author, draft.author),
        "paths": paths,
        "path": path,
        "text": draft.files.get(path, ""),
        "may_write": draft.status == "open" and _may_write(actor, draft),
        "may_reopen": draft.status == "submitted"
        and _may_write(actor, draft)
        and proposal is not None
        and proposal.status not in ("open", "approved", "done"),
        "may_agree": proposal is not None
        and proposal.status == "open"
        and draft.status == "submitted"
        and actor.id not in writers
        and not actor.roles.isdisjoint(GATES["content.publish"].approvers)
        and (draft.channel is not None or actor.channels is None),
        "may_withdraw": proposal is not None and proposal.status == "open" and proposal.proposed_by == actor.id,
        "is_live": draft.content is not None and draft.content == deciding,
        "is_behind": draft.status in ("open", "submitted") and draft.base != deciding,
        "is_tried": draft.tried is not None and draft.tried.edition == draft.edition,
        "question": question,
        "sizes": SIZES,
        "form": request.GET.get("form", "term"),
        "given": {key: request.GET.get(key, "") for key in ("concept", "rule", "unit")},
        **_choices(content, actor, draft),
        "tab": "drafts",
        "nav_here": "studio-drafts",
    }
    return render(request, "studio/draft.html", view)


@require_POST
@screen("draft.write")
def change(request: Asked, name: str, form: str) -> HttpResponse:
    """One form filled in."""
    return _changed(request, name, form)


@require_POST
@screen("draft.write")
def take(request: Asked) -> HttpResponse:
    """From the page of a rule or concept into a draft, one that is there or a new one."""
    name, unit = request.POST.get("draft", ""), request.POST.get("unit", "")
    if not name:
        with working() as (tx, content):
            name = drafts.begin(tx, request.actor, content, unit, request.POST.get("channel") or None).id
    if request.POST.get("form") == "term":
        return redirect(f"{reverse('studio-draft', args=(name,))}?{urlencode({'form': 'term', 'concept': unit})}")
    return _changed(request, name, "take")


@require_POST
@screen("draft.write")
def take_in(request: Asked, name: str) -> HttpResponse:
    """The files of a zip."""
    given = request.FILES.get("file")
    if given is None:
        raise InvalidError([Fault("file", _("choose a file"))])
    if (given.size or 0) > LARGEST:
        raise InvalidError([Fault("file", _("is too large"))])
    with working() as (tx, content):
        drafts.take_in(tx, request.actor, content, name, given.read())
    return redirect("studio-draft", name)


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
                    drafts.bring_up(tx, actor, content, name)
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
        messages.error(request, error.problems[0].render())
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


def _changed(request: Asked, name: str, form: str) -> HttpResponse:
    edition = int(request.POST["edition"]) if request.POST.get("edition", "").isdigit() else None
    try:
        with working() as (tx, content):
            draft = drafts.read(tx, request.actor, name)
            if form == "text":
                files, what = editing.text(request.POST)
            elif form in editing.FORMS:
                laid = drafts.laid_over(tx, library.whole(tx, content), draft)
                files, what = editing.FORMS[form](laid.content, draft.files, request.POST)
            else:
                raise AbsentError("form", form)
            drafts.write(tx, request.actor, content, name, files, what, edition)
    except ContentError as error:
        messages.error(request, _("Mend the text of the draft first: %(problem)s") % {"problem": error.problems[0].message})
        return redirect("studio-draft", name)
    written = next((path for path, text in files.items() if text is not None), "")
    kept = {"file": written, "form": form if form in editing.FORMS else "", "concept": request.POST.get("concept", "")}
    return redirect(f"{reverse('studio-draft', args=(name,))}?{urlencode({key: value for key, value in kept.items() if value})}")


def _may_write(actor: Actor, draft: ContentDraft) -> bool:
    if not may(actor, "draft.write"):
        return False
    return actor.channels is None and actor.markets is None if draft.channel is None else actor.reaches(draft.channel)


def _choices(content: Content, actor: Actor, draft: ContentDraft) -> dict[str, Any]:
    packs = drafts.may_change(content, draft.channel)
    return {
        "packs": sorted(
            (one for one in content.packs.values() if packs is None or one.id in packs), key=lambda one: (one.kind != "house", one.id)
        ),
        "is_walled": packs is not None,
        "topics": sorted(content.topics.values(), key=lambda one: one.id),
        "demands": DEMANDS,
        "stages": STAGES,
        "families": sorted(library.families(content)),
        "strategies": sorted(content.strategies),
        "channels": [one for one in content.channels.values() if actor.channels is None or one.id in actor.channels],
        "markets": [
            one for one in sorted(content.markets.values(), key=lambda one: one.code) if actor.markets is None or one.code in actor.markets
        ],
        "sources": sorted(content.sources) if packs is None else [],
        "concepts": [(one.id, one.title) for one in content.concepts.values() if one.place is not None and not one.id.startswith("list.")],
    }
