"""A trader is asked, looked at, known, asked again; suspended only after a notice, and let in again when everything is right."""

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pratique.base.errors import ConflictError, InvalidError, RefusalError
from pratique.casework.verification import acts
from pratique.casework.verification.clocks import EXISTING_UNTIL
from pratique.casework.verification.demands import FIELDS, LAWS, LawName, missing
from pratique.casework.verification.events import Evidence, Paper, RemedyAsked, TraderSuspended, VerificationEvent, VerificationExpired
from pratique.casework.verification.identifiers import check
from pratique.casework.verification.state import Verification, apply
from pratique.casework.verification.volume import Volume

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
WHOLE = (
    "name", "address", "phone", "email", "id_document", "payment_account", "trade_register", "register_number", "self_certification",
)  # fmt: skip
FOUND = (Evidence("Companies House", ("name", "register_number"), "agrees", "09446231"),)


def fold(known: Verification | None, events: tuple[VerificationEvent, ...]) -> Verification:
    for event in events:
        known = apply(known, event)
    assert known
    return known


def opened(*laws: LawName, at: dt.datetime = AT, **changes: Any) -> Verification:
    return fold(None, acts.begin("t-1", "CN", laws or ("dsa",), at=at, by="user_1", **changes))


def submitted(known: Verification, given: tuple[str, ...] = WHOLE, at: dt.datetime = AT, **changes: Any) -> Verification:
    return fold(known, acts.submit(known, "private_1", given, changes.pop("papers", ()), (), at=at, by="t-1", **changes))


def verified(known: Verification, at: dt.datetime = AT) -> Verification:
    return fold(known, acts.verify(known, FOUND, at=at, by="user_2"))


def days(number: int) -> dt.datetime:
    return AT + dt.timedelta(days=number)


def test_nobody_offers_in_the_union_before_they_are_known() -> None:
    known = opened()
    assert not known.may_offer("dsa", AT)
    known = submitted(known)
    assert (known.status, known.missing) == ("submitted", ())
    assert not known.may_offer("dsa", AT)
    known = verified(known)
    assert (known.status, known.due_at) == ("verified", None)
    assert known.may_offer("dsa", AT)


@pytest.mark.parametrize("left_out", WHOLE)
def test_each_of_article_30_is_wanted(left_out: str) -> None:
    known = submitted(opened(), tuple(name for name in WHOLE if name != left_out))
    assert known.status == "incomplete"
    assert left_out in "|".join(known.missing)
    with pytest.raises(ConflictError, match=left_out):
        acts.verify(known, FOUND, at=AT, by="user_2")


def test_who_is_in_no_register_names_none_and_electronic_identification_will_do() -> None:
    given = ("name", "address", "phone", "email", "electronic_id", "payment_account", "self_certification")
    assert submitted(opened(), given, is_registered=False).status == "submitted"


def test_traders_who_were_there_before_had_a_year() -> None:
    at = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
    known = opened(at=at, is_existing=True)
    assert known.due_at == EXISTING_UNTIL
    assert known.may_offer("dsa", EXISTING_UNTIL - dt.timedelta(seconds=1))
    assert not known.may_offer("dsa", EXISTING_UNTIL)
    known = fold(known, acts.run_out(known, at=EXISTING_UNTIL))
    assert known.status == "needs_remedy"


def test_an_identifier_that_cannot_be_right_is_sent_back_at_once_with_everything_else() -> None:
    checks = (check("vat", "vat", "DE136695977", "DE"), check("payment_account", "iban", "GB82 WEST", None))
    papers = (Paper("passport", " "), Paper("id_document", "file-1", dt.date(2020, 1, 1)))
    with pytest.raises(InvalidError) as caught:
        acts.submit(opened(), "private_1", (*WHOLE, "shoe_size"), papers, checks, at=AT, by="t-1")
    assert [fault.field for fault in caught.value.faults] == [
        "papers.0.kind", "papers.0.reference", "papers.1.valid_to", "payment_account", "shoe_size", "vat",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "evidence",
    [
        (),
        (Evidence("VIES", ("vat",), "agrees"),),
        (*FOUND, Evidence("VIES", ("name",), "differs")),
        (Evidence("VIES", ("name",), "not_found"),),
    ],
)
def test_what_was_found_has_to_bear_it_out(evidence: tuple[Evidence, ...]) -> None:
    with pytest.raises(InvalidError):
        acts.verify(submitted(opened()), evidence, at=AT, by="user_2")


