"""Addresses and navigation of the trader's portal."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pratique.console.frame import terms
from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.trader_portal import complaints, documents, home, known, notices, statements

terms.add(
    "status",
    {
        "issued": _("In force"),
        "filed": _("Sent"),
        "informed": _("Answered"),
        "contested": _("Contested"),
        "restored": _("Restored"),
        "kept": _("Kept down"),
        "under way": _("Under way"),
        "upheld": _("The decision stands"),
        "partially_reversed": _("Reversed in part"),
        "incomplete": _("Something is missing"),
        "submitted": _("Being looked at"),
        "verified": _("Verified"),
        "needs_remedy": _("To be put right"),
        "suspended": _("Suspended"),
        "ended": _("Ended"),
        "registered": _("Registered"),
        "refused": _("Refused"),
        "pending": _("Being looked at"),
        "lapsed": _("Lapsed"),
        "authenticated": _("Authenticated"),
        "effected": _("Carried out"),
        "reported": _("Reported"),
        "rejected": _("Rejected"),
        "queried": _("Asked back"),
    },
)
terms.add(
    "notice_kind",
    {
        "illegal_content": _("Illegal content"),
        "product_safety": _("Unsafe product"),
        "intellectual_property": _("Infringed right"),
        "consumer": _("Consumer protection"),
    },
)
terms.add(
    "paper",
    {
        "id_document": _("Identity document"),
        "register_extract": _("Extract of the register"),
        "tax_document": _("Tax document"),
        "bank_statement": _("Bank statement"),
        "authorisation": _("Authorisation"),
        "self_certification": _("Self-certification"),
        "other": _("Other"),
    },
)
AREA = Area(
    entries=(
        Entry("my-standing", _("My standing"), "portal", key="m"),
        Entry("my-fixes", _("To put right"), "fix", key="f"),
        Entry("my-documents", _("My documents"), "statements", key="o"),
        Entry("my-statements", _("Decisions about me"), "statements", key="d"),
        Entry("my-complaints", _("My complaints"), "appeals", key="c"),
        Entry("my-notices", _("Notices about me"), "notices", key="n"),
        Entry("my-particulars", _("Who I am"), "person", key="p"),
    ),
    roles=frozenset({"trader"}),
    urls=[
        path("my/standing", home.standing, name="my-standing"),
        path("my/fixes", home.fixes, name="my-fixes"),
        path("my/documents", documents.listed, name="my-documents"),
        path("my/documents/<str:name>/withdraw", documents.withdraw, name="my-document-withdraw"),
        path("my/statements/", statements.listed, name="my-statements"),
        path("my/statements/<str:name>", statements.one, name="my-statement"),
        path("my/complaints/", complaints.listed, name="my-complaints"),
        path("my/complaints/<str:name>", complaints.one, name="my-complaint"),
        path("my/notices/", notices.listed, name="my-notices"),
        path("my/notices/<str:name>", notices.one, name="my-notice"),
        path("my/particulars", known.particulars, name="my-particulars"),
    ],
)
