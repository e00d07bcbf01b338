"""Addresses and navigation of the listings."""

from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.listings import catalogue, detail, pictures, search, trial
from pratique.console.screens.listings.subject import SubjectConverter

register_converter(SubjectConverter, "subject")

AREA = Area(
    entries=(
        Entry("listings", _("Listings"), "listings", acts=("decision.read",), key="l"),
        Entry("listing-trial", _("Try a listing"), "try", acts=("screen",), key="t"),
    ),
    besides={name: frozenset({"trader"}) for name in ("listing", "listing-why", "listing-picture", "picture-preference")},
    urls=[
        path("listings/", search.listed, name="listings"),
        path("listings/try", trial.trial, name="listing-trial"),
        path("listings/try/catalogue", catalogue.tried, name="catalogue-trial"),
        path("listings/try/answer", trial.answer, name="listing-trial-answer"),
        path("listings/try/why", trial.why, name="listing-trial-why"),
        path("listings/try/file", trial.from_file, name="listing-trial-file"),
        path("listings/picture/<str:decision>/<int:number>", pictures.one, name="listing-picture"),
        path("listings/pictures", pictures.preference, name="picture-preference"),
        path("listings/<str:kind>/<subject:subject>/why", detail.why, name="listing-why"),
        path("listings/<str:kind>/<subject:subject>", detail.one, name="listing"),
    ],
    find=search.find,
)