def test_what_is_wrong_is_asked_for_before_anybody_is_suspended_and_put_right_lets_them_in_again() -> None:
    known = verified(submitted(opened()))
    known = fold(known, acts.ask_remedy(known, ("address",), {"en": "Mail came back."}, at=AT, by="user_2"))
    assert known.status == "needs_remedy"
    assert known.may_offer("dsa", AT)
    assert known.due_at == dt.datetime(2026, 3, 12, 22, tzinfo=dt.UTC), "midnight comes to Athens first"
    assert acts.run_out(known, at=known.due_at - dt.timedelta(seconds=1)) == ()
    known = fold(known, acts.run_out(known, at=known.due_at))
    assert (known.status, known.suspended_for) == ("suspended", ("dsa",))
    assert not known.may_offer("dsa", days(11))
    known = fold(known, acts.carried_out(known, ("action_1",), at=days(11), by="system"))
    with pytest.raises(ConflictError):
        acts.verify(known, FOUND, at=days(12), by="user_2")
    known = submitted(known, at=days(12))
    assert known.status == "suspended", "until it was looked at"
    known = verified(known, days(13))
    assert (known.status, known.actions, known.may_offer("dsa", days(13))) == ("verified", (), True)


def test_our_own_delay_is_no_fault_of_the_trader() -> None:
    known = submitted(opened())
    assert known.due_at is not None
    late = known.due_at + dt.timedelta(days=30)
    known = fold(known, acts.run_out(known, at=late))
    assert (known.status, known.is_overdue) == ("submitted", True)
    assert acts.run_out(known, at=late) == ()


def test_high_volume_begins_ten_days_and_a_suspension_is_for_the_united_states_alone() -> None:
    known = verified(submitted(opened()))
    known = fold(known, acts.weigh(known, Volume(dt.date(2026, 3, 1), dt.date(2026, 3, 1), 900, 90_000_00), at=AT, by="system"))
    assert (known.status, known.missing, known.clock) == ("incomplete", ("tax_id",), "verification-collect-inform")
    assert known.disclosed_since == dt.date(2026, 3, 1)
    assert known.due_at == dt.datetime(2026, 3, 13, 4, tzinfo=dt.UTC)
    assert known.may_offer("dsa", AT)
    assert acts.weigh(known, Volume(dt.date(2026, 3, 1), dt.date(2026, 3, 1), 900, 90_000_00), at=AT, by="system") == ()
    (notice,) = acts.run_out(known, at=known.due_at)
    assert isinstance(notice, RemedyAsked)
    known = fold(known, (notice,))
    assert known.due_at is not None
    (suspension,) = acts.run_out(known, at=known.due_at)
    assert isinstance(suspension, TraderSuspended)
    known = fold(known, (suspension,))
    assert known.suspended_for == ("inform",)
    assert known.may_offer("dsa", days(40))
    assert not known.may_offer("inform", days(40))


def test_high_volume_sellers_confirm_every_year() -> None:
    known = verified(submitted(opened("inform"), (*WHOLE, "tax_id")))
    assert known.valid_to == dt.date(2027, 3, 2)
    assert acts.run_out(known, at=dt.datetime(2027, 3, 2, 23, tzinfo=dt.UTC)) == ()
    at = dt.datetime(2027, 3, 3, 0, 1, tzinfo=dt.UTC)
    (asked,) = acts.run_out(known, at=at)
    assert isinstance(asked, VerificationExpired)
    assert asked.what == "certification"
    known = fold(known, (asked,))
    certified = fold(known, acts.certify(known, at=at, by="t-1"))
    assert (certified.status, certified.valid_to) == ("verified", dt.date(2028, 3, 2))
    assert known.due_at is not None
    assert fold(known, acts.run_out(known, at=known.due_at)).suspended_for == ("inform",)


def test_a_document_that_ran_out_is_not_confirmed_but_renewed() -> None:
    papers = (Paper("id_document", "file-1", dt.date(2026, 4, 1)),)
    known = verified(submitted(opened(), papers=papers))
    known = fold(known, acts.run_out(known, at=days(31)))
    assert known.status == "expired"
    with pytest.raises(ConflictError, match="id_document"):
        acts.certify(known, at=days(31), by="t-1")
    known = verified(submitted(known, at=days(32)), days(32))
    assert known.status == "verified"


