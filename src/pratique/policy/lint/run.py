"""Run every check over a content."""

from collections.abc import Iterable, Iterator

from pratique.policy.lint.bare_example import BareExample, BareExampleCheck
from pratique.policy.lint.broken_expression import BrokenExpression, BrokenExpressionCheck
from pratique.policy.lint.conflicting_guard import ConflictingGuard, ConflictingGuardCheck, DuplicateTerm
from pratique.policy.lint.contradiction import Contradiction, ContradictionCheck, DuplicateRule
from pratique.policy.lint.exemption import Exemption, StaleExemption, apply_exemptions
from pratique.policy.lint.idle_concept import IdleConcept, IdleConceptCheck
from pratique.policy.lint.idle_exclusion import IdleExclusion, IdleExclusionCheck
from pratique.policy.lint.issue import Check, Context, Issue
from pratique.policy.lint.lone_weak_term import LoneWeakTerm, LoneWeakTermCheck
from pratique.policy.lint.missing_example import MissingExample, MissingExampleCheck
from pratique.policy.lint.open_cell import IdleGap, OpenCell, OpenCellCheck, UnknownTopic
from pratique.policy.lint.parameter_period import MissingPeriod, OverlappingPeriod, ParameterPeriodCheck
from pratique.policy.lint.premature_rule import PrematureRule, PrematureRuleCheck
from pratique.policy.lint.short_term import ShortTerm, ShortTermCheck
from pratique.policy.lint.term_trap import TermTrap, TermTrapCheck
from pratique.policy.lint.thin_test import ThinTest, ThinTestCheck
from pratique.policy.lint.translation_missing import TextUntranslated, TranslationMissing, TranslationMissingCheck
from pratique.policy.lint.uncited_value import UncitedValue, UncitedValueCheck
from pratique.policy.lint.unknown_fact import UnknownFact, UnknownFactCheck
from pratique.policy.lint.unknown_unit import UnknownUnit, UnknownUnitCheck
from pratique.policy.lint.unlocked_rule import UnlockedRule, UnlockedRuleCheck
from pratique.policy.lint.unreachable_rule import UnreachableRule, UnreachableRuleCheck
from pratique.policy.lint.unshown_demand import UnshownDemand, UnshownDemandCheck
from pratique.policy.lint.untried_concept import UntriedConcept, UntriedConceptCheck
from pratique.policy.lint.unverified import UnverifiedArticle, UnverifiedCheck, UnverifiedProhibition

ISSUES: tuple[type[Issue], ...] = (
    UncitedValue,
    OverlappingPeriod,
    MissingPeriod,
    PrematureRule,
    UnverifiedArticle,
    UnlockedRule,
    UnknownUnit,
    BrokenExpression,
    UnreachableRule,
    UnshownDemand,
    Contradiction,
    DuplicateRule,
    OpenCell,
    IdleGap,
    UnknownTopic,
    IdleConcept,
    IdleExclusion,
    MissingExample,
    ThinTest,
    UnknownFact,
    UntriedConcept,
    BareExample,
    TermTrap,
    ShortTerm,
    LoneWeakTerm,
    ConflictingGuard,
    DuplicateTerm,
    TextUntranslated,
    StaleExemption,
    UnverifiedProhibition,
    TranslationMissing,
)
CHECKS: tuple[type[Check], ...] = (
    UncitedValueCheck,
    ParameterPeriodCheck,
    PrematureRuleCheck,
    UnverifiedCheck,
    UnlockedRuleCheck,
    UnknownUnitCheck,
    BrokenExpressionCheck,
    UnreachableRuleCheck,
    UnshownDemandCheck,
    ContradictionCheck,
    OpenCellCheck,
    IdleConceptCheck,
    IdleExclusionCheck,
    MissingExampleCheck,
    ThinTestCheck,
    UnknownFactCheck,
    UntriedConceptCheck,
    BareExampleCheck,
    TermTrapCheck,
    ShortTermCheck,
    LoneWeakTermCheck,
    ConflictingGuardCheck,
    TranslationMissingCheck,
)


def lint_content(context: Context, exemptions: Iterable[Exemption] = (), only: frozenset[str] | None = None) -> list[Issue]:
    """Every issue that is not exempt: the gravest first, then by issue and place.

    With `only`, those about these units: checks that look at one unit at a time then look at no other.
    """
    found = [issue for check in CHECKS for issue in _issues(check(context), only)]
    if only is not None:
        found = [issue for issue in found if issue.about in only]
    left = apply_exemptions(found, exemptions, context.today)
    order = {issue: number for number, issue in enumerate(ISSUES)}
    return sorted(left, key=lambda issue: (-issue.severity, order[type(issue)], issue.place, issue.about, str(issue.message())))


def lint_alone(context: Context, units: frozenset[str]) -> list[Issue]:
    """Issues that one unit can have by itself, of these units, the gravest first: quick, and not all there are."""
    found = [issue for check in CHECKS if check.looks_alone for issue in _issues(check(context), units)]
    return sorted((issue for issue in found if issue.about in units), key=lambda issue: (-issue.severity, issue.place))


def _issues(check: Check, only: frozenset[str] | None) -> Iterator[Issue]:
    content = check.context.content
    check.only = only
    if only is not None and check.looks_alone:
        yield from (issue for name in sorted(only & content.concepts.keys()) for issue in check.concept(content.concepts[name]))
        yield from (issue for name in sorted(only & content.rules.keys()) for issue in check.rule(content.rules[name]))
        yield from (issue for name in sorted(only & content.parameters.keys()) for issue in check.parameter(content.parameters[name]))
        yield from (issue for example in content.examples if example.concept in only for issue in check.example(example))
        yield from (issue for test in content.rule_tests if test.rule in only for issue in check.test(test))
        yield from check.finish()
        return
    for concept in content.concepts.values():
        yield from check.concept(concept)
    for parameter in content.parameters.values():
        yield from check.parameter(parameter)
    for rule in content.rules.values():
        yield from check.rule(rule)
    for market in content.markets.values():
        yield from check.market(market)
    for example in content.examples:
        yield from check.example(example)
    for test in content.rule_tests:
        yield from check.test(test)
    yield from check.finish()
