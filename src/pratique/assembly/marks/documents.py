"""Extracts as documents: the USPTO's XML and JSON, WIPO's ST.66 and ST.96 (Madrid, EUIPO)."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from pratique.assembly.marks.entry import Entry, classes_of, day_of, status_of
from pratique.base.errors import InputError

UNITS = {"case-file", "TradeMark", "Trademark", "TradeMarkDetails"}
"""Elements that are one registration each."""
FIELDS: dict[str, tuple[str, ...]] = {
    "text": (
        "mark-identification",
        "MarkVerbalElementText",
        "MarkSignificantVerbalElementText",
        "MarkSpecificationText",
        "WordMarkSpecification",
    ),
    "number": (
        "registration-number",
        "RegistrationNumber",
        "InternationalRegistrationNumber",
        "serial-number",
        "ApplicationNumberText",
        "ApplicationNumber",
    ),
    "office": ("RegistrationOfficeCode", "IPOfficeCode", "ReceivingOfficeCode"),
    "nice_classes": ("international-code", "ClassNumber"),
    "territories": ("DesignatedCountryCode", "DesignatedOfficeCode"),
    "owner": ("party-name", "HolderName", "EntityName", "OrganizationStandardName", "OrganizationName", "LastName", "FreeFormatNameLine"),
    "status": ("status-code", "MarkCurrentStatusCode", "MarkCurrentStatus", "MarkCurrentStatusInternalDescriptionText"),
    "valid_to": ("ExpiryDate", "expiration-date", "RegistrationExpiryDate"),
}
"""What is read → local names of the elements that hold it, the first that is there."""
_SEVERAL = ("nice_classes", "territories")


def of_xml(path: Path, office: str | None, on: dt.date) -> Iterator[Entry | str]:
    """Registrations of an XML extract of any size, and reasons for those that could not be read. Raises InputError where it is none."""
    count = 0
    try:
        for _, element in iterparse(path, events=("end",)):
            if _local(element) in UNITS:
                count += 1
                yield _of_element(element, office, on, count)
                element.clear()
    except (ParseError, DefusedXmlException) as error:
        raise InputError(f"`{path}` is no readable XML: {error}") from None
    if not count:
        raise InputError(f"`{path}` holds no registration: no element {', '.join(sorted(UNITS))}")


def _of_element(element: Element, office: str | None, on: dt.date, count: int) -> Entry | str:
    texts: dict[str, list[str]] = {}
    for part in element.iter():
        if part.text and part.text.strip():
            texts.setdefault(_local(part), []).append(part.text.strip())
    given = {name: next((texts[tag] for tag in tags if tag in texts), []) for name, tags in FIELDS.items()}
    first = {name: found[0] if found else "" for name, found in given.items() if name not in _SEVERAL}
    whose = first["office"].upper().replace("EM", "EU") or office or ("US" if _local(element) == "case-file" else None)
    return _entry(first, " ".join(given["nice_classes"]), given["territories"], whose, on, f"registration {count}")


def of_json(path: Path, office: str | None, on: dt.date) -> Iterator[Entry | str]:
    """Registrations of the USPTO's JSON (TSDR `trademarks`, bulk `results`), or of any list of objects that name their parts alike."""
    try:
        document = json.loads(path.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"`{path}` is no readable JSON: {error}") from None
    rows = document
    if isinstance(document, dict):
        rows = next((document[key] for key in ("trademarks", "results", "items") if key in document), None)
    if not isinstance(rows, list):
        raise InputError(f"`{path}` holds no list of registrations: `trademarks`, `results` or `items`")
    for number, row in enumerate(rows, 1):
        yield _of_object(row, office or "US", on, f"registration {number}")


_KEYS: dict[str, tuple[str, ...]] = {
    "text": ("markElement", "markIdentification", "wordMark", "mark", "text"),
    "number": ("usRegistrationNumber", "registrationNumber", "registration_number", "serialNumber", "number"),
    "owner": ("name", "ownerName", "owner", "entityName"),
    "status": ("status", "statusCode", "markStatus"),
    "valid_to": ("expirationDate", "expiryDate", "valid_to"),
}


_CLASS_KEYS = ("internationalClasses", "code", "niceClasses", "nice_classes", "classNumber")


def _of_object(row: Any, office: str, on: dt.date, place: str) -> Entry | str:
    if not isinstance(row, dict):
        return f"{place}: is no object"
    flat: dict[str, list[str]] = {}
    _flatten(row, flat)
    first = {name: next((flat[key][0] for key in keys if flat.get(key)), "") for name, keys in _KEYS.items()}
    classes = " ".join(one for key in _CLASS_KEYS for one in flat.get(key, ()))
    return _entry(first, classes, [], office, on, place)


def _flatten(value: Any, found: dict[str, list[str]], key: str = "") -> None:
    if isinstance(value, dict):
        for name, part in value.items():
            _flatten(part, found, name)
    elif isinstance(value, list):
        for part in value:
            _flatten(part, found, key)
    elif value not in (None, ""):
        found.setdefault(key, []).append(str(value))


def _entry(first: dict[str, str], classes: str, territories: list[str], office: str | None, on: dt.date, place: str) -> Entry | str:
    if not first["text"] or not first["number"].strip("0 "):
        return f"{place}: no {'mark in words' if not first['text'] else 'number'}"
    if office is None:
        return f"{place}: whose register it is stands nowhere; say so with --office"
    valid_to = day_of(first["valid_to"])
    codes = tuple(sorted({code.upper() for code in territories if len(code) == 2}))
    status = status_of(first["status"], valid_to, on)
    return Entry(first["text"], office, first["number"], classes_of(classes), codes, first["owner"], status, valid_to)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
