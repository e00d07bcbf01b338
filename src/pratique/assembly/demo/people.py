"""Who works in the demo: reviewers with languages and certificates, seniors, lawyers, and how well they judge."""

import random

import msgspec

from pratique.base.actor import Actor, Role


class Reviewer(msgspec.Struct, frozen=True):
    """Somebody at a queue."""

    actor: Actor
    mistakes: float
    """Share of rulings that go wrong."""
    cases_a_day: int


def _person(name: str, *roles: Role, languages: str = "", channels: tuple[str, ...] | None = None) -> Actor:
    return Actor(f"user_{name}", frozenset(roles), frozenset(channels) if channels else None, None, None, frozenset(languages.split()))


REVIEWERS = (
    Reviewer(_person("lin", "reviewer"), 0.03, 7),
    Reviewer(_person("garcia", "reviewer", languages="en es fr"), 0.06, 5),
    Reviewer(_person("nguyen", "reviewer", channels=("lazada",)), 0.05, 5),
    Reviewer(_person("weber", "senior_reviewer"), 0.02, 4),
    Reviewer(_person("osei", "legal"), 0.01, 3),
)
SENIORS = (_person("weber", "senior_reviewer"), _person("osei", "legal"), _person("tan", "legal"))
MANAGER = _person("zhou", "manager", "administrator")
MACHINE = Actor("key_marketplace", frozenset({"machine"}))


def errs(reviewer: Reviewer, chance: random.Random) -> bool:
    """Whether a ruling goes wrong."""
    return chance.random() < reviewer.mistakes
