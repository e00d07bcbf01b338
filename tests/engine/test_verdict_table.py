"""Every cell of the table of verdicts in `docs/reference/semantics.md`, in all engines."""

import datetime

import pytest

from pratique.engine.decision import Decision
from pratique.facts import Document, Operator
from pratique.policy.model import DocumentType, Verified
from tests.engine.small import AS_OF, TITLE, content, decide, read, rule, walker

VALID = Document("us.cpc", number="ABC1", valid_to=datetime.date(2027, 1, 1))
EXPIRED = Document("us.cpc", number="ABC1", valid_to=datetime.date(2026, 11, 22))
WITHOUT_EXPIRY = Document("us.cpc", number="ABC1")
WRONG_NUMBER = Document("us.cpc", number="1", valid_to=datetime.date(2027, 1, 1))
NO_NUMBER = Document("us.cpc", valid_to=datetime.date(2027, 1, 1))
NOT_YET = Document("us.cpc", number="ABC1", valid_from=datetime.date(2026, 11, 24), valid_to=datetime.date(2027, 1, 1))
OTHER_MODEL = Document("us.cpc", number="ABC1", valid_to=datetime.date(2027, 1, 1), covers=("M2", "DE"))
THIS_MODEL = Document("us.cpc", number="ABC1", valid_to=datetime.date(2027, 1, 1), covers=("M1",))
THIS_MARKET = Document("us.cpc", number="ABC1", valid_to=AS_OF, covers=("US",))
LETTER = Document("us.letter")


def outcome(decision: Decision) -> tuple[str, tuple[str, ...]]:
    return decision.verdict, decision.missing


@pytest.mark.parametrize(
    ("confidence", "verdict"), [(0.99, "refuse"), (0.8, "refuse"), (0.79, "hold"), (0.5, "hold"), (0.49, "allow"), (0.12, "allow")]
)
def test_prohibited(confidence: float, verdict: str) -> None:
    assert decide(content(rule()), walker(), read(confidence=confidence)).verdict == verdict


def test_unverified_law_holds_at_most_and_house_rules_need_no_verification() -> None:
    unverified = Verified(by="unverified", checked=AS_OF)
    assert decide(content(rule(verified=unverified)), walker(), read()).verdict == "hold"
    assert decide(content(rule(id="house/walker", verified=unverified, is_law=False)), walker(), read(), channel="shop").verdict == "refuse"


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        (None, ("hold", ("us.cpc",))),
        ((), ("hold", ("us.cpc",))),
        ((EXPIRED,), ("hold", ("us.cpc",))),
        ((VALID,), ("allow_with_conditions", ())),
    ],
)
def test_restricted(documents: tuple[Document, ...] | None, expected: tuple[str, tuple[str, ...]]) -> None:
    known = content(rule(demand="restricted", needs=("us.cpc",)))
    assert outcome(decide(known, walker(documents=documents), read())) == expected


def test_restricted_without_a_way_to_comply_holds() -> None:
    assert outcome(decide(content(rule(demand="restricted")), walker(documents=(VALID,)), read())) == ("hold", ())


@pytest.mark.parametrize("demand", ["certificate", "registration"])
@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        (None, ("allow_with_conditions", ("us.cpc",))),
        ((), ("hold", ("us.cpc",))),
        ((LETTER,), ("hold", ("us.cpc",))),
        ((EXPIRED,), ("hold", ("us.cpc",))),
        ((NOT_YET,), ("hold", ("us.cpc",))),
        ((WITHOUT_EXPIRY,), ("hold", ("us.cpc",))),
        ((WRONG_NUMBER,), ("hold", ("us.cpc",))),
        ((NO_NUMBER,), ("hold", ("us.cpc",))),
        ((OTHER_MODEL,), ("hold", ("us.cpc",))),
        ((THIS_MODEL,), ("allow", ())),
        ((THIS_MARKET,), ("allow", ())),
        ((EXPIRED, VALID), ("allow", ())),
    ],
)
def test_certificate_and_registration(demand: str, documents: tuple[Document, ...] | None, expected: tuple[str, tuple[str, ...]]) -> None:
    known = content(rule(demand=demand, needs=("us.cpc",)))
    assert outcome(decide(known, walker(documents=documents, model="M1"), read())) == expected


