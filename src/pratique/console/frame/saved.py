"""Filters of a list kept under a name, by oneself or for all."""

from typing import Any, cast
from urllib.parse import parse_qsl

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.base.errors import AbsentError
from pratique.console.frame.opening import Asked, screen
from pratique.console.records.models import Account, SavedView

MOST = 40


def views(request: Any, name: str) -> dict[str, Any]:
    """For the component `saved`: the views of a list, which of them is shown, and the filters that can be kept."""
    here = _filters(request.GET)
    found = list(SavedView.objects.filter(Q(account=request.user) | Q(is_shared=True), list=name).order_by("name")[:MOST])
    return {
        "views": [(one, one.query == here.urlencode(), one.account_id == request.user.pk) for one in found],
        "query": here.urlencode(),
        "list": name,
    }


@require_POST
@screen()
def keep(request: Asked) -> HttpResponse:
    """Keep the filters of a list."""
    name, title = request.POST.get("list", "")[:80], request.POST.get("name", "").strip()[:60]
    try:
        address = reverse(name)
    except NoReverseMatch:
        raise AbsentError("list", name) from None
    query = _filters(QueryDict(request.POST.get("query", "")[:1000])).urlencode()
    account = cast(Account, request.user)
    if title and query and SavedView.objects.filter(account=account, list=name).count() < MOST:
        shared = "shared" in request.POST
        SavedView.objects.update_or_create(account=account, list=name, name=title, defaults={"query": query, "is_shared": shared})
        messages.success(request, _("Kept as “%(name)s”.") % {"name": title})
    return redirect(f"{address}?{query}")


@require_POST
@screen()
def forget(request: Asked) -> HttpResponse:
    """Forget one of my own."""
    found = SavedView.objects.filter(account=cast(Account, request.user), pk=int(request.POST.get("view", "0") or 0)).first()
    if found is None:
        raise AbsentError("view", request.POST.get("view", ""))
    found.delete()
    return redirect(reverse(found.list))


def _filters(given: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name, value in sorted(parse_qsl(given.urlencode())):
        if name not in ("cursor", "open"):
            kept.appendlist(name, value)
    return kept
