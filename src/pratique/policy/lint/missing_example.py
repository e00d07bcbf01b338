"""A rule that nobody tried."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Context, Issue, Severity, place_of
from pratique.policy.model import RuleTest


class MissingExample(Issue, frozen=True):
    name: ClassVar[str] = "missing_example"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = (
        "A rule lacks a violating case, a near miss or a case before its date, so it may fire wrongly, or never, unseen."
    )

    kind: str

    def message(self) -> Said:
        return said("no `{kind}` case", kind=self.kind)


class MissingExampleCheck(Check):
    """Tests are gathered first and held against the rules at the end."""

    looks_alone: ClassVar[bool] = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.kinds: dict[str, set[str]] = {}

    def test(self, test: RuleTest, /) -> Iterator[Issue]:
        self.kinds.setdefault(test.rule, set()).add(test.kind)
        return iter(())

    def finish(self) -> Iterator[Issue]:
        for rule in self.context.content.rules.values():
            if rule.status in ("draft", "retired"):
                continue
            dated = rule.in_force.from_ or rule.in_force.to or rule.placed_on_market
            wanted = ("violating", "near_miss", *(("date_edge",) if dated else ()))
            for kind in wanted:
                if kind not in self.kinds.get(rule.id, ()):
                    yield MissingExample(rule.id, place_of(rule), kind)
