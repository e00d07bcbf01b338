"""What is shown where something cannot be shown or done: a page, or for htmx a message in the corner."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pratique.console.frame.refusals import told


def shown(request: HttpRequest, status: int, error: Exception | None = None) -> HttpResponse:
    """The page or message of an HTTP status; what was raised on purpose says more, in the reader's language."""
    title, what = _words(status)
    template = "frame/message.html" if request.headers.get("HX-Request") else "frame/problem.html"
    return render(request, template, {"status": status, "title": title, "what": told(error) or what}, status=status)


def _words(status: int) -> tuple[str, str]:
    return {
        400: (_("That could not be read"), _("Look at what was typed or uploaded, and send it again.")),
        403: (_("This is not for your role"), _("Ask an administrator if it should be.")),
        404: (_("Nothing here"), _("It is not there, or it lies outside what you may see.")),
        409: (_("Not possible now"), _("Somebody was quicker, or it is decided already. Load it again.")),
        413: (_("That is too large"), _("At most 50 MiB are taken at once. Split it, or pack it with gzip.")),
        422: (_("Something is missing"), _("Look at what is marked, and send it again.")),
        503: (_("The database does not answer"), _("Nothing was lost. Try again in a moment.")),
    }.get(status, (_("That went wrong"), _("It is written down and will be looked at. Try again.")))


def unread(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Django's `handler400`: a form that cannot be read, or an upload that is too large."""
    return shown(request, 400)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Django's `handler404`."""
    return shown(request, 404)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Django's `handler403`, and for whoever lacks the role."""
    return shown(request, 403)


def broken(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`."""
    return shown(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not ours, or too old."""
    template = "frame/message.html" if request.headers.get("HX-Request") else "frame/problem.html"
    shown_words = {"status": 403, "title": _("This form is too old"), "what": _("Load the page again and send it once more.")}
    return render(request, template, shown_words, status=403)
