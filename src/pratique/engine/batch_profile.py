"""The questions of one trigger, grouped by how many rows are told apart by them at once (batch engine).

Comparisons of one fact with numbers form a *ladder*: where a value stands among its steps says which of them hold, however many there
are. Needs are told by the documents that are there: all but those few are unmet. What is left is asked question by question.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pratique.engine.comparison import FALSE, TRUE
from pratique.engine.plan import Plan
from pratique.engine.probe import Answer, ComparisonProbe, NeedProbe, ShownProbe

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Met = tuple[tuple[int, Answer], ...]
"""Probes of needs that some document meets, with the masks of markets in which it does."""
Key = tuple[object, ...]
"""What tells rows apart that know something a profile asks for. By ladder a code, or the answers of a fact that is on no step of it; then
what documents meet, `None` where they are unknown; then the answers of all other probes. Empty for rows that know nothing of all that."""
BARE = -1
"""Code on a ladder of a fact that is absent, or no number."""
EXACT = 1 << 53
"""Whole numbers from here on are not told apart as `float`."""
_ORDER, _EQUALITY = frozenset(("gt", "ge", "lt", "le")), frozenset(("eq", "ne"))


class Ladder:
    """Comparisons of one fact with numbers, in order.

    The code of a value is even between two steps and odd on one. A fact of several values has the codes of the least and the greatest
    of them as one number.
    """

    def __init__(self, path: str, compared: Sequence[tuple[int, str, float]]) -> None:
        self.path = path
        self.probes = tuple(probe for probe, _, _ in compared)
        self._steps = np.unique([float(literal) for _, _, literal in compared])
        self._tests = [(probe, op, 2 * int(np.searchsorted(self._steps, float(literal))) + 1) for probe, op, literal in compared]
        self._size = 2 * len(self._steps) + 1

    def codes(self, low: Floats, high: Floats) -> Codes:
        """Where values stand; NaN is `BARE`."""
        codes = self._places(high)
        if low is not high:
            codes += self._places(low) * self._size
        codes[np.isnan(high)] = BARE
        return codes

    def answers(self, code: int, *, is_pair: bool) -> dict[int, Answer]:
        """What a code, not `BARE`, means to each probe."""
        low, high = divmod(code, self._size) if is_pair else (code, code)
        return {probe: TRUE if _holds(op, step, low, high) else FALSE for probe, op, step in self._tests}

    def _places(self, values: Floats) -> Codes:
        return np.searchsorted(self._steps, values, side="left") + np.searchsorted(self._steps, values, side="right")


def _holds(op: str, step: int, low: int, high: int) -> bool:
    """Whether a comparison with a step holds of any of several values; `eq` and `ne` are asked of one value alone."""
    if op == "gt":
        return high > step
    if op == "ge":
        return high >= step
    if op == "lt":
        return low < step
    if op == "le":
        return low <= step
    return (high == step) == (op == "eq")


class Profile:
    """A set of probes, as several triggers may have it."""

    def __init__(self, plan: Plan, probes: tuple[int, ...]) -> None:
        self.probes = probes
        self._bare = plan.bare
        compared: dict[str, list[tuple[int, str, float]]] = {}
        needs, others = [], []
        concepts: set[str] = set()
        roots: set[str] = set()
        for number in probes:
            probe = plan.probes[number]
            roots.update(probe.roots)
            if isinstance(probe, ShownProbe):
                concepts.update(probe.concepts)
            if isinstance(probe, NeedProbe):
                needs.append(number)
            elif isinstance(probe, ComparisonProbe) and (step := _step(probe)) is not None:
                compared.setdefault(probe.path, []).append((number, probe.op, step))
            else:
                others.append(number)
        self.ladders = tuple(Ladder(path, found) for path, found in compared.items())
        self.needs, self.others = frozenset(needs), tuple(others)
        self.looks_at = (frozenset(roots), frozenset(concepts))
        """Fields, and concepts, without which a row's answers are those of a bare listing."""

    def answers(self, key: Key) -> dict[int, Answer]:
        """What a key stands for."""
        answers = {probe: self._bare[probe] for probe in self.probes}
        if not key:
            return answers
        rungs = len(self.ladders)
        for ladder, part in zip(self.ladders, key[:rungs], strict=True):
            if isinstance(part, tuple):
                answers |= zip(ladder.probes, part, strict=True)
            elif isinstance(part, int) and part != BARE:
                answers |= ladder.answers(part, is_pair=is_quantity(ladder.path))
        met, given = key[rungs], key[rungs + 1 :]
        if isinstance(met, tuple):
            answers |= dict.fromkeys(self.needs, 0)
            answers |= met
        answers |= zip(self.others, given, strict=True)  # type: ignore[arg-type]
        return answers


def is_quantity(path: str) -> bool:
    """Whether a fact is read in the text, and may have several values."""
    return path.startswith("quantity.")


def _step(probe: ComparisonProbe) -> float | None:
    """The number that a comparison on a ladder compares with."""
    literal = probe.literal
    if isinstance(literal, bool) or not isinstance(literal, (int, float)) or not -EXACT < literal < EXACT:
        return None
    return literal if probe.op in _ORDER or (probe.op in _EQUALITY and not is_quantity(probe.path)) else None
