"""The page of one draft: forms and text with the fault of each beside it, what others changed meanwhile, what is to be done next."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import render

from pratique.assembly.operations import draft_base, drafts
from pratique.assembly.operations.permission import may
from pratique.base.actor import Actor
from pratique.base.errors import ContentError, Fault
from pratique.casework.content_draft import ContentDraft
from pratique.casework.four_eyes import GATES
from pratique.console.frame.connection import working
from pratique.console.frame.opening import Asked
from pratique.console.screens.studio import forms, library, sampling
from pratique.console.screens.studio.forms import FORMS, Wanting
from pratique.console.screens.studio.told import Fault as Wrong
from pratique.console.screens.studio.told import of_changes, of_problems
from pratique.policy.model import Content
from pratique.policy.overlay import Laid
from pratique.store import accounts, contents
from pratique.store.transaction import Transaction


class Typed(msgspec.Struct, frozen=True):
    """What was sent and not kept: shown again, with what is wrong."""

    form: str
    values: Mapping[str, str]
    faults: tuple[Fault, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    """Faults of the text, by line."""
    is_written: bool = False
    """It was kept, and something should be mended."""
    meanwhile: drafts.Meanwhile | None = None
    """What others wrote since it was opened."""


def shown(request: Asked, name: str, typed: Typed | None = None, status: int = 200) -> HttpResponse:
    """The page, as it stands or with what was typed."""
    actor = request.actor
    with working() as (tx, content):
        draft = drafts.read(tx, actor, name)
        proposal = drafts.proposal_of(tx, draft)
        deciding = contents.active(tx) or content.hash
        question = sampling.question_of(request, content)
        packs = drafts.may_change(content, draft.channel)
        may_write = draft.status == "open" and _may_write(actor, draft)
        laid = _laid(tx, content, draft) if may_write else None
        moved = _moved(tx, actor, content, draft, deciding)
        writers = (draft.author, *draft.authors)
        people = [*writers, *([proposal.decided_by] if proposal and proposal.decided_by else [])]
        people += [one.by for one in moved.published] if moved else []
        people += list(typed.meanwhile.by) if typed and typed.meanwhile else []
        names = accounts.names(tx, people)
        if draft.status == "open":
            sampling.warm(tx, actor, question, content)
    path = _path(request, draft, typed)
    wanting = Wanting(laid.content if laid else content, packs, actor.channels, actor.markets)
    waits = proposal is not None and proposal.status == "open"
    view: dict[str, Any] = {
        "draft": draft,
        "proposal": proposal,
        "names": names,
        "author": names.get(draft.author, draft.author),
        "others": [names.get(one, one) for one in draft.authors],
        "path": path,
        "paths": sorted(draft.files),
        "text": typed.values.get("text", "") if typed and typed.form == "text" else draft.files.get(path, ""),
        "may_write": may_write,
        "may_reopen": draft.status == "submitted" and _may_write(actor, draft) and proposal is not None and not _is_open(proposal.status),
        "may_agree": proposal is not None
        and proposal.status == "open"
        and draft.status == "submitted"
        and _may_agree(actor, draft, writers),
        "may_withdraw": waits and proposal is not None and proposal.proposed_by == actor.id,
        "is_live": draft.content is not None and draft.content == deciding,
        "moved": moved,
        "moved_changes": of_changes(moved.changes) if moved else (),
        "moved_names": [(one, names.get(one.by, one.by)) for one in moved.published] if moved else (),
        "question": question,
        "sizes": sampling.SIZES,
        "views": sampling.views(request),
        "files": sampling.files(actor),
        "families": sorted(library.families(content)),
        "channels": [one for one in content.channels.values() if actor.channels is None or one.id in actor.channels],
        "markets": [
            one for one in sorted(content.markets.values(), key=lambda one: one.code) if actor.markets is None or one.code in actor.markets
        ],
        "tab": "drafts",
        "nav_here": "studio-drafts",
        "unreadable": typed.wrong if typed else (),
        "typed": typed,
        "meanwhile": typed.meanwhile if typed else None,
    }
    if may_write:
        view |= _form(request, typed, wanting, is_walled=packs is not None)
    return render(request, "studio/draft.html", view, status=status)


def _form(request: Asked, typed: Typed | None, wanting: Wanting, *, is_walled: bool) -> dict[str, Any]:
    open_to = [one for one in FORMS.values() if not (is_walled and one.for_all)]
    wanted = typed.form if typed and typed.form in FORMS else request.GET.get("form", "")
    form = FORMS[wanted] if wanted in FORMS and FORMS[wanted] in open_to else open_to[0]
    given: Mapping[str, str] = typed.values if typed and typed.form == form.name else _given(request)
    faults: Iterable[Fault] = typed.faults if typed and typed.form == form.name else ()
    fields = forms.drawn(form, given, faults, wanting)
    placed = {one.field.name for one in fields}
    kinds = dict.fromkeys(one.field.names for one in fields if one.field.names)
    return {
        "forms": open_to,
        "form": form,
        "fields": fields,
        "unplaced": [fault.message for fault in faults if fault.field not in placed],
        "number_wrong": sum(bool(one.faults) for one in fields),
        "completions": [(kind, forms.names_of(kind, wanting.content, wanting.packs)) for kind in kinds],
        "known_values": forms.known_values(given.get("parameter", ""), wanting.content) if form.name == "parameter" else (),
    }


def _given(request: Asked) -> dict[str, str]:
    return {key: str(value) for key, value in request.GET.items() if value}


def _laid(tx: Transaction, content: Content, draft: ContentDraft) -> Laid | None:
    """What the draft says, for choices and completion; `None` where it cannot be read as it stands."""
    if not draft.files:
        return None
    try:
        return library.laid(tx, library.whole(tx, content), draft)
    except ContentError:
        return None


def _moved(tx: Transaction, actor: Actor, content: Content, draft: ContentDraft, deciding: str) -> draft_base.Moved | None:
    if draft.status not in ("open", "submitted") or draft.base == deciding:
        return None
    return draft_base.moved(tx, actor, library.whole(tx, content), draft)


def unreadable(error: ContentError, draft: str) -> tuple[Wrong, ...]:
    """Problems of the text by line."""
    return tuple(of_problems(error.problems[:50], draft))


def _path(request: Asked, draft: ContentDraft, typed: Typed | None) -> str:
    wanted = typed.values.get("path", "") if typed and typed.form == "text" else request.GET.get("file", "")
    if typed and typed.form == "text":
        return wanted
    return wanted if wanted in draft.files else min(draft.files, default="")


def _is_open(status: str) -> bool:
    return status in ("open", "approved", "done")


def _may_write(actor: Actor, draft: ContentDraft) -> bool:
    if not may(actor, "draft.write"):
        return False
    return actor.channels is None and actor.markets is None if draft.channel is None else actor.reaches(draft.channel)


def _may_agree(actor: Actor, draft: ContentDraft, writers: tuple[str, ...]) -> bool:
    is_approver = not actor.roles.isdisjoint(GATES["content.publish"].approvers)
    return actor.id not in writers and is_approver and (draft.channel is not None or actor.channels is None)
