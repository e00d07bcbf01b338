"""Personal data on demand: only when asked for, with a reason, and on record."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pratique.base.errors import Fault, InvalidError
from pratique.console.frame.connection import looking
from pratique.console.frame.opening import Asked
from pratique.store.transaction import Transaction


def shown(request: Asked, reveal: Callable[[Transaction, str], dict[str, str] | None]) -> HttpResponse:
    """The fields, in place of the button that asked for them; without htmx as a page. Raises InvalidError without a reason."""
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise InvalidError([Fault("reason", _("say what you need it for"))])
    with looking() as tx:
        fields = reveal(tx, reason)
    template = "thread/private.html" if request.htmx else "thread/private_page.html"
    return render(request, template, {"fields": fields})
