"""Addresses and navigation of proposals."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pratique.assembly.operations import proposals
from pratique.base.actor import Actor
from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.proposals import desk
from pratique.console.screens.thread import terms  # noqa: F401 - its names are needed by the templates
from pratique.store.transaction import Transaction


def _waiting(tx: Transaction, actor: Actor) -> int:
    return len(proposals.listed(tx, actor, "open", limit=100).items)


AREA = Area(
    entries=(Entry("proposals", _("Four eyes"), "keys", acts=("proposal.read",), waiting=_waiting),),
    urls=[
        path("proposals/", desk.listed, name="proposals"),
        path("proposals/<str:name>", desk.one, name="proposal"),
        path("proposals/<str:name>/decide", desk.decide, name="proposal-decide"),
    ],
)
