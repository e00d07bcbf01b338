"""Whoever bought it within six months is told, or it is published."""

import datetime as dt

import pytest

from pratique.base.errors import ConflictError, InvalidError
from pratique.casework.verification.look_back import LookBack, LookBackEvent, Purchase, apply, begin, give_up, publish, tell

AT = dt.datetime(2026, 8, 31, 9, tzinfo=dt.UTC)
REASON = {"en": "The charger can cause electric shock.", "zh": "该充电器可能导致触电。"}


def fold(one: LookBack | None, events: tuple[LookBackEvent, ...]) -> LookBack:
    for event in events:
        one = apply(one, event)
    assert one
    return one


def bought(order: str, moment: dt.datetime, contact: str | None = "c") -> Purchase:
    return Purchase(order, moment, contact)


def opened(*purchases: Purchase) -> LookBack:
    return fold(None, begin("look_back_1", "sku-1", "t-1", "aliexpress", purchases, REASON, aware_at=AT, at=AT, by="user_1"))


def test_six_months_before_the_moment_of_knowing() -> None:
    first = dt.datetime(2026, 2, 28, 9, tzinfo=dt.UTC)
    second = dt.timedelta(seconds=1)
    found = opened(bought("a", first), bought("b", first - second), bought("c", AT), bought("d", AT + second), bought("a", first))
    assert (found.to_tell, found.unreachable, found.status) == (("a", "c"), 0, "open")
    assert "{trader}" in found.text["en"]
    assert "触电" in found.text["zh"]


def test_it_is_done_when_everybody_was_told() -> None:
    found = opened(bought("a", AT), bought("b", AT))
    found = fold(found, tell(found, ["a", "a"], at=AT, by="system"))
    assert (found.told, found.status) == (("a",), "open")
    assert tell(found, ["a"], at=AT, by="system") == ()
    with pytest.raises(InvalidError, match="no order of this product"):
        tell(found, ["z"], at=AT, by="system")
    assert fold(found, tell(found, ["b"], at=AT, by="system")).status == "done"


def test_with_one_that_cannot_be_reached_it_is_published_as_well() -> None:
    found = opened(bought("a", AT), bought("b", AT, None))
    found = fold(found, tell(found, ["a"], at=AT, by="system"))
    assert (found.status, found.must_publish) == ("open", True)
    with pytest.raises(InvalidError, match="https"):
        publish(found, "javascript:alert(1)", at=AT, by="user_1")
    found = fold(found, publish(found, "https://shop.example/recalls/sku-1", at=AT, by="user_1"))
    assert found.status == "done"
    with pytest.raises(ConflictError):
        publish(found, "https://shop.example/again", at=AT, by="user_1")


def test_mail_that_comes_back_makes_it_public() -> None:
    found = opened(bought("a", AT))
    found = fold(found, give_up(found, ["a"], at=AT, by="system"))
    assert found.must_publish


def test_nobody_bought_it_and_nothing_is_left_to_do() -> None:
    assert opened().status == "done"


def test_the_reason_is_said_in_both_languages() -> None:
    with pytest.raises(InvalidError) as caught:
        begin("l", "s", "t", None, (), {"en": "x"}, aware_at=AT + dt.timedelta(days=1), at=AT, by="u")
    assert [fault.field for fault in caught.value.faults] == ["aware_at", "reason.zh"]
