"""How a screen is opened: by whom, and what is shown where it cannot be."""

import functools
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django_htmx.middleware import HtmxDetails

from pratique.assembly.operations.permission import may
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, ConflictError, ForbiddenError, InputError, InvalidError, RefusalError
from pratique.console.accounts.acting import actor_of
from pratique.console.frame import problems
from pratique.console.frame.connection import AWAY


class Asked(HttpRequest):
    """A request of somebody who is signed in."""

    actor: Actor
    htmx: HtmxDetails


def screen(*acts: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Open a view to whoever is signed in and may do one of `acts`; to everybody who is signed in where none is named.

    The view gets a request with `actor`. What it or an operation raises becomes a page, or for htmx a message in the corner. Nothing is
    kept by caches.
    """

    def opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def answer(request: Any, *args: Any, **named: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_login(request)
            request.actor = actor_of(request.user)
            if acts and not any(may(request.actor, act) for act in acts):
                return problems.forbidden(request)
            response = _answered(view, request, args, named)
            add_never_cache_headers(response)
            return response

        return answer

    return opened


def _answered(view: Callable[..., HttpResponse], request: Any, args: Any, named: Any) -> HttpResponse:
    try:
        return view(request, *args, **named)
    except AbsentError as error:
        return problems.shown(request, 404, error)
    except ForbiddenError as error:
        return problems.shown(request, 403, error)
    except InvalidError as error:
        return problems.shown(request, 422, error)
    except (ConflictError, RefusalError) as error:
        return problems.shown(request, 409, error)
    except InputError as error:
        return problems.shown(request, 400, error)
    except psycopg.DataError as error:  # text with a zero character, in an address, a filter or a form: the database keeps none
        return problems.shown(request, 400, error)
    except AWAY as error:
        if settings.DEBUG:
            raise
        return problems.shown(request, 503, error)


def _to_login(request: HttpRequest) -> HttpResponse:
    address = f"{reverse('account-login')}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": reverse("account-login")})
    return redirect(address)
