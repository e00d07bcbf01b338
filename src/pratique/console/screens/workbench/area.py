"""Addresses and navigation of the workbench."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pratique.console.frame import terms
from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.workbench import answer, bench, saved

terms.add("chart", {"bar": _("bars"), "line": _("lines"), "scatter": _("points")})

AREA = Area(
    entries=(Entry("workbench", _("Workbench"), "workbench", acts=("workbench.query",), key="b"),),
    urls=[
        path("workbench/", bench.bench, name="workbench"),
        path("workbench/answer", answer.answer, name="workbench-answer"),
        path("workbench/renew", answer.renew, name="workbench-renew"),
        path("workbench/file/<str:form>", answer.file, name="workbench-file"),
        path("workbench/stop", answer.stop, name="workbench-stop"),
        path("workbench/keep", saved.keep, name="workbench-keep"),
        path("workbench/forget", saved.forget, name="workbench-forget"),
    ],
)