def test_what_is_known_is_kept_six_months_after_the_contract() -> None:
    known = submitted(opened())
    known = fold(known, acts.end_contract(known, at=AT, by="user_1"))
    assert (known.status, known.keep_until) == ("ended", dt.date(2026, 9, 2))
    with pytest.raises(ConflictError):
        submitted(known)


def test_every_demand_can_be_told_and_every_field_has_both_languages() -> None:
    for law in LAWS.values():
        assert {name for one in law.demands for name in one.fields} | set(law.shown) <= set(FIELDS)
    assert all(text.keys() == {"en", "zh"} for text in FIELDS.values())
    assert missing(("dsa", "inform"), frozenset(), is_registered=False, is_business=False) == (
        "name", "address", "phone", "email", "id_document|electronic_id", "payment_account", "self_certification", "payment_account|payee", "tax_id",
    )  # fmt: skip


class Machine(RuleBasedStateMachine):
    """Trader, reviewer and clock act at random; a refusal leaves everything as it was."""

    @initialize(laws=st.sampled_from([("dsa",), ("inform",), ("dsa", "inform")]))
    def begin(self, laws: tuple[LawName, ...]) -> None:
        self.at, self.known = AT, opened(*laws)
        self.notices, self.suspensions = 0, 0

    def _do(self, act: Any) -> None:
        with suppress(RefusalError):
            for event in act():
                if isinstance(event, (RemedyAsked, VerificationExpired)):
                    self.notices += 1
                if isinstance(event, TraderSuspended):
                    self.suspensions += 1
                    assert self.notices, "nobody is suspended without having been told"
                    assert self.known.due_at is not None
                    assert self.at >= self.known.due_at
                    self.notices = 0
                self.known = apply(self.known, event)

    @rule(given=st.sets(st.sampled_from([*WHOLE, "tax_id", "payee"])), whole=st.booleans(), soon=st.booleans())
    def submit(self, given: set[str], whole: bool, soon: bool) -> None:
        told = (*WHOLE, "tax_id") if whole else tuple(given)
        papers = (Paper("id_document", "f", self.at.date() + dt.timedelta(days=20)),) if soon else ()
        self._do(lambda: acts.submit(self.known, "private_x", told, papers, (), at=self.at, by="t-1"))

    @rule()
    def verify(self) -> None:
        self._do(
            lambda: acts.verify(self.known, (Evidence("register", tuple(self.known.given) or ("name",), "agrees"),), at=self.at, by="u")
        )

    @rule()
    def ask(self) -> None:
        self._do(lambda: acts.ask_remedy(self.known, ("address",), {"en": "x"}, at=self.at, by="u"))

    @rule()
    def certify(self) -> None:
        self._do(lambda: acts.certify(self.known, at=self.at, by="t-1"))

    @rule()
    def volume(self) -> None:
        self._do(lambda: acts.weigh(self.known, Volume(self.at.date(), None, 200, 5_000_00), at=self.at, by="system"))

    @rule()
    def carry_out(self) -> None:
        self._do(lambda: acts.carried_out(self.known, ("action_1",), at=self.at, by="system"))

    @rule()
    def overturn(self) -> None:
        self._do(lambda: acts.overturned(self.known, "appeal_1", at=self.at, by="u"))

    @rule(hours=st.integers(1, 400))
    def wait(self, hours: int) -> None:
        self.at += dt.timedelta(hours=hours)
        wakes_at = self.known.wakes_at
        before = self.known
        self._do(lambda: acts.run_out(self.known, at=self.at))
        assert (self.known != before) == (wakes_at is not None and self.at >= wakes_at), "the clock wakes exactly when something changes"

    @invariant()
    def what_is_said_is_so(self) -> None:
        known = self.known
        assert bool(known.suspended_for) == (known.status == "suspended")
        assert not known.actions or known.status == "suspended"
        if known.status == "verified":
            assert known.verified_at is not None
            assert not known.missing
        if known.status in ("incomplete", "needs_remedy", "expired", "submitted"):
            assert known.due_at is not None, "somebody's clock runs"
        for law in known.suspended_for:
            assert not known.may_offer(law, self.at)


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
