"""Pictures of a listing, drawn anew, blurred where they may be hard to look at; how somebody wants them stands with the account."""

from typing import Any, cast

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from pratique.assembly import pictures
from pratique.assembly.operations import screening
from pratique.assembly.operations.screening import KeptDecision
from pratique.assembly.pictures import SMALL, WHOLE
from pratique.console.frame.connection import looking
from pratique.console.frame.opening import Asked, screen
from pratique.console.records.models import Account
from pratique.facts import Listing
from pratique.store.transaction import Transaction

HARD_TO_LOOK_AT = frozenset({"adult", "hate_extremism", "human_remains", "wildlife"})
"""Families of concepts whose pictures are blurred until somebody asks to see them."""


def beside(tx: Transaction, request: Asked, listing: Listing | None, decision: KeptDecision, titles: dict[str, str]) -> dict[str, Any]:
    """What `listings/pictures.html` shows."""
    if listing is None or not listing.images:
        return {"pictures": ()}
    account = cast(Account, request.user)
    is_hard = any(str(one["concept"]).partition(".")[0] in HARD_TO_LOOK_AT for one in decision.concepts)
    return {
        "pictures": [
            (
                one,
                [
                    (f"{box.left:g}", f"{box.top:g}", f"{box.width:g}", f"{box.height:g}", titles.get(box.concept, box.concept))
                    for box in one.boxes
                ],
            )
            for one in pictures.of_listing(tx, listing, decision.evidence)
        ],
        "picture_decision": decision.decision_id,
        "is_blurred": account.blurs == "always" or (is_hard and account.blurs != "never"),
        "is_grey": account.greys,
    }


@screen("decision.read")
def one(request: Asked, decision: str, number: int) -> HttpResponse:
    """One picture of the listing as it was screened then."""
    with looking() as tx:
        listing = screening.text_of(tx, decision, request.actor)
        body = pictures.drawn(tx, listing, number, WHOLE if request.GET.get("size") == "whole" else SMALL)
    return HttpResponse(body, content_type="image/webp")


@require_POST
@screen("decision.read")
def preference(request: Asked) -> HttpResponse:
    """Remember how somebody wants pictures."""
    account = cast(Account, request.user)
    account.blurs = "always" if request.POST.get("blur") == "on" else "never"
    account.greys = request.POST.get("grey") == "on"
    account.save(update_fields=["blurs", "greys"])
    return HttpResponse(status=204)
