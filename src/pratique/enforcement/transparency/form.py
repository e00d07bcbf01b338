"""Would the Transparency Database accept this statement, what would it keep, and if not, which field fails which test?

Agrees with the database on acceptance, field by field, for its single endpoint and for its batch endpoint.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import msgspec

from pratique.enforcement.transparency import vocabulary as words
from pratique.enforcement.transparency.rules import (
    ARRAY,
    DAY,
    LEFT_OUT,
    NULLABLE,
    REQUIRED,
    STRING,
    URL,
    Data,
    Rule,
    at_most,
    day_from,
    day_until,
    is_given,
    matching,
    members,
    one_of,
    only_when,
    required_when,
)

Endpoint = Literal["single", "batch"]
LAST_DAY = "2038-01-01"
MOST_IN_BATCH = 100
EAN = "content_id.EAN-13"
_DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")
_TRIMMED = "\ufeff\u200b\u200e"


class Verdict(msgspec.Struct, frozen=True):
    """What becomes of one statement."""

    failed: dict[str, tuple[str, ...]]
    """Field → names of the tests it fails, sorted."""
    kept: tuple[str, ...]
    """Fields that are stored, sorted; the others are unknown or dropped by a condition."""

    @property
    def is_valid(self) -> bool:
        """Whether it is accepted."""
        return not self.failed


def check(payload: Mapping[str, object], endpoint: Endpoint = "single") -> Verdict:
    """One statement as its JSON object. Uniqueness of `puid` is for whoever knows the earlier ones."""
    data = {key: _trimmed(value) for key, value in payload.items()}
    failed: dict[str, tuple[str, ...]] = {}
    kept = []
    for name, rules in _FIELDS[endpoint].items():
        is_there, value = _looked_up(name, data)
        faults, is_left_out = _faults(rules, value, is_there, data)
        if faults:
            failed[name] = tuple(sorted(faults))
        elif is_there and not is_left_out:
            kept.append(name)
    return Verdict(failed, tuple(sorted(kept)))


def check_batch(payload: Mapping[str, object]) -> dict[str, Verdict]:
    """A batch: `statements`, then one verdict for each under `statement_<index>`; it is accepted only where all of them are valid."""
    statements = payload.get("statements")
    if not isinstance(statements, list) or not 1 <= len(statements) <= MOST_IN_BATCH:
        name = "Required" if not is_given(statements) else "Between" if isinstance(statements, list) else "Array"
        return {"statements": Verdict({"statements": (name,)}, ())}
    return {f"statement_{index}": check(one if isinstance(one, dict) else {}, "batch") for index, one in enumerate(statements)}


def _faults(rules: Iterable[Rule], value: object, is_there: bool, data: Data) -> tuple[list[str], bool]:
    faults: list[str] = []
    may_be_null = NULLABLE in rules
    for rule in rules:
        if not rule.implicit and (not is_there or (value is None and may_be_null)):
            continue
        answer = rule.test(value, data)
        if answer == LEFT_OUT:
            return faults, True
        if not answer:
            faults.append(rule.name)
            if rule.implicit:
                break
    return faults, False


def _looked_up(name: str, data: Data) -> tuple[bool, object]:
    if name == EAN:
        inner = data.get("content_id")
        return (True, inner["EAN-13"]) if isinstance(inner, dict) and "EAN-13" in inner else (False, None)
    return name in data, data.get(name)


def _trimmed(value: object) -> object:
    """Text without spaces at its ends, blank text as null, however deep."""
    if isinstance(value, str):
        start, end = 0, len(value)
        while start < end and _is_space(value[start]):
            start += 1
        while end > start and _is_space(value[end - 1]):
            end -= 1
        return value[start:end] or None
    if isinstance(value, list):
        return [_trimmed(item) for item in value]
    if isinstance(value, dict):
        return {key: _trimmed(item) for key, item in value.items()}
    return value


def _is_space(character: str) -> bool:
    return character.isspace() or character in _TRIMMED or unicodedata.category(character) in ("Zs", "Zl", "Zp")


def _has(field: str, value: str) -> Callable[[Data], bool]:
    def test(data: Data) -> bool:
        found = data.get(field)
        return value in members(found) if isinstance(found, list | dict) else found == value

    return test


def _no_other(field: str) -> Rule:
    """One of the four kinds of decision must be there."""
    others = tuple(name for name in _DECISIONS if name != field)
    return required_when(lambda data: not any(is_given(data.get(name)) for name in others), "RequiredWithoutAll")


def _fields(endpoint: Endpoint) -> dict[str, tuple[Rule, ...]]:
    other_visibility = _has("decision_visibility", "DECISION_VISIBILITY_OTHER")
    other_monetary = _has("decision_monetary", "DECISION_MONETARY_OTHER")
    other_content = _has("content_type", "CONTENT_TYPE_OTHER")
    illegal = _has("decision_ground", "DECISION_GROUND_ILLEGAL_CONTENT")
    incompatible = _has("decision_ground", "DECISION_GROUND_INCOMPATIBLE_CONTENT")
    end_date = (NULLABLE, DAY, day_until(LAST_DAY))
    fields: dict[str, tuple[Rule, ...]] = {
        "decision_visibility": (ARRAY, _no_other("decision_visibility"), NULLABLE, one_of((*words.VISIBILITY, words.NULL), several=True)),
        "decision_visibility_other": (at_most(500), only_when(other_visibility), REQUIRED),
        "decision_monetary": (_no_other("decision_monetary"), NULLABLE, one_of((*words.MONETARY, words.NULL))),
        "decision_monetary_other": (only_when(other_monetary), required_when(other_monetary), at_most(500)),
        "decision_provision": (_no_other("decision_provision"), NULLABLE, one_of((*words.PROVISION, words.NULL))),
        "decision_account": (_no_other("decision_account"), NULLABLE, one_of((*words.ACCOUNT, words.NULL))),
        "account_type": (NULLABLE, one_of((*words.ACCOUNT_TYPES, words.NULL))),
        "decision_ground": (REQUIRED, one_of(words.GROUNDS)),
        "decision_ground_reference_url": (URL, NULLABLE, at_most(500)),
        "illegal_content_legal_ground": (only_when(illegal), required_when(illegal), at_most(500)),
        "illegal_content_explanation": (only_when(illegal), required_when(illegal), at_most(2000)),
        "incompatible_content_ground": (only_when(incompatible), required_when(incompatible), at_most(500)),
        "incompatible_content_explanation": (only_when(incompatible), required_when(incompatible), at_most(2000)),
        "incompatible_content_illegal": (one_of(words.YES_NO), only_when(incompatible)),
        "category": (REQUIRED, one_of(words.CATEGORIES)),
        "category_addition": (ARRAY, one_of(words.CATEGORIES, several=True)),
        "category_specification": (ARRAY, NULLABLE, one_of((*words.KEYWORDS, words.NULL), several=True)),
        "category_specification_other": (at_most(500),),
        "content_type": (ARRAY, REQUIRED, one_of(words.CONTENT_TYPES, several=True)),
        "content_type_other": (at_most(500), only_when(other_content), REQUIRED),
        "content_language": (NULLABLE, one_of(words.LANGUAGES)),
        "content_date": (REQUIRED, DAY, day_from("2000-01-01"), day_until(LAST_DAY)),
        "content_id": (ARRAY, NULLABLE),
        EAN: (STRING, matching(r"[0-9]{13}")),
        "territorial_scope": (ARRAY, NULLABLE, one_of(words.COUNTRIES, several=True)),
        "application_date": (REQUIRED, DAY, day_from("2020-01-01"), day_until(LAST_DAY)),
        "end_date_visibility_restriction": end_date,
        "end_date_monetary_restriction": end_date,
        "end_date_service_restriction": end_date,
        "end_date_account_restriction": end_date,
        "decision_facts": (REQUIRED, at_most(5000)),
        "source_type": (REQUIRED, one_of(words.SOURCES)),
        "source_identity": (at_most(500), NULLABLE, only_when(lambda data: data.get("source_type") != "SOURCE_VOLUNTARY")),
        "automated_detection": (REQUIRED, one_of(words.YES_NO)),
        "automated_decision": (REQUIRED, one_of(words.AUTOMATED)),
        "puid": (REQUIRED, at_most(500), matching(r"[a-zA-Z0-9\-_]+")),
    }
    if endpoint == "single":
        fields["content_id_ean"] = (NULLABLE, matching(r"[0-9]{13}"))
    return fields


_FIELDS: dict[Endpoint, dict[str, tuple[Rule, ...]]] = {"single": _fields("single"), "batch": _fields("batch")}
