"""Addresses and navigation of the review."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pratique.assembly.operations import cases
from pratique.base.actor import Actor
from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.review import acts, boards, desk, golden, mine, queue, reasons, together
from pratique.store.transaction import Transaction


def _waiting(tx: Transaction, actor: Actor) -> int:
    return sum(one.waiting for one in cases.workload(tx, actor, desk.ORIGINS))


AREA = Area(
    entries=(
        Entry("review-queue", _("Review"), "review", acts=("case.read",), waiting=_waiting, key="r"),
        Entry("my-day", _("My day"), "today", acts=("case.decide",), key="y"),
        Entry("review-boards", _("Workload"), "boards", acts=("review.read",), key="w"),
        Entry("review-golden", _("Golden sets"), "golden", acts=("review.answer", "golden.write")),
    ),
    urls=[
        path("review/", queue.listed, name="review-queue"),
        path("review/next", acts.next_case, name="review-next"),
        path("review/mine", mine.day, name="my-day"),
        path("review/reasons", reasons.written, name="house-reasons"),
        path("review/boards", boards.boards, name="review-boards"),
        path("review/golden", golden.sets, name="review-golden"),
        path("review/golden/<str:name>", golden.trial, name="review-trial"),
        path("review/<str:name>", desk.one, name="case"),
        path("review/<str:name>/decide", acts.decide, name="case-decide"),
        path("review/<str:name>/undo", acts.undo, name="case-undo"),
        path("review/<str:name>/claim", acts.claim, name="case-claim"),
        path("review/<str:name>/release", acts.release, name="case-release"),
        path("review/<str:name>/escalate", acts.escalate, name="case-escalate"),
        path("review/<str:name>/comment", acts.comment, name="case-comment"),
        path("review/<str:name>/alike", together.decide, name="case-alike"),
        path("review/<str:name>/golden", golden.add, name="case-golden"),
    ],
    find=queue.find,
)
