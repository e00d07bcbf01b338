"""Roles and walls: what is not allowed is refused, what lies outside is not there."""

import pytest

from pratique.assembly.operations.permission import ACTS, may, require, require_reach
from pratique.base.actor import ROLES, Actor
from pratique.base.errors import AbsentError, ForbiddenError


def test_every_act_names_known_roles_and_every_role_does_something() -> None:
    named = {role for roles in ACTS.values() for role in roles}
    assert named == set(ROLES)


def test_whoever_watches_does_not_act() -> None:
    for role in ("auditor", "analyst"):
        allowed = {act for act in ACTS if may(Actor("user_1", frozenset({role})), act)}
        assert not {act for act in allowed if act.endswith((".decide", ".impose", ".lift", ".erase", ".publish", ".approve"))}
    assert not any(may(Actor("user_1"), act) for act in ACTS)


def test_machines_decide_no_appeal_and_no_case() -> None:
    machine = Actor("system", frozenset({"machine"}))
    assert not {act for act in ("appeal.decide", "case.decide", "notice.decide", "review.answer") if may(machine, act)}


def test_a_refusal_says_which_roles_are_needed() -> None:
    with pytest.raises(ForbiddenError, match="senior_reviewer, legal"):
        require(Actor("user_1", frozenset({"analyst"})), "appeal.decide")


@pytest.mark.parametrize(
    ("actor", "channel", "markets", "owner"),
    [
        (Actor("u", frozenset({"reviewer"}), channels=frozenset({"lazada"})), "aliexpress", ("DE",), None),
        (Actor("u", frozenset({"reviewer"}), markets=frozenset({"DE"})), "aliexpress", ("DE", "FR"), None),
        (Actor("u", frozenset({"reviewer"}), markets=frozenset({"DE"})), "aliexpress", None, None),
        (Actor("u", frozenset({"notifier"}), subject="notifier_1"), None, (), "notifier_2"),
    ],
)
def test_what_lies_outside_the_walls_is_not_there(
    actor: Actor, channel: str | None, markets: tuple[str, ...] | None, owner: str | None
) -> None:
    act = "notice.read"
    with pytest.raises(AbsentError, match="there is no notice `n1`"):
        require_reach(actor, act, "notice", "n1", channel=channel, markets=markets, owner=owner)


def test_within_the_walls_it_is() -> None:
    actor = Actor("u", frozenset({"reviewer"}), channels=frozenset({"lazada"}), markets=frozenset({"SG", "TH"}))
    require_reach(actor, "case.decide", "case", "c1", channel="lazada", markets=("SG",))
