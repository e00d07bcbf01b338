"""What the Transparency Database accepts: every condition, every list of values, single and batch."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pratique.enforcement.transparency import check, check_batch
from pratique.enforcement.transparency import vocabulary as words

EXAMPLES = Path(__file__).parents[4] / "shared" / "facts" / "dsa_sor_examples.json"
GOOD: dict[str, object] = {
    "puid": "case-1_A",
    "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
    "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
    "illegal_content_legal_ground": "Regulation (EU) 2023/988, Art. 5",
    "illegal_content_explanation": "The product is dangerous.",
    "category": "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS",
    "content_type": ["CONTENT_TYPE_PRODUCT"],
    "content_date": "2026-01-31",
    "application_date": "2026-02-01",
    "decision_facts": "The listing offers magnets of 50 kG² mm².",
    "source_type": "SOURCE_VOLUNTARY",
    "automated_detection": "Yes",
    "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
}
DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")


def failed(**changes: object) -> dict[str, tuple[str, ...]]:
    payload = {**GOOD, **changes}
    return check({key: value for key, value in payload.items() if value is not ...}).failed


def test_the_vocabulary_is_whole() -> None:
    assert [len(values) for values in (words.CATEGORIES, words.KEYWORDS, words.CONTENT_TYPES, words.LANGUAGES, words.COUNTRIES)] == [
        16,
        69,
        8,
        184,
        30,
    ]


@pytest.mark.parametrize("endpoint", ["single", "batch"])
def test_a_good_statement(endpoint: str) -> None:
    verdict = check(GOOD, endpoint)  # type: ignore[arg-type]  # pytest gives the endpoint as a plain str
    assert verdict.is_valid
    assert set(verdict.kept) == set(GOOD)


@pytest.mark.parametrize(
    "field", sorted(set(GOOD) - {"decision_visibility", "illegal_content_legal_ground", "illegal_content_explanation"})
)
def test_what_must_be_there(field: str) -> None:
    for absent in (..., None, "", " \n\u200b"):
        assert failed(**{field: absent})[field][-1] == "Required"


def test_one_of_four_decisions() -> None:
    assert failed(decision_visibility=[]) == dict.fromkeys(DECISIONS, ("RequiredWithoutAll",))
    for field, value in zip(DECISIONS[1:], ("DECISION_MONETARY_SUSPENSION", words.PROVISION[0], words.ACCOUNT[0]), strict=True):
        assert failed(decision_visibility=..., **{field: value}) == {}


@pytest.mark.parametrize(
    ("field", "value", "other"),
    [
        ("decision_visibility", ["DECISION_VISIBILITY_OTHER"], "Required"),
        ("decision_monetary", "DECISION_MONETARY_OTHER", "RequiredIf"),
        ("content_type", ["CONTENT_TYPE_OTHER", "CONTENT_TYPE_TEXT"], "Required"),
    ],
)
def test_other_asks_for_words(field: str, value: object, other: str) -> None:
    assert failed(**{field: value}) == {f"{field}_other": (other,)}
    assert failed(**{field: value, f"{field}_other": "words"}) == {}
    assert f"{field}_other" not in check({**GOOD, f"{field}_other": "words"}).kept


def test_the_ground_says_which_explanation() -> None:
    incompatible = {"decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT"}
    assert set(failed(**incompatible)) == {"incompatible_content_ground", "incompatible_content_explanation"}
    whole = {**GOOD, **incompatible, "incompatible_content_ground": "House rule 4", "incompatible_content_explanation": "x" * 2000}
    assert check(whole).is_valid
    assert not {"illegal_content_legal_ground", "illegal_content_explanation"} & set(check(whole).kept)
    assert failed(incompatible_content_ground="x" * 501) == {}  # dropped before it is measured
    assert failed(incompatible_content_illegal="Maybe") == {"incompatible_content_illegal": ("In",)}  # tested before it is dropped
    assert failed(incompatible_content_illegal=None) == {"incompatible_content_illegal": ("In",)}


@pytest.mark.parametrize(
    ("field", "value", "test"),
    [
        ("puid", "a b", "Regex"),
        ("puid", "x" * 501, "Max"),
        ("puid", 1.5, "Regex"),
        ("content_date", "2025-02-29", "DateFormat"),
        ("content_date", "1999-12-31", "AfterOrEqual"),
        ("application_date", "2019-12-31", "AfterOrEqual"),
        ("application_date", "2038-01-02", "BeforeOrEqual"),
        ("end_date_account_restriction", "20300101", "DateFormat"),
        ("decision_ground_reference_url", "mailto:a@b.c", "Url"),
        ("decision_ground_reference_url", "//a.b/c", "Url"),
        ("decision_ground_reference_url", "https://a b", "Url"),
        ("content_language", "en", "In"),
        ("territorial_scope", ["EL"], "In"),
        ("territorial_scope", "DE", "Array"),
        ("category_addition", None, "Array"),
        ("category_specification", ["KEYWORD_DANGEROUS_TOYS"], "In"),
        ("decision_facts", "🧨" * 5001, "Max"),
        ("source_identity", "x" * 501, "Max"),
        ("automated_detection", True, "In"),
    ],
)
def test_refused(field: str, value: object, test: str) -> None:
    assert test in failed(**{field: value})[field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("puid", 12345),
        ("puid", "abc\n"),
        ("content_date", "2024-02-29"),
        ("end_date_account_restriction", "1990-01-01"),
        ("end_date_visibility_restriction", None),
        ("decision_ground_reference_url", "https://bücher.example:8080/a?b=c#d"),
        ("decision_ground_reference_url", "http://localhost"),
        ("decision_ground_reference_url", "ftp://10.0.0.1/x"),
        ("content_id", {"EAN-13": "0000000000000", "other": 5}),
        ("content_id", {}),
        ("territorial_scope", {"0": "DE"}),
        ("category_specification", ["null", "KEYWORD_OTHER"]),
        ("decision_facts", "🧨" * 5000),
        ("unknown", "field"),
    ],
)
def test_accepted(field: str, value: object) -> None:
    assert failed(**{field: value}) == {}


def test_the_registry_number_of_a_product() -> None:
    assert failed(content_id={"EAN-13": 4006381333931}) == {"content_id.EAN-13": ("String",)}
    assert not check({**GOOD, "content_id_ean": "123"}).is_valid
    assert check({**GOOD, "content_id_ean": "123"}, "batch").is_valid


def test_a_batch_is_between_one_and_a_hundred() -> None:
    assert [verdict.is_valid for verdict in check_batch({"statements": [GOOD, {**GOOD, "puid": ""}]}).values()] == [True, False]
    for statements in (None, [], "x", [GOOD] * 101):
        assert not check_batch({"statements": statements})["statements"].is_valid


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # drawing nested JSON is slow on a busy machine; the check is not
@given(st.dictionaries(st.sampled_from([*GOOD, "content_id", "territorial_scope", "category_addition", "source_identity"]), _JSON))
def test_any_json_gets_a_verdict(payload: dict[str, object]) -> None:
    for endpoint in ("single", "batch"):
        verdict = check(payload, "single" if endpoint == "single" else "batch")
        assert not set(verdict.kept) & set(verdict.failed)


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLES.exists(), reason="verdicts of the real database are kept outside the repository")
@pytest.mark.parametrize("endpoint", ["single", "batch"])
def test_the_real_database_says_the_same(endpoint: str) -> None:
    for example in json.loads(EXAMPLES.read_text("utf-8")):
        verdict, real = check(example["payload"], endpoint), example[endpoint]  # type: ignore[arg-type]  # the endpoint as above
        assert {field: sorted(tests) for field, tests in verdict.failed.items()} == {f: sorted(t) for f, t in real["failed"].items()}
        if real["valid"]:
            assert sorted(verdict.kept) == sorted(real["kept"])
