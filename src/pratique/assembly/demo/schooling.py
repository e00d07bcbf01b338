"""Golden sets in the demo: made of decided cases once there are some, and answered by whoever works at the queue."""

import random

from pratique.assembly.demo.people import REVIEWERS, errs
from pratique.assembly.operations import reviewers
from pratique.base.actor import Actor
from pratique.store.records import load
from pratique.store.transaction import Transaction

_SENIOR = next(one.actor for one in REVIEWERS if "senior_reviewer" in one.actor.roles)
_SETS = {"safety": "Papers and labels, autumn", "grave": "Grave harm, autumn", "rights": "Marks and replicas, autumn"}
_CASES = 12


class Schooling:
    """Tells this part of the story."""

    def __init__(self, chance: random.Random, days: int) -> None:
        self._chance = chance
        self._day_made, self._day_taken = days // 2, days // 2 + 5
        self._made: list[str] = []

    def work(self, tx: Transaction, number: int) -> None:
        """What is done on a day, counted from the first."""
        if number == self._day_made:
            self._made = [made for queue, title in _SETS.items() if (made := _make(tx, queue, title))]
        if number == self._day_taken:
            for reviewer in REVIEWERS:
                for name in self._made:
                    self._take(tx, reviewer.actor, name, errs(reviewer, self._chance))

    def _take(self, tx: Transaction, actor: Actor, name: str, is_off: bool) -> None:
        golden = load(tx, reviewers.GOLDEN_SETS, name).state
        answers = {item.id: item.verdict for item in golden.items}
        if is_off:  # a bad day: a third of it goes wrong
            for item in golden.items[::3]:
                answers[item.id] = "allow" if item.verdict == "refuse" else "refuse"
        reviewers.take_trial(tx, actor, name, answers)


def _make(tx: Transaction, queue: str, title: str) -> str | None:
    rows = tx.execute(
        "SELECT id FROM case_file WHERE queue = %s AND status = 'decided' AND origin_kind = 'decision' ORDER BY decided_at, id LIMIT %s",
        (queue, _CASES),
    ).fetchall()
    if not rows:
        return None
    golden = reviewers.make_golden_set(tx, _SENIOR, queue, title)
    reviewers.add_golden(tx, _SENIOR, golden.id, [row[0] for row in rows])
    return golden.id
