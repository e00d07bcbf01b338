"""A case: something a person has to decide, from a decision that was held, a notice, an appeal or an order."""

from pratique.casework.case.acts import ask_second, claim, comment, decide, escalate, open_case, release, renew, second, supersede
from pratique.casework.case.events import CaseEvent, Origin, Ruling
from pratique.casework.case.queue import QUEUES, Queue, queue_for
from pratique.casework.case.state import Case, apply

__all__ = [
    "QUEUES", "Case", "CaseEvent", "Origin", "Queue", "Ruling", "apply", "ask_second", "claim", "comment", "decide", "escalate",
    "open_case", "queue_for", "release", "renew", "second", "supersede",
]  # fmt: skip
