"""A draft is changed: by a form, by its text, by a unit or a zip that is taken in. What cannot be kept is shown again, nothing is lost."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pratique.assembly.operations import drafts
from pratique.base.clock import today
from pratique.base.errors import AbsentError, ConflictError, ContentError, Fault, InvalidError
from pratique.casework.content_draft import ContentDraft
from pratique.console.frame.connection import working
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.studio import editing, library, page, sampling, trials
from pratique.console.screens.studio.filled import Filled
from pratique.console.screens.studio.forms import FIELD_OF, FORMS
from pratique.console.screens.studio.page import Typed
from pratique.console.screens.studio.told import told, told_fault
from pratique.engine.expression import check
from pratique.policy.lint.issue import Context, Severity
from pratique.policy.lint.run import lint_alone
from pratique.policy.model import Content
from pratique.policy.overlay import LARGEST, Laid, changed_units


@screen("draft.write")
def change(request: Asked, name: str, form: str) -> HttpResponse:
    """One form filled in, or the text of a file. Where it was shown again at this address, links on it lead back to the draft."""
    if request.method != "POST":
        return _back(request, name, {})
    return _text(request, name) if form == "text" else _changed(request, name, form)


@require_POST
@screen("draft.write")
def take(request: Asked) -> HttpResponse:
    """From the page of a rule, concept, parameter or instrument into a draft, one that is there or a new one."""
    name, unit, form = request.POST.get("draft", ""), request.POST.get("unit", ""), request.POST.get("form", "take")
    if not name:
        with working() as (tx, content):
            name = drafts.begin(tx, request.actor, content, unit, request.POST.get("channel") or None).id
    if form in FORMS and form != "take":
        field = next(one.name for one in FORMS[form].fields if one.needed)
        return redirect(f"{reverse('studio-draft', args=(name,))}?{urlencode({'form': form, field: unit})}")
    return _changed(request, name, "take")


@screen("draft.write")
def take_in(request: Asked, name: str) -> HttpResponse:
    """The files of a zip."""
    if request.method != "POST":
        return _back(request, name, {})
    given = request.FILES.get("file")
    if given is None:
        return page.shown(request, name, Typed("in", {}, (Fault("file", _("choose a file")),)), 422)
    try:
        with working() as (tx, content):
            found = drafts.take_in(tx, request.actor, content, name, given.read(LARGEST + 1))
            after = drafts.read(tx, request.actor, name)
    except InvalidError as error:
        return page.shown(request, name, Typed("in", {}, tuple(told_fault(one) for one in error.faults)), 422)
    _begin(request, content, after)
    told_number = ngettext("%(number)s file is taken in.", "%(number)s files are taken in.", len(found.files))
    messages.success(request, told_number % {"number": len(found.files)})
    if found.left_out:
        shown = ", ".join(found.left_out[:8]) + (" …" if len(found.left_out) > 8 else "")
        messages.warning(request, _("Left out, since it is no content: %(files)s") % {"files": shown})
    return redirect("studio-draft", name)


def _changed(request: Asked, name: str, form: str) -> HttpResponse:
    if form not in editing.FORMS:
        raise AbsentError("form", form)
    typed = request.POST
    try:
        with working() as (tx, content):
            whole = library.whole(tx, content)
            draft = drafts.read(tx, request.actor, name)
            laid = library.laid(tx, whole, draft)
            files, what = editing.FORMS[form](laid.content, draft.files, Filled(typed))
            after = _kept(request, tx, content, draft, files, what)
            now = library.laid(tx, whole, after)
    except InvalidError as error:
        return page.shown(request, name, Typed(form, typed, tuple(told_fault(one) for one in error.faults)), 422)
    except ConflictError as error:
        return _conflict(request, name, form, error)
    except ContentError as error:
        faults = tuple(_beside(problem, form, typed) for problem in error.problems[:20])
        return page.shown(request, name, Typed(form, typed, faults, page.unreadable(error, name)), 422)
    _begin(request, content, after)
    faults = _lint(whole, laid, now, form)
    if faults:
        return page.shown(request, name, Typed(form, typed, faults, is_written=True))
    written = next((path for path, text in files.items() if text is not None), "")
    kept = {"file": written, "form": form, **{key: typed.get(key, "") for key in ("concept", "parameter", "list", "brand")}}
    return _back(request, name, kept)


def _text(request: Asked, name: str) -> HttpResponse:
    """Text is kept also where it cannot be read yet: what is wrong stands beside its line, and nothing is submitted before it is mended."""
    typed = request.POST
    try:
        files, what = editing.text(Filled(typed))
        with working() as (tx, content):
            draft = drafts.read(tx, request.actor, name)
            after = _kept(request, tx, content, draft, files, what)
    except InvalidError as error:
        return page.shown(request, name, Typed("text", typed, tuple(told_fault(one) for one in error.faults)), 422)
    except ConflictError as error:
        return _conflict(request, name, "text", error)
    _begin(request, content, after)
    return _back(request, name, {"file": next(iter(files))}, "#text")


def _back(request: Asked, name: str, kept: Mapping[str, str], place: str = "") -> HttpResponse:
    """To the page of the draft, the sample it is tried on as it was chosen."""
    chosen = {**request.GET.dict(), **kept}
    address = f"{reverse('studio-draft', args=(name,))}?{urlencode({key: value for key, value in chosen.items() if value})}{place}"
    return redirect(address)


def _kept(request: Asked, tx: Any, content: Content, draft: ContentDraft, files: Mapping[str, str | None], what: str) -> ContentDraft:
    edition = int(request.POST["edition"]) if request.POST.get("edition", "").isdecimal() else None
    return drafts.write(tx, request.actor, content, draft.id, files, what, edition)


def _conflict(request: Asked, name: str, form: str, error: ConflictError) -> HttpResponse:
    """Somebody else wrote meanwhile: who and what, beside what was typed here."""
    if error.code != "changed_meanwhile":
        raise error
    edition = int(request.POST.get("edition", "0"))
    with working() as (tx, _content):
        meanwhile = drafts.since(tx, request.actor, name, edition)
    return page.shown(request, name, Typed(form, request.POST, meanwhile=meanwhile), 409)


def _begin(request: Asked, content: Content, draft: ContentDraft) -> None:
    """Begin the trial before the page asks for it."""
    if draft.files:
        trials.begun(request.actor, draft, content.hash, sampling.question_of(request, content))


def _lint(whole: Content, before: Laid, after: Laid, form: str) -> tuple[Fault, ...]:
    """Issues of what the form wrote that belong beside one of its fields: those that one unit alone can have, quick to find."""
    units = changed_units(before.content, after.content)
    fields = {one.name for one in FORMS[form].fields}
    context = Context(after.content, today(), after.locked, check)
    return tuple(
        Fault(FIELD_OF[issue.name], f"{told(issue.message())} · {issue.name}")
        for issue in lint_alone(context, units)
        if issue.severity >= Severity.warning and FIELD_OF.get(issue.name) in fields
    )


def _beside(problem: Any, form: str, typed: Mapping[str, str]) -> Fault:
    """The field that holds the word a problem is about; none where no field does."""
    words = [part for number, part in enumerate(problem.message.split("`")) if number % 2]
    field = next((one.name for one in FORMS[form].fields for word in words if word and word in typed.get(one.name, "")), "")
    return Fault(field, told(problem.said or problem.message))
