"""Addresses and navigation of orders."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pratique.assembly.operations import inbox
from pratique.base.actor import Actor
from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.orders import acts, desk
from pratique.console.screens.thread import terms  # noqa: F401 - its names are needed by the templates
from pratique.store.transaction import Transaction


def _waiting(tx: Transaction, actor: Actor) -> int:
    return inbox.tally(tx, actor, "order").open


AREA = Area(
    entries=(Entry("orders", _("Orders"), "orders", acts=("order.read",), waiting=_waiting, key="o"),),
    urls=[
        path("orders/", desk.listed, name="orders"),
        path("orders/<str:name>", desk.one, name="order"),
        path("orders/<str:name>/private", desk.private, name="order-private"),
        path("orders/<str:name>/<str:act>", acts.act, name="order-act"),
    ],
    find=desk.find,
)
