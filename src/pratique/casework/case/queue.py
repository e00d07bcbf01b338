"""Queues: which cases they take, how long there is, who may work on them. They stand in `queues.yaml` beside this file.

Within a queue the case comes first whose time is up first, as if each step of harm were worth six hours and each tenfold reach two: a
life-threatening thing that thousands look at overtakes a form that is due a little earlier.
"""

import datetime as dt
import hashlib
import math
from collections.abc import Sequence
from importlib.resources import files

import msgspec
import yaml

HARM_HOURS = 6
REACH_HOURS = 2


class Queue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One queue. Empty conditions fit everything; the first queue that fits takes the case."""

    id: str
    title: dict[str, str]
    hours: int
    """Until a case is due, where no law sets the time."""
    origins: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    """Top levels of the concepts or enforcement classes of the gravest rule."""
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    least_risk: int = 1
    needs_certificate: bool = False
    """Only whoever holds a certificate for this queue works on it."""
    second_review: float = 0.05
    """Share of decided cases that are looked at a second time."""
    cases_an_hour: int = 12
    """What is expected of one reviewer."""


def _packaged() -> tuple[Queue, ...]:
    text = files("pratique.casework.case").joinpath("queues.yaml").read_text("utf-8")
    return msgspec.convert(yaml.safe_load(text), tuple[Queue, ...])


QUEUES: dict[str, Queue] = {queue.id: queue for queue in _packaged()}


def queue_for(
    origin: str, families: Sequence[str], channel: str | None, language: str, risk: int, queues: Sequence[Queue] = tuple(QUEUES.values())
) -> Queue:
    """The first queue that takes a case; the last takes whatever is left."""
    for queue in queues:
        if queue.origins and origin not in queue.origins:
            continue
        if queue.families and not set(queue.families) & set(families):
            continue
        if queue.channels and channel not in queue.channels:
            continue
        if queue.languages and language not in queue.languages:
            continue
        if risk >= queue.least_risk:
            return queue
    return queues[-1]


def rank(due_at: dt.datetime, risk: int, reach: int) -> dt.datetime:
    """The moment a case is ordered by; earlier comes first."""
    earlier = HARM_HOURS * (risk - 1) + REACH_HOURS * math.log10(max(reach, 1))
    return due_at - dt.timedelta(hours=earlier)


def is_drawn(case: str, rate: float, seed: str = "second") -> bool:
    """Whether a case is in a sample: the same answer for ever, and nobody can tell from the outside of a case."""
    number = int.from_bytes(hashlib.sha256(f"{seed}:{case}".encode()).digest()[:8], "big")
    return number < rate * 2**64
