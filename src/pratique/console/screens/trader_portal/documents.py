"""A trader's documents: what was handed in and what became of it, and the form to hand in another."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.operations import documents
from pratique.base.errors import Fault, InvalidError
from pratique.casework.document.filing import DocumentFiling
from pratique.console.frame import files
from pratique.console.frame.connection import looking, working
from pratique.console.frame.lists import cursor
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.templatetags.frame import words
from pratique.policy.model import Content

_TEXTS = ("type", "number", "issuer", "valid_from", "valid_to", "covers")


@screen("document.file")
def listed(request: Asked) -> HttpResponse:
    """All of them, newest first, with the form; by POST one is handed in. `type` and `covers` of the address fill the form."""
    given = {name: (request.POST if request.method == "POST" else request.GET).get(name, "").strip()[:5000] for name in _TEXTS}
    wrong, code = [], 200
    with working() as (tx, content):
        titles = {name: words(one.title) for name, one in content.documents.items()}
        if request.method == "POST":
            try:
                documents.file(tx, request.actor, _filing(given, content), files.taken(request), content)
            except InvalidError as error:
                wrong, code = files.told(error), 422
    if request.method == "POST" and not wrong:
        messages.success(request, _("Thank you. A person looks at it; your listings are decided anew once it counts."))
        return redirect("my-documents")
    with looking() as tx:
        page = documents.listed(tx, request.actor, cursor=cursor(request))
    shown = {
        "page": page,
        "rows": [(one, titles.get(one.filing.type, one.filing.type)) for one in page.items],
        "types": sorted(titles.items(), key=lambda item: item[1].casefold()),
        "given": given,
        "faults": wrong,
        "today": dt.datetime.now(dt.UTC).date(),
    }
    return render(request, "trader_portal/documents.html", shown, status=code)


@require_POST
@screen("document.withdraw")
def withdraw(request: Asked, name: str) -> HttpResponse:
    """Let one count no longer."""
    with looking() as tx:
        documents.withdraw(tx, request.actor, name, _("Withdrawn by the trader."))
    messages.success(request, _("Withdrawn. What rested on it is decided anew."))
    return redirect("my-documents")


def _filing(given: dict[str, str], content: Content) -> DocumentFiling:
    """Raises InvalidError for a day that is none."""
    days: dict[str, dt.date | None] = {}
    wrong = []
    for name in ("valid_from", "valid_to"):
        try:
            days[name] = dt.date.fromisoformat(given[name]) if given[name] else None
        except ValueError:
            wrong.append(Fault(name, "is no day"))
    if wrong:
        raise InvalidError(wrong)
    covers = tuple(dict.fromkeys(given["covers"].replace(",", " ").replace("，", " ").split()))
    covers = tuple(one.upper() if one.upper() in content.markets else one for one in covers)
    return DocumentFiling(given["type"], given["number"] or None, given["issuer"] or None, days["valid_from"], days["valid_to"], covers)
