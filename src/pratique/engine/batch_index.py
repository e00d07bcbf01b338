"""A plan's triggers as arrays: slots of concepts and groups, anchors through which triggers are found, what is checked afterwards.

A *slot* is a concept or a group of alternatives; slot 0 is read nowhere. An *anchor* is the pair of a trigger's two rarest slots (the
second is -1 where it has one slot alone); triggers with the same anchor are found together.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pratique.engine.batch_profile import Profile
from pratique.engine.plan import Plan, SubjectPlan
from pratique.engine.threshold import FamilyClass
from pratique.engine.trigger import Trigger

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class BatchIndex:
    """For one kind of subject of a plan."""

    def __init__(self, plan: Plan, subject: SubjectPlan) -> None:
        self.triggers = subject.triggers
        self.always = tuple(trigger for trigger in subject.triggers if not trigger.groups)
        self.least = subject.least
        self.concepts: dict[str, int] = {}
        self.groups: dict[tuple[str, ...], int] = {}
        """Groups of several concepts → slot."""
        self.classes: list[FamilyClass] = []
        """Family classes by number."""
        self._numbers: dict[FamilyClass, int] = {}
        self._thresholds = plan.thresholds
        self._slots(subject.triggers)
        self._file(subject.triggers)
        self.class_of = np.array(
            [-1 if t.family_class is None else self.number_of(t.family_class) for t in subject.triggers] or [0], dtype=np.int64
        )
        """Per trigger its family class, -1 where that depends on what was read."""
        self._open_families(subject.triggers)
        profiles = {probes: number for number, probes in enumerate(dict.fromkeys(t.probes for t in subject.triggers if t.probes))}
        self.profiles = tuple(Profile(plan, probes) for probes in profiles)
        """Distinct sets of probes."""
        self.profile_of = np.array([profiles.get(t.probes, -1) for t in subject.triggers] or [-1], dtype=np.int64)
        looks = {looks_at: number for number, looks_at in enumerate(dict.fromkeys(profile.looks_at for profile in self.profiles), start=1)}
        self.looks = ((frozenset[str](), frozenset[str]()), *looks)
        """Distinct sets of what profiles look at, after that of triggers without probes."""
        of_profile = [looks[profile.looks_at] for profile in self.profiles]
        self.looks_of = np.array([of_profile[number] if number >= 0 else 0 for number in self.profile_of.tolist()], dtype=np.int64)
        """Per trigger, what its profile looks at."""

    def _open_families(self, triggers: Sequence[Trigger]) -> None:
        slots: list[int] = []
        classes: list[int] = []
        counts = np.zeros(max(len(triggers), 1), dtype=np.int64)
        for trigger in triggers:
            if trigger.family_class is None:
                counts[trigger.number] = len(trigger.members)
                slots += [self.concepts[name] for name in trigger.members]
                classes += [self.number_of(self._thresholds.of(name.split(".", 1)[0])) for name in trigger.members]
        self.member_slot, self.member_class = np.array(slots, dtype=np.int64), np.array(classes, dtype=np.int64)
        """Members of triggers without a class of their own and the classes of their families, trigger after trigger."""
        self.member_count, self.member_from = counts, np.cumsum(counts) - counts
        self.product_class = self.number_of(self._thresholds.of("product"))

    def number_of(self, family_class: FamilyClass) -> int:
        """The number of a family class."""
        number = self._numbers.get(family_class)
        if number is None:
            number = self._numbers[family_class] = len(self.classes)
            self.classes.append(family_class)
        return number

    def _slots(self, triggers: Sequence[Trigger]) -> None:
        for trigger in triggers:
            for name in (*trigger.members, *trigger.none):
                self.concepts.setdefault(name, len(self.concepts) + 1)
        self.first_group = len(self.concepts) + 1
        for trigger in triggers:
            for group in (*trigger.groups, trigger.none):
                distinct = tuple(dict.fromkeys(group))
                if len(distinct) > 1:
                    self.groups.setdefault(distinct, self.first_group + len(self.groups))
        self.size = self.first_group + len(self.groups)
        self.members = [np.array([self.concepts[name] for name in group], dtype=np.int64) for group in self.groups]
        """Concept slots of each group, by slot less `first_group`."""

    def slot(self, group: tuple[str, ...]) -> int:
        """The slot of a group; of an empty one, the slot that is read nowhere."""
        distinct = tuple(dict.fromkeys(group))
        if not distinct:
            return 0
        return self.concepts[distinct[0]] if len(distinct) == 1 else self.groups[distinct]

    def _file(self, triggers: Sequence[Trigger]) -> None:
        mentions: dict[str, int] = {}
        for trigger in triggers:
            for name in trigger.members:
                mentions[name] = mentions.get(name, 0) + 1
        anchors: dict[tuple[int, int], list[int]] = {}
        rest: list[tuple[int, ...]] = []
        for trigger in triggers:
            slots = self._by_rarity(trigger, mentions)
            rest.append(slots[2:])
            if slots:
                anchors.setdefault((slots[0], slots[1] if len(slots) > 1 else -1), []).append(trigger.number)
        self.first = np.array([first for first, _ in anchors], dtype=np.int64)
        self.second = np.array([second for _, second in anchors], dtype=np.int64)
        self.fan = np.array([len(found) for found in anchors.values()], dtype=np.int64)
        """How many triggers an anchor has; they follow one another in `fanned` from `fan_from` on."""
        self.fan_from = np.concatenate([[0], np.cumsum(self.fan)[:-1]]).astype(np.int64) if anchors else np.zeros(0, dtype=np.int64)
        self.fanned = np.array([number for found in anchors.values() for number in found], dtype=np.int64)
        self.none = np.array([self.slot(trigger.none) for trigger in triggers] or [0], dtype=np.int64)
        deepest = max((len(slots) for slots in rest), default=0)
        self.rest = np.array([[*slots, *[-1] * (deepest - len(slots))] for slots in rest] or [[]], dtype=np.int64).reshape(
            max(len(rest), 1), deepest
        )
        """Slots beyond the anchor's two, per trigger, -1 where there is none."""

    def _by_rarity(self, trigger: Trigger, mentions: Mapping[str, int]) -> tuple[int, ...]:
        def commonness(group: tuple[str, ...]) -> tuple[int, int]:
            return sum(mentions[name] for name in set(group)), self.slot(group)

        return tuple(self.slot(group) for group in sorted(dict.fromkeys(trigger.groups), key=commonness))
