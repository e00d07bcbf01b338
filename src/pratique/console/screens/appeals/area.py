"""Addresses and navigation of appeals."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pratique.assembly.operations import inbox
from pratique.base.actor import Actor
from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.appeals import desk
from pratique.console.screens.thread import terms  # noqa: F401 - its names are needed by the templates
from pratique.store.transaction import Transaction


def _waiting(tx: Transaction, actor: Actor) -> int:
    return inbox.tally(tx, actor, "appeal").open


AREA = Area(
    entries=(Entry("appeals", _("Appeals"), "appeals", acts=("appeal.read",), waiting=_waiting, key="a"),),
    urls=[
        path("appeals/", desk.listed, name="appeals"),
        path("appeals/<str:name>", desk.one, name="appeal"),
        path("appeals/<str:name>/decide", desk.decide, name="appeal-decide"),
        path("appeals/<str:name>/private", desk.private, name="appeal-private"),
    ],
    find=desk.find,
)
