"""What is turned away at the door, before anything of it is read: a request that is too large, a zero character that no database keeps."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from pratique.console.frame import problems

LARGEST = 50 * 1024 * 1024
"""Bytes of a request: a catalogue, or five files of evidence."""


def door(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django middleware: the page of 413 or 400; also where nobody is signed in."""

    def answer(request: HttpRequest) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if not length.isdecimal() or int(length) > LARGEST:
            return problems.shown(request, 413)
        given = (value for values in (request.GET, request.POST) for _, several in values.lists() for value in several)
        if "\0" in request.path or any("\0" in str(value) for value in given):
            return problems.shown(request, 400)
        return get_response(request)

    return answer
