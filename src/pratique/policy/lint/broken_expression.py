"""An expression that cannot decide."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Rule


class BrokenExpression(Issue, frozen=True):
    name: ClassVar[str] = "broken_expression"
    severity: ClassVar[Severity] = Severity.error
    description: ClassVar[str] = "The expression of a rule cannot be evaluated, so the rule never decides."

    reason: str
    hint: str

    def message(self) -> Said:
        return said("{reason}; {hint}", reason=self.reason, hint=self.hint) if self.hint else said("{reason}", reason=self.reason)


class BrokenExpressionCheck(Check):
    """What the engine says of every `expr`."""

    looks_alone: ClassVar[bool] = True

    def rule(self, rule: Rule, /) -> Iterator[Issue]:
        if rule.expr is not None and self.context.expression is not None:
            for reason, hint in self.context.expression(rule.expr):
                yield BrokenExpression(rule.id, place_of(rule), reason, hint)
