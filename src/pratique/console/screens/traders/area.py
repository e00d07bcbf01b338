"""Addresses and navigation of traders."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pratique.assembly.operations import documents as kept
from pratique.assembly.operations import verification
from pratique.assembly.operations.permission import may
from pratique.base.actor import Actor
from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.thread import terms  # noqa: F401 - its names are needed by the templates
from pratique.console.screens.traders import documents, known, ladders, lists, one
from pratique.store.transaction import Transaction


def _to_look_at(tx: Transaction, actor: Actor) -> int:
    return len(verification.listed(tx, actor, waiting=True, limit=100).items)


def _documents(tx: Transaction, actor: Actor) -> int:
    return kept.waiting(tx, actor) if may(actor, "document.check") else 0


AREA = Area(
    entries=(
        Entry("traders", _("Traders"), "traders", acts=("trader.read",), key="d"),
        Entry("verifications", _("Verification"), "fix", acts=("verification.read",), waiting=_to_look_at),
        Entry("documents", _("Documents"), "statements", acts=("document.read",), waiting=_documents),
        Entry("ladders", _("Try a ladder"), "try", acts=("ladder.try",)),
    ),
    urls=[
        path("traders/", lists.listed, name="traders"),
        path("traders/verification", known.listed, name="verifications"),
        path("traders/ladders", ladders.tried, name="ladders"),
        path("traders/documents/", documents.listed, name="documents"),
        path("traders/documents/<str:name>", documents.one, name="document"),
        path("traders/documents/<str:name>/judge", documents.judge, name="document-judge"),
        path("traders/documents/<str:name>/withdraw", documents.withdraw, name="document-withdraw"),
        path("traders/<str:name>", one.one, name="trader"),
        path("traders/<str:name>/private", one.private, name="trader-private"),
        path("traders/<str:name>/verification", known.one, name="verification"),
        path("traders/<str:name>/verification/verify", known.verify, name="verification-verify"),
        path("traders/<str:name>/verification/remedy", known.remedy, name="verification-remedy"),
        path("traders/<str:name>/verification/private", known.private, name="verification-private"),
    ],
    find=lists.find,
)
