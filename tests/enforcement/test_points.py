"""Points, rungs and decay: what a trader's violations add up to, and what follows."""

import datetime
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique import load_content
from pratique.enforcement.dry_run import dry_run
from pratique.enforcement.points import Standing, Violation, standing
from pratique.policy.model import Charge, Ladder, Rung

START = datetime.date(2026, 1, 1)
LADDERS = {f"{channel.id}/{ladder.id}": ladder for channel in load_content().channels.values() for ladder in channel.ladders}


def day(number: int) -> datetime.date:
    return START + datetime.timedelta(days=number)


def ledger(*entries: tuple[int, str, int]) -> list[Violation]:
    return [Violation(day(at), f"v{number:03}", kind, severity) for number, (at, kind, severity) in enumerate(entries)]


def told(found: Standing) -> list[tuple[int, str, int | None]]:
    return [((one.day - START).days, one.action, (one.until - one.day).days if one.until else None) for one in found.consequences]


def test_every_rung_of_the_goods_ladder_in_turn() -> None:
    entries = ledger(*((number * 2, "prohibited_goods", 3) for number in range(8)))
    found = standing(LADDERS["aliexpress/prohibited-goods"], entries, day(20))
    assert told(found) == [
        (0, "restrict_listing", 3),
        (2, "freeze", 7),
        (6, "freeze", 14),
        (10, "freeze", 30),
        (14, "close_account", None),
    ]
    assert (found.points, found.is_closed, found.next_rung) == (48, True, None)


def test_zero_tolerance_is_not_capped_and_the_rest_of_a_day_is() -> None:
    goods = LADDERS["aliexpress/prohibited-goods"]
    assert standing(goods, ledger(*((0, "prohibited_goods", 3),) * 9), day(0)).points == 12
    assert standing(goods, ledger((0, "prohibited_goods", 4)), day(0)).is_closed


def test_points_run_out_after_a_year_each_by_itself() -> None:
    goods = LADDERS["aliexpress/prohibited-goods"]
    entries = ledger((0, "prohibited_goods", 3), (100, "prohibited_goods", 3))
    assert [standing(goods, entries, day(at)).points for at in (0, 99, 100, 364, 365, 464, 465)] == [6, 6, 12, 12, 6, 6, 0]
    assert standing(goods, entries, day(364)).next_decay == day(365)


def test_or_all_of_them_a_year_after_the_first() -> None:
    lazada = LADDERS["lazada/non-compliance-points"]
    entries = ledger((0, "restricted_goods", 3), (300, "restricted_goods", 3), (400, "restricted_goods", 3))
    assert [standing(lazada, entries, day(at)).points for at in (300, 364, 365, 400)] == [12, 12, 0, 6]


def test_the_first_infringement_is_free() -> None:
    rights = LADDERS["aliexpress/intellectual-property"]
    entries = ledger((0, "intellectual_property", 3), (1, "intellectual_property", 3))
    assert [standing(rights, entries, day(at)).points for at in (0, 1)] == [0, 6]


def test_strikes_of_three_days_are_one() -> None:
    strikes = LADDERS["aliexpress/intellectual-property-strikes"]
    entries = ledger(*((at, "intellectual_property", 4) for at in (0, 1, 2, 3, 10)))
    assert told(standing(strikes, entries, day(20))) == [(0, "freeze", 7), (3, "freeze", 14), (10, "close_account", None)]


def test_a_rung_may_ask_for_several_things() -> None:
    lazada = LADDERS["lazada/non-compliance-points"]
    entries = ledger(*((number, "restricted_goods", 3) for number in range(6)))
    assert told(standing(lazada, entries, day(9))) == [
        (1, "restrict_listing", 7),
        (3, "restrict_listing", 14),
        (3, "hide_from_search", 14),
        (5, "restrict_listing", 21),
        (5, "hide_from_search", 21),
        (5, "remove_listings", 21),
    ]


