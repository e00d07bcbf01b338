"""What no database keeps is turned away at the door: a zero character in an address, a filter or a form."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from pratique.console.frame import problems


def readable(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django middleware: the page of 400 for a request that holds one; also where nobody is signed in."""

    def answer(request: HttpRequest) -> HttpResponse:
        given = (value for values in (request.GET, request.POST) for _, several in values.lists() for value in several)
        if "\0" in request.path or any("\0" in str(value) for value in given):
            return problems.shown(request, 400)
        return get_response(request)

    return answer
