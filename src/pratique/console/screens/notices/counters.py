"""Counter-notices: a suit shown, settled, or a notice on a right left to stand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pratique.assembly.operations import copies, counter_notices
from pratique.base.errors import Fault, InvalidError
from pratique.console.frame.connection import looking, working
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.notices import one
from pratique.console.screens.thread import private_part


@require_POST
@screen("notice.decide")
def suit(request: Asked, name: str) -> HttpResponse:
    """Put down that somebody went to court."""
    try:
        with looking() as tx:
            counter_notices.show_suit(tx, request.actor, name, request.POST.get("court", ""), request.POST.get("reference", ""))
    except InvalidError as error:
        return one.page(request, name, error.faults, request.POST, "suit")
    return redirect("notice", name)


@require_POST
@screen("notice.decide")
def settle(request: Asked, name: str) -> HttpResponse:
    """Restore what was taken down, or keep it down."""
    result = request.POST.get("result")
    reason = {language: text for language in ("en", "zh") if (text := request.POST.get(f"reason_{language}", "").strip())}
    try:
        if result not in ("restored", "kept"):
            raise InvalidError([Fault("result", _("say what becomes of it"))])
        with working() as (tx, content):
            counter_notices.settle(
                tx,
                request.actor,
                name,
                "restored" if result == "restored" else "kept",
                reason,
                content,
                agreed="agreed" in request.POST,
            )
    except InvalidError as error:
        return one.page(request, name, error.faults, request.POST, "settle")
    messages.success(request, _("Settled; both sides are told."))
    return redirect("notice", name)


@require_POST
@screen("notice.decide")
def let_stand(request: Asked, name: str) -> HttpResponse:
    """Close a notice on a right that nobody contested."""
    with looking() as tx:
        counter_notices.let_stand(tx, request.actor, name)
    return redirect("notice", name)


@require_POST
@screen("private.read")
def private(request: Asked, name: str) -> HttpResponse:
    """What the trader wrote; the record says why it was read."""
    return private_part.shown(request, lambda tx, reason: copies.of_counter_notice(tx, request.actor, name, reason=reason))
