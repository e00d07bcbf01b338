"""Addresses and navigation of the authority's portal."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pratique.console.frame import terms
from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.authority_portal import orders

terms.add(
    "order_kind",
    {
        "product_safety": _("Product safety"),
        "illegal_content": _("Illegal content"),
        "information": _("Information"),
        "national": _("National law"),
    },
)
terms.add(
    "instruction",
    {"remove": _("Remove"), "disable": _("Disable where it is illegal"), "warn": _("Warn buyers"), "inform": _("Give information")},
)
terms.add("found_by", {"order": _("the order"), "identical content": _("identical content")})
AREA = Area(
    entries=(Entry("my-orders", _("My orders"), "orders", key="o"),),
    roles=frozenset({"authority"}),
    urls=[
        path("my/orders/", orders.listed, name="my-orders"),
        path("my/orders/new", orders.new, name="order-new"),
        path("my/orders/<str:name>", orders.one, name="my-order"),
    ],
)
