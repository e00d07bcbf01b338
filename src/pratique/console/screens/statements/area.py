"""Addresses and navigation of actions and statements."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.statements import actions, imposing, statements
from pratique.console.screens.thread import terms  # noqa: F401 - its names are needed by the templates

AREA = Area(
    entries=(
        Entry("actions", _("Actions"), "close", acts=("action.read",)),
        Entry("statements", _("Statements"), "statements", acts=("statement.read",), key="s"),
    ),
    urls=[
        path("actions/", actions.listed, name="actions"),
        path("actions/new", imposing.impose, name="action-impose"),
        path("actions/<str:name>", actions.one, name="action"),
        path("actions/<str:name>/end", actions.end, name="action-end"),
        path("statements/", statements.listed, name="statements"),
        path("statements/<str:name>", statements.one, name="statement"),
    ],
    find=statements.find,
)
