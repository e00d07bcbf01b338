"""Rights: registered with proof, looked at by a person, used only by whoever may."""

import datetime as dt
from typing import Any

import pytest

from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import ConflictError, ForbiddenError, InvalidError
from pratique.casework.rights import holder as h
from pratique.casework.rights.holder import Agent, HolderEvent, RightsHolder
from pratique.casework.rights.right import Right, RightFiling, check, doubts

AT = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)
LEGAL = Actor("user_1", frozenset({"legal"}))
NO = {"en": "The certificate is of another company."}


def filing(**changes: Any) -> RightFiling:
    given: dict[str, Any] = {
        "kind": "trade_mark", "title": "LUMORA", "territories": ("EU",), "proof": ("file_1",), "number": "018123456", "office": "EU",
        "nice_classes": (25, 9, 25), "valid_from": dt.date(2020, 1, 1), "valid_to": dt.date(2030, 1, 1),
    }  # fmt: skip
    return RightFiling(**{**given, **changes})


def fold(holder: RightsHolder | None, events: tuple[HolderEvent, ...]) -> RightsHolder:
    for event in events:
        holder = h.apply(holder, event)
    assert holder
    return holder


@pytest.fixture
def known() -> RightsHolder:
    holder = fold(None, h.register("holder_1", "account_1", "private_1", ["file_0"], at=AT, by="account_1"))
    return fold(holder, h.add_right(holder, filing(), "right_1", at=AT, by="account_1"))


@pytest.fixture
def verified(known: RightsHolder) -> RightsHolder:
    holder = fold(known, h.judge_holder(known, "register extract HRB 1", at=AT, by=LEGAL))
    return fold(holder, h.judge_right(holder, "right_1", "eSearch plus 018123456", at=AT, by=LEGAL))


def test_all_that_is_wrong_with_a_right_is_said() -> None:
    wrong = filing(
        title="", territories=("Germany",), proof=(), number=None, office=None, nice_classes=(0, 46), valid_to=dt.date(2019, 1, 1)
    )
    assert {fault.field for fault in check(wrong, AT.date())} == {
        "title", "territories.0", "proof", "number", "office", "nice_classes", "valid_to",
    }  # fmt: skip
    assert check(filing(), AT.date()) == []
    assert check(RightFiling("copyright", "Photos of 2025", ("US",), ("file_1",)), AT.date()) == []


def test_a_strange_number_is_asked_about_and_not_refused() -> None:
    assert check(filing(number="12"), AT.date()) == []
    assert "nine digits" in doubts(filing(number="12"))[0]
    assert doubts(filing()) == ()
    assert "said to hold in DE" in doubts(filing(territories=("DE",)))[0]


def test_no_notice_rests_on_what_nobody_looked_at(known: RightsHolder) -> None:
    with pytest.raises(InvalidError, match="registered"):
        h.usable(known, "right_1", "account_1", AT.date())
    with pytest.raises(ConflictError, match="who the holder is"):
        h.judge_right(known, "right_1", "eSearch", at=AT, by=LEGAL)
    with pytest.raises(ForbiddenError, match="by a person"):
        h.judge_holder(known, "register", at=AT, by=SYSTEM)


def test_a_verified_right_is_used_by_its_holder_and_their_agents_alone(verified: RightsHolder) -> None:
    assert h.usable(verified, "right_1", "account_1", AT.date()).nice_classes == (9, 25)
    with pytest.raises(ForbiddenError, match="somebody else"):
        h.usable(verified, "right_1", "account_2", AT.date())
    holder = fold(verified, h.add_agent(verified, Agent("account_2", "file_2", dt.date(2026, 12, 31)), at=AT, by="account_1"))
    with pytest.raises(ForbiddenError):
        h.usable(holder, "right_1", "account_2", AT.date())
    holder = fold(holder, h.judge_agent(holder, "account_2", is_authorised=True, at=AT, by=LEGAL))
    assert h.usable(holder, "right_1", "account_2", AT.date())
    with pytest.raises(ForbiddenError):
        h.usable(holder, "right_1", "account_2", dt.date(2027, 1, 1))
    holder = fold(holder, h.revoke_agent(holder, "account_2", at=AT, by="account_1"))
    with pytest.raises(ForbiddenError):
        h.usable(holder, "right_1", "account_2", AT.date())


def test_a_right_ends_with_its_term(verified: RightsHolder) -> None:
    with pytest.raises(InvalidError, match="not in force"):
        h.usable(verified, "right_1", "account_1", dt.date(2030, 1, 2))
    later = dt.datetime(2030, 1, 2, tzinfo=dt.UTC)
    assert h.run_out(verified, at=later - dt.timedelta(days=1)) == ()
    lapsed = fold(verified, h.run_out(verified, at=later))
    assert [right.status for right in lapsed.rights] == ["lapsed"]
    assert h.run_out(lapsed, at=later) == ()


def test_the_same_right_is_registered_once_and_again_after_it_was_refused(verified: RightsHolder, known: RightsHolder) -> None:
    with pytest.raises(ConflictError, match="right_1"):
        h.add_right(verified, filing(), "right_2", at=AT, by="account_1")
    refused = fold(known, h.judge_right(known, "right_1", "", NO, at=AT, by=LEGAL))
    assert h.add_right(refused, filing(), "right_2", at=AT, by="account_1")


def test_a_suspended_holder_sends_no_notices_on_rights(verified: RightsHolder) -> None:
    holder = fold(verified, h.suspend(verified, NO, at=AT, by=LEGAL))
    with pytest.raises(InvalidError, match="suspended"):
        h.usable(holder, "right_1", "account_1", AT.date())


def test_a_right_holds_where_it_is_registered_and_copyright_everywhere() -> None:
    mark = Right("r", "trade_mark", "X", ("EU",), ("f",))
    assert mark.holds_in(("eu", "de"))
    assert not mark.holds_in(("us",))
    assert Right("r", "copyright", "X", ("FR",), ("f",)).holds_in(("us",))