def test_a_hostile_number_costs_no_time() -> None:
    known = content(
        rule(demand="certificate", needs=("us.cpc",)),
        documents={"us.cpc": DocumentType("us.cpc", TITLE, "certificate", number_pattern="([A-Z]+)+[0-9]")},
    )
    for number, verdict in [
        ("A" * 199 + "1", "allow"),
        ("A" * 200, "hold"),
        ("A" * 200 + "1", "hold"),
        ("A1\n", "hold"),
        ("\ud800", "hold"),
    ]:
        assert decide(known, walker(documents=(Document("us.cpc", number=number),)), read()).verdict == verdict


def test_all_needs_must_be_met_and_either_meets_an_alternative() -> None:
    known = content(rule(demand="certificate", needs=("us.cpc|us.letter", "us.cpc")))
    assert outcome(decide(known, walker(documents=(LETTER,)), read())) == ("hold", ("us.cpc",))
    assert outcome(decide(known, walker(documents=(VALID,)), read())) == ("allow", ())


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (None, ("allow_with_conditions", ("manufacturer.address|manufacturer.email", "manufacturer.name"))),
        (Operator(), ("hold", ("manufacturer.address|manufacturer.email", "manufacturer.name"))),
        (Operator(name="ACME"), ("hold", ("manufacturer.address|manufacturer.email",))),
        (Operator(name=" ", email="a@b.example"), ("hold", ("manufacturer.name",))),
        (Operator(name="ACME", email="a@b.example"), ("allow", ())),
    ],
)
def test_responsible_person(person: Operator | None, expected: tuple[str, tuple[str, ...]]) -> None:
    known = content(rule(demand="responsible_person", shown_by=("manufacturer.name", "manufacturer.address|manufacturer.email")))
    assert outcome(decide(known, walker(manufacturer=person), read())) == expected


@pytest.mark.parametrize("demand", ["label", "disclosure", "age_gate"])
def test_what_must_be_shown(demand: str) -> None:
    known = content(rule(demand=demand, shown_by=("warnings.en|claim.label_choking_hazard",)))
    missing = ("warnings.en|claim.label_choking_hazard",)
    assert outcome(decide(known, walker(), read())) == ("allow_with_conditions", missing)
    assert outcome(decide(known, walker(warnings={"en": " ", "de": "Achtung"}), read())) == ("allow_with_conditions", missing)
    assert outcome(decide(known, walker(warnings={"EN": "Warning"}), read())) == ("allow", ())
    assert outcome(decide(known, walker(), read(), read("claim.label_choking_hazard", 0.5))) == ("allow", ())
    assert outcome(decide(known, walker(), read(), read("claim.label_choking_hazard", 0.49))) == ("allow_with_conditions", missing)


def test_a_demand_that_names_nothing_is_a_condition() -> None:
    assert outcome(decide(content(rule(demand="age_gate")), walker(), read())) == ("allow_with_conditions", ())


def test_needs_and_what_is_shown_must_both_be_satisfied() -> None:
    known = content(rule(demand="certificate", needs=("us.cpc",), shown_by=("images",)))
    assert outcome(decide(known, walker(documents=(), images=("a.jpg",)), read())) == ("hold", ("us.cpc",))
    assert outcome(decide(known, walker(documents=(VALID,)), read())) == ("allow_with_conditions", ("images",))
    assert outcome(decide(known, walker(documents=(VALID,), images=("a.jpg",)), read())) == ("allow", ())


def test_the_highest_verdict_wins_and_gives_the_confidence() -> None:
    known = content(
        rule(id="us/sure", when=rule().when, demand="label"),
        rule(id="us/grave"),
        rule(id="us/also", demand="prohibited", verified=Verified(by="unverified", checked=AS_OF)),
    )
    decision = decide(known, walker(), read(confidence=0.85), read("class.toy", 0.99))
    assert [finding.rule for finding in decision.findings] == ["us/grave", "us/also", "us/sure"]
    assert (decision.verdict, decision.confidence) == ("refuse", 0.85)
    finding = decision.findings[0]
    assert (finding.basis, finding.fix, finding.fix_zh) == (("16 CFR part 1216, 1216.2",), "Take it down.", "下架。")
    assert (finding.concepts, finding.demand, finding.version) == (("child.infant_walker",), "prohibited", 1)


def test_nothing_found_is_allowed_without_a_confidence() -> None:
    decision = decide(content(rule()), walker(), read("class.toy"))
    assert (decision.verdict, decision.confidence, decision.findings, decision.missing) == ("allow", None, (), ())
    assert [one.concept for one in decision.concepts] == ["class.toy"]
    assert [one.text for one in decision.evidence] == ["walker"]
