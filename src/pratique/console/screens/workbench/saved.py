"""Questions kept under a name, by oneself or for all."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.workbench.ask import LONGEST
from pratique.base.errors import AbsentError, Fault, InvalidError
from pratique.console.frame.opening import Asked, screen
from pratique.console.records.models import Account, SavedQuery
from pratique.console.screens.workbench.bench import MOST
from pratique.console.screens.workbench.drawing import chart_of


@require_POST
@screen("workbench.query")
def keep(request: Asked) -> HttpResponse:
    """Keep a question; one of the same name is replaced. Others who may see it ask it within their own walls."""
    name, sql = request.POST.get("name", "").strip()[:80], request.POST.get("sql", "").replace("\r\n", "\n")
    account = cast(Account, request.user)
    faults = [] if name else [Fault("name", _("give it a name"))]
    faults += [] if 0 < len(sql.strip()) <= LONGEST else [Fault("sql", _("there is no question to keep"))]
    if not SavedQuery.objects.filter(account=account, name=name).exists() and SavedQuery.objects.filter(account=account).count() >= MOST:
        faults.append(Fault("name", _("you keep as many as can be kept; forget one first")))
    if faults:
        raise InvalidError(faults)
    defaults = {"sql": sql, "chart": chart_of(request.POST).kept, "is_shared": "shared" in request.POST}
    kept, _made = SavedQuery.objects.update_or_create(account=account, name=name, defaults=defaults)
    messages.success(request, _("Kept as “%(name)s”.") % {"name": name})
    return redirect(f"{reverse('workbench')}?query={kept.pk}")


@require_POST
@screen("workbench.query")
def forget(request: Asked) -> HttpResponse:
    """Forget one of my own."""
    number = request.POST.get("query", "")
    mine = SavedQuery.objects.filter(account=cast(Account, request.user))
    found = mine.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 12 else None
    if found is None:
        raise AbsentError("query", number)
    found.delete()
    return redirect("workbench")
