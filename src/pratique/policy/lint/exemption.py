"""Issues that are accepted for a while, each with its reason: `lint-exemptions.yaml`."""

import datetime
from collections.abc import Iterable
from typing import ClassVar

import msgspec

from pratique.base.place import Place
from pratique.base.said import Said, said
from pratique.policy.lint.issue import Issue, Severity
from pratique.policy.syntax.node import Sequence
from pratique.policy.syntax.parse import decode, parse
from pratique.policy.syntax.problems import Problems, RefusedError
from pratique.policy.syntax.record import Field, ListOf, Record
from pratique.policy.syntax.scope import Scope
from pratique.policy.syntax.shape import Day, OneOf, Words


class Exemption(msgspec.Struct, frozen=True):
    """One issue of one unit, accepted until a day."""

    id: str
    issue: str
    reason: str
    expires: datetime.date
    place: Place


class StaleExemption(Issue, frozen=True):
    name: ClassVar[str] = "stale_exemption"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = "An exemption has run out or exempts nothing; left standing it would hide the next fault."

    issue: str
    expired: bool

    def message(self) -> Said:
        return (
            said("the exemption from `{issue}` has run out", issue=self.issue)
            if self.expired
            else said("nothing is exempt from `{issue}` here", issue=self.issue)
        )


def exemption_record(issues: Iterable[str]) -> Record[Exemption]:
    """The declared fields of one exemption."""
    return Record(
        "exemption",
        {
            "id": Field(Words(200, lines=False), "the rule, concept, parameter or market", required=True),
            "issue": Field(OneOf(issues), "the issue", required=True),
            "reason": Field(Words(500), "why it is accepted", required=True),
            "expires": Field(Day(), "last day it is accepted", required=True),
        },
        lambda values, scope, node: Exemption(place=scope.place(node), **values),
    )


def read_exemptions(raw: bytes, name: str, issues: Iterable[str], problems: Problems) -> tuple[Exemption, ...]:
    """The exemptions of a file; what cannot be read is reported."""
    text = decode(raw, name, problems)
    root = parse(text, name, problems) if text is not None else None
    if root is None or (isinstance(root, Sequence) and not root.items):
        return ()
    try:
        return ListOf(exemption_record(issues)).read(root, Scope(name, problems))
    except RefusedError:
        return ()


def apply_exemptions(issues: list[Issue], exemptions: Iterable[Exemption], today: datetime.date) -> list[Issue]:
    """The issues that are left, with one for every exemption that is stale."""
    left = list(issues)
    for exemption in exemptions:
        exempt = [issue for issue in left if issue.about == exemption.id and issue.name == exemption.issue]
        if exemption.expires < today:
            left.append(StaleExemption(exemption.id, exemption.place, exemption.issue, True))
        elif not exempt:
            left.append(StaleExemption(exemption.id, exemption.place, exemption.issue, False))
        else:
            left = [issue for issue in left if issue not in exempt]
    return left