def test_three_strikes_on_one_right_close_and_four_on_several() -> None:
    strikes = LADDERS["alibaba/intellectual-property-strikes"]

    def closed(*rights: str) -> int | None:
        entries = [Violation(day(at), f"v{at}", "intellectual_property", 4, right=right) for at, right in enumerate(rights)]
        return next((at for at, action, _ in told(standing(strikes, entries, day(9))) if action == "close_account"), None)

    assert closed("a", "b", "a", "b") == 3
    assert closed("a", "b", "a", "a", "b") == 3
    assert closed("a", "a", "a") == 2
    assert closed("", "", "") is None
    assert closed("", "", "", "") == 3


def test_quality_freezes_again_at_every_multiple_and_never_closes() -> None:
    quality = LADDERS["aliexpress/listing-quality"]
    entries = ledger(*((number // 12, "safety_label", 1) for number in range(60)))
    found = standing(quality, entries, day(9))
    assert told(found) == [(1, "freeze", 7), (3, "freeze", 7)]
    assert found.next_rung is not None
    assert (found.points, found.next_rung.at) == (30, 36)


def test_a_warning_does_not_go_on() -> None:
    goods = LADDERS["aliexpress/prohibited-goods"]
    found = standing(goods, ledger((0, "restricted_goods", 2)), day(0))
    assert (told(found), found.in_effect) == ([(0, "warning", None)], ())


def test_overturning_takes_back_the_points_and_what_followed() -> None:
    goods = LADDERS["aliexpress/prohibited-goods"]
    entries = ledger((0, "prohibited_goods", 4), (5, "restricted_goods", 2))
    closed = standing(goods, entries, day(9))
    assert closed.is_closed
    restored = standing(goods, [Violation(entries[0].day, "v000", "prohibited_goods", 4, overturned=True), entries[1]], day(9))
    assert restored == standing(goods, entries[1:], day(9))


LADDER = Ladder(
    "l",
    {},
    ("general", "fraud"),
    (Charge(3, ("fraud",)), Charge(1, severity=3), Charge(0.5)),
    (Rung(2, "warning"), Rung(4, "freeze", 7), Rung(9, "close_account")),
    decay_days=30,
)
ENTRIES = st.lists(st.tuples(st.integers(0, 80), st.sampled_from(["general", "fraud", "identity"]), st.integers(1, 4)), max_size=25)


@pytest.mark.parametrize("changes", [{}, {"day_cap": 2.0}, {"merge_days": 5}, {"free": 2}, {"decay_from": "first"}])
@given(entries=ENTRIES, at=st.integers(0, 120), seed=st.integers(0, 5))
def test_properties(changes: dict[str, object], entries: list[tuple[int, str, int]], at: int, seed: int) -> None:
    import msgspec

    ladder = msgspec.structs.replace(LADDER, **changes)
    whole = ledger(*entries)
    found = standing(ladder, whole, day(at))
    shuffled = whole + whole[:3]
    random.Random(seed).shuffle(shuffled)
    assert standing(ladder, shuffled, day(at)) == found  # order and repetition change nothing
    assert standing(ladder, [one for one in whole if one.day <= day(at)], day(at)) == found  # nor does what comes later
    assert found.points >= 0
    assert found.points == sum(one.points for one in found.charged)
    assert sum(one.action == "close_account" for one in found.consequences) <= 1
    earlier = standing(ladder, whole, day(max(0, at - 7)))
    assert found.consequences[: len(earlier.consequences)] == earlier.consequences  # what followed is not rewritten by time
    if found.charged:
        assert all(one.until > day(at) for one in found.charged)
    if not changes:
        for left_out in range(len(whole)):
            assert standing(ladder, whole[:left_out] + whole[left_out + 1 :], day(at)).points <= found.points


def test_a_changed_ladder_is_tried_over_the_ledger_first() -> None:
    import msgspec

    harsher = msgspec.structs.replace(LADDER, rungs=(Rung(2, "warning"), Rung(3, "freeze", 7), Rung(9, "close_account")))
    ledgers = {"calm": ledger((0, "general", 1)), "busy": ledger((0, "fraud", 1)), "other": ledger((0, "identity", 4))}
    (difference,) = dry_run(LADDER, harsher, ledgers, day(1))
    assert (difference.trader, difference.is_harsher) == ("busy", True)
    assert (told(difference.before), told(difference.after)) == ([(0, "warning", None)], [(0, "freeze", 7)])
