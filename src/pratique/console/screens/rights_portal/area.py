"""Addresses and navigation of the rights holder's portal."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pratique.console.frame import terms
from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.rights_portal import notices, rights

terms.add(
    "right",
    {
        "trade_mark": _("Trade mark"),
        "design": _("Design"),
        "copyright": _("Copyright"),
        "patent": _("Patent"),
        "utility_model": _("Utility model"),
        "geographical_indication": _("Geographical indication"),
    },
)
AREA = Area(
    entries=(
        Entry("my-rights", _("My rights"), "portal", key="r"),
        Entry("sent-notices", _("My notices"), "notices", key="n"),
    ),
    roles=frozenset({"rights_holder"}),
    urls=[
        path("rights/", rights.own, name="my-rights"),
        path("rights/add", rights.add, name="right-add"),
        path("sent/", notices.listed, name="sent-notices"),
        path("sent/new", notices.new, name="notice-new"),
        path("sent/<str:name>", notices.one, name="sent-notice"),
    ],
)
