"""Days on which the law of a plan changes, and the rules that begin to ask something else on them."""

import datetime
from collections.abc import Iterator, Sequence

from pratique.engine.scope import Scope
from pratique.policy.model import Content, Rule

_DAY = datetime.timedelta(days=1)


def turning_days(
    content: Content, markets: Sequence[str], *, channel: str | None, stage: str, after: datetime.date, until: datetime.date
) -> dict[datetime.date, frozenset[str]]:
    """Day after `after`, up to `until` → rules that enter into force on it, get wider, or compare with another value; ascending.

    A rule that ends is named nowhere, but one that it stood in for is: it begins to apply again. What an `expr` makes of the day itself is
    not seen.
    """
    codes = tuple(content.markets[code] for code in markets)
    through = content.channels[channel] if channel is not None else None

    def masks(day: datetime.date) -> dict[str, int]:
        return {rule.id: mask for rule, mask in Scope(codes, through, stage, day).in_force(content.rules.values())}

    found = {}
    days = sorted({day for day in _days(content) if after < day <= until})
    before = masks(after)
    for day in days:
        now = masks(day)
        ended = before.keys() - now.keys()
        turned = {name for name, mask in now.items() if mask & ~before.get(name, 0)}
        turned |= {other for name in ended for other in content.rules[name].replaces if other in now}
        turned |= {name for name in now if _compares_anew(content, content.rules[name], day)}
        if turned:
            found[day] = frozenset(turned)
        before = now
    return found


def _days(content: Content) -> Iterator[datetime.date]:
    for rule in content.rules.values():
        if rule.in_force.from_ is not None:
            yield rule.in_force.from_
        if rule.in_force.to is not None:
            yield rule.in_force.to + _DAY
    for parameter in content.parameters.values():
        for value in parameter.values:
            yield value.from_


def _compares_anew(content: Content, rule: Rule, day: datetime.date) -> bool:
    names = (comparison.parameter for comparison in rule.where if comparison.parameter is not None)
    return any(value.from_ == day for name in names for value in content.parameters[name].values)
