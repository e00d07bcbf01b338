"""Addresses and navigation of notices."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pratique.assembly.operations import inbox
from pratique.base.actor import Actor
from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.notices import acts, counters, holders, lists, one, senders
from pratique.console.screens.thread import terms  # noqa: F401 - its names are needed by the templates
from pratique.store.transaction import Transaction


def _waiting(tx: Transaction, actor: Actor) -> int:
    return inbox.tally(tx, actor, "notice").open


AREA = Area(
    entries=(
        Entry("notices", _("Notices"), "notices", acts=("notice.read",), waiting=_waiting, key="n"),
        Entry("holders", _("Rights holders"), "law", acts=("rights.read",)),
        Entry("senders", _("Senders"), "person", acts=("misuse.read",)),
    ),
    urls=[
        path("notices/", lists.listed, name="notices"),
        path("notices/<str:name>", one.one, name="notice"),
        path("notices/<str:name>/assess", acts.assess, name="notice-assess"),
        path("notices/<str:name>/rules", one.rules, name="notice-rules"),
        path("notices/<str:name>/decide", acts.decide, name="notice-decide"),
        path("notices/<str:name>/suit", counters.suit, name="notice-suit"),
        path("notices/<str:name>/settle", counters.settle, name="notice-settle"),
        path("notices/<str:name>/let-stand", counters.let_stand, name="notice-let-stand"),
        path("notices/<str:name>/private", one.private, name="notice-private"),
        path("notices/<str:name>/counter-notice", counters.private, name="counter-private"),
        path("holders/", holders.listed, name="holders"),
        path("holders/<str:name>", holders.one, name="holder"),
        path("holders/<str:name>/judge", holders.judge, name="holder-judge"),
        path("holders/<str:name>/suspend", holders.suspend, name="holder-suspend"),
        path("holders/<str:name>/private", holders.private, name="holder-private"),
        path("senders/", senders.listed, name="senders"),
        path("senders/<str:name>", senders.one, name="sender"),
        path("senders/<str:name>/suspend", senders.suspend, name="sender-suspend"),
        path("senders/<str:name>/lift", senders.lift, name="sender-lift"),
    ],
    find=lists.find,
)
