"""Topics of law nobody has looked at in a market, gaps that are none, and files of rules without a topic."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.cells import cells
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Rule


class OpenCell(Issue, frozen=True):
    name: ClassVar[str] = "open_cell"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = (
        "A market has neither a rule nor a declared gap on a mandatory topic, so nobody knows that nothing is known."
    )

    topics: tuple[str, ...]

    def message(self) -> Said:
        return said("no rule and no declared gap on {topics}", topics=self.topics)


class IdleGap(Issue, frozen=True):
    name: ClassVar[str] = "idle_gap"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = (
        "A pack declares a gap on a topic on which it has rules, so the register calls known what it also calls unknown."
    )

    topic: str

    def message(self) -> Said:
        return said("declares a gap on `{topic}` and has rules on it", topic=self.topic)


class UnknownTopic(Issue, frozen=True):
    name: ClassVar[str] = "unknown_topic"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = "A rule of law stands in a file named by no topic of `topics.yaml`, so no cell of the register counts it."

    topic: str

    def message(self) -> Said:
        return said("its file is named `{topic}`, which is no topic", topic=self.topic)


class OpenCellCheck(Check):
    """The register of topics by markets; rules to come and rules past count as looked at."""

    def rule(self, rule: Rule, /) -> Iterator[Issue]:
        topics = self.context.content.topics
        if rule.is_law and topics and rule.topic not in topics:
            yield UnknownTopic(rule.id, place_of(rule), rule.topic)

    def finish(self) -> Iterator[Issue]:
        content = self.context.content
        mandatory = [topic.id for topic in content.topics.values() if topic.mandatory]
        for code, row in cells(content, self.context.today).items():
            missing = tuple(topic for topic in mandatory if row[topic].is_open)
            if missing:
                yield OpenCell(code, place_of(content.markets[code]), missing)
        has = {(rule.jurisdiction, topic) for rule in content.rules.values() if rule.status == "live" for topic in (rule.topic, *rule.also)}
        for pack in content.packs.values():
            for gap in pack.gaps:
                if (pack.id, gap.topic) in has:
                    yield IdleGap(pack.id, place_of(pack), gap.topic)
