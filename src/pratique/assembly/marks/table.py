"""Extracts as tables: TMview and EUIPO searches saved as CSV, the CNIPA's export, WIPO's Madrid Monitor."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from charset_normalizer import from_bytes

from pratique.assembly.marks.entry import Entry, classes_of, day_of, status_of
from pratique.base.errors import InputError

COLUMNS: dict[str, tuple[str, ...]] = {
    "text": (
        "trade mark name",
        "trademark name",
        "trade mark",
        "mark",
        "mark name",
        "brand name",
        "verbal element",
        "verbal elements",
        "name",
        "mark verbal element text",
        "商标名称",
        "商标",
    ),
    "office": ("trade mark office", "office", "ip office", "office code", "registration office code", "source", "origin"),
    "number": (
        "registration number",
        "registration no",
        "registration no.",
        "irn",
        "international registration number",
        "registration",
        "注册号",
        "注册/申请号",
        "申请/注册号",
        "application number",
        "application no.",
        "申请号",
    ),
    "nice_classes": (
        "nice class",
        "nice classes",
        "nice classification",
        "class",
        "classes",
        "goods and services class",
        "international class",
        "国际分类",
        "类别",
        "商品类别",
    ),
    "territories": (
        "designated territory",
        "designated territories",
        "territory",
        "designations",
        "designated contracting parties",
        "designated countries",
        "protected territories",
    ),
    "owner": (
        "applicant name",
        "owner",
        "owner name",
        "holder",
        "holder name",
        "applicant",
        "proprietor",
        "注册人",
        "申请人",
        "申请人名称",
        "注册人名称",
    ),
    "status": ("trade mark status", "status", "mark status", "current status", "商标状态", "状态", "法律状态"),
    "valid_to": ("expiry date", "expiration date", "valid to", "renewal due", "专用权期限", "专用期限", "专用权截止日期", "有效期"),
}
"""What a column holds → how offices head it."""
_OFFICES = {
    "EM": "EU",
    "EUIPO": "EU",
    "USPTO": "US",
    "CNIPA": "CN",
    "WIPO": "WO",
    "IB": "WO",
    "UKIPO": "GB",
    "UK": "GB",
    "DPMA": "DE",
    "INPI": "FR",
}
MOST = 400_000_000


def entries(path: Path, office: str | None, on: dt.date) -> Iterator[Entry | str]:
    """Registrations of a table, and reasons for rows of which none could be made. `office`: whose extract it is where no column says so.

    Raises InputError where the file is no such table.
    """
    raw = path.read_bytes()
    if len(raw) > MOST:
        raise InputError(f"`{path}` is larger than {MOST // 1_000_000} MB; take a part of the register")
    text = _decoded(raw)
    head = text.partition("\n")[0]
    delimiter = max(";,\t|", key=head.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    columns = _columns(reader.fieldnames or (), path)
    whose = office or ("CN" if any("\u4e00" <= letter <= "\u9fff" for letter in head) else None)
    for number, row in enumerate(reader, 2):
        yield _entry(row, columns, whose, on, number)


def _entry(row: Mapping[str, str | None], columns: Mapping[str, str], office: str | None, on: dt.date, line: int) -> Entry | str:
    given = {name: (row.get(column) or "").strip() for name, column in columns.items()}
    text, number = given["text"], given["number"]
    if not text or not number:
        return f"line {line}: no {'mark in words' if not text else 'number'}"
    whose = _office(given.get("office", "")) or office
    if whose is None:
        return f"line {line}: whose register it is stands in no column; say so with --office"
    valid_to = day_of(given.get("valid_to", ""))
    territories = tuple(sorted({code for part in given.get("territories", "").replace(";", ",").split(",") if (code := _office(part))}))
    return Entry(
        text, whose, number, classes_of(given.get("nice_classes", "")), territories, given.get("owner", ""),
        status_of(given.get("status", ""), valid_to, on), valid_to,
    )  # fmt: skip


def _office(written: str) -> str | None:
    code = written.strip().upper()
    code = _OFFICES.get(code, code)
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def _columns(heads: Iterable[str], path: Path) -> dict[str, str]:
    folded = {" ".join(str(head).replace("_", " ").split()).casefold(): str(head) for head in heads}
    found = {}
    for name, known in COLUMNS.items():
        column = next((folded[head] for head in known if head in folded), None)
        if column is not None:
            found[name] = column
    missing = [name for name in ("text", "number") if name not in found]
    if missing:
        raise InputError(f"`{path}` has no column for {' and '.join(missing)}: it is headed {', '.join(map(str, folded))[:200]}")
    return found


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(raw[:200_000], cp_isolation=["gb18030", "utf_16", "cp1252", "big5"]).best()
        return raw.decode(best.encoding if best is not None else "gb18030", "replace").removeprefix("\ufeff")
