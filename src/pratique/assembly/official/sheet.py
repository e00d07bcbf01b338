"""An official table read by its form: CSV with whatever stands above its head, or JSON."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from pratique.assembly.official import clean
from pratique.assembly.official.forms import Form
from pratique.assembly.read.encoding import encoding_of
from pratique.base.errors import InputError
from pratique.base.period import Period
from pratique.policy.model import ListEntry

_HEAD_WITHIN = 30
_NOTHING = frozenset({"", "-", "–", "-0-", "n/a", "null", "none"})
_NO_ENTRY = re.compile(r"(?:moved|deleted|\(?blank\)?|reserved)\b", re.IGNORECASE)
_MOST_BYTES = 200_000_000
_LONGEST_CELL = 10_000_000


def entries_of(path: Path, form: Form) -> tuple[list[ListEntry], int]:
    """The entries of a file in a form, by name, and how many rows gave none.

    Raises:
        InputError: the file cannot be read, is larger than 200 MB, or has no column of the form.
    """
    merged: dict[str, ListEntry] = {}
    without = 0
    for row in _rows(path, form):
        entry = _entry(row, form)
        if entry is None:
            without += 1
            continue
        before = merged.get(entry.name.casefold())
        if before is not None:
            entry = ListEntry(before.name, tuple(dict.fromkeys((*before.terms, *entry.terms))), before.in_force)
        merged[entry.name.casefold()] = entry
    return sorted(merged.values(), key=lambda entry: entry.name.casefold()), without


def _entry(row: dict[str, str], form: Form) -> ListEntry | None:
    if form.leave_out is not None and row.get(_key(form.leave_out[0]), "").casefold() in {value.casefold() for value in form.leave_out[1]}:
        return None
    name = _first(row, form.names)
    called = clean.names(name)
    if not called or _NO_ENTRY.match(called[0]):
        return None
    for column in form.synonyms:
        called += clean.names(row.get(_key(column), ""))
    numbers = [number for column in form.numbers for number in clean.cas_numbers(row.get(_key(column), ""))]
    terms = tuple({term.casefold(): term for term in [*numbers, *reversed(list(clean.writable(called)))]}.values())[::-1]
    since = clean.day(_first(row, form.since)) if form.since else None
    return ListEntry(called[0][:300], terms, Period(since)) if terms else None


def _first(row: dict[str, str], columns: Sequence[str]) -> str:
    return next((value for column in columns if (value := row.get(_key(column), ""))), "")


def _key(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.casefold())


def _rows(path: Path, form: Form) -> Iterator[dict[str, str]]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path}: larger than {_MOST_BYTES:,} bytes; no official list is")
        raw = path.read_bytes()
        text = raw.decode(encoding_of(raw[: 1 << 20]), "replace")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    read = _json_rows(path, text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(path, text, form)
    for row in read:
        yield {key: "" if value.strip().casefold() in _NOTHING else value for key, value in row.items()}


def _json_rows(path: Path, text: str) -> Iterator[dict[str, str]]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise InputError(f"{path}: not JSON: {error}") from None
    except RecursionError:
        raise InputError(f"{path}: JSON nested too deeply") from None
    if isinstance(document, dict):
        document = next((value for value in document.values() if isinstance(value, list)), None)
    if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
        raise InputError(f"{path}: holds no list of entries")
    for row in document:
        yield {_key(key): _cell(value) for key, value in row.items()}


def _cell(value: object) -> str:
    return ";".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _csv_rows(path: Path, text: str, form: Form) -> Iterator[dict[str, str]]:
    sample = text[:20_000]
    delimiter = max(",;\t", key=lambda one: sample.count(one))
    lines = _lines(path, text, delimiter)
    head = [_key(column) for column in form.head]
    if not head:
        above = list(islice(lines, _HEAD_WITHIN))
        wanted = {_key(column) for column in form.names}
        for number, line in enumerate(above, 1):
            if wanted & {_key(cell) for cell in line}:
                head, lines = [_key(cell) for cell in line], chain(above[number:], lines)
                break
        else:
            seen = ", ".join(cell for cell in (above[0] if above else [])[:8] if cell)[:200]
            seen = "".join(character if character.isprintable() else "\ufffd" for character in seen)
            raise InputError(f"{path}: no column `{form.names[0]}`, as the form `{form.name}` has; the file begins with: {seen}")
    for line in lines:
        if any(cell.strip() for cell in line):
            yield dict(zip(head, line, strict=False))


def _lines(path: Path, text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: not CSV: {error}") from None
