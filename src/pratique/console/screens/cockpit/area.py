"""Addresses and navigation of the cockpit."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.cockpit import dictionary, fairness, figure, names, overview

names.make_known()

AREA = Area(
    entries=(Entry("cockpit", _("Cockpit"), "cockpit", acts=("figure.read",), key="c"),),
    urls=[
        path("cockpit/", overview.overview, name="cockpit"),
        path("cockpit/fairness", fairness.fairness, name="cockpit-fairness"),
        path("cockpit/dictionary", dictionary.dictionary, name="cockpit-dictionary"),
        path("cockpit/figures/<str:name>", figure.figure, name="cockpit-figure"),
    ],
)
