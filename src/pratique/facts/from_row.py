"""Rows of an export to listings. Columns are those of `docs/reference/files.md`; a column it does not name becomes an attribute.

A cell that does not parse is unknown (`None`) and warned of; only a row without a `listing_id` or a `title` is no listing.
Warnings read `<column> is no <what>: `<value>``, so that those of one kind share the text before the first backtick.
"""

import re
from collections.abc import Callable, Mapping

import msgspec

from pratique.base.errors import InputError
from pratique.facts.cells import LONGEST_TEXT, clean, date_of, mapping_of, number_of, parsed, struct_of, text_of, texts_of
from pratique.facts.listing import KINDS, Document, Listing, Operator, Order, Trader
from pratique.facts.price import currency_of, price_of

CONDITIONS = ("new", "used", "refurbished", "for_parts")
SALE_KINDS = ("b2c", "b2b")

_PLAIN = frozenset({"title", "description", "category", "brand"})
_TEXTS = frozenset({"listing_id", "trader_id", "gtin", "mpn", "model", "hs_code"})
_CODES: dict[str, Callable[[str], str]] = {"origin": str.upper, "ships_from": str.upper, "channel": str.lower, "language": str.lower}
_NUMBERS = frozenset({"stock", "units_30d", "gmv_30d", "views_30d"})
_DATES = frozenset({"placed_on_market", "created_at"})
_LISTS = frozenset({"images", "videos", "audios"})
_CHOICES = {"kind": KINDS, "condition": CONDITIONS, "sale_kind": SALE_KINDS}
_STRUCTS: dict[str, type[msgspec.Struct]] = {"trader": Trader, "manufacturer": Operator, "responsible_person": Operator, "order": Order}
_MAPPINGS = frozenset({"attributes", "warnings"})
_NESTED = frozenset(_STRUCTS) | _MAPPINGS
_OURS = frozenset({"on_file"})
"""What the house knows and nobody can claim in a row; a column of that name is an attribute like any other."""
COLUMNS = tuple(field.name for field in msgspec.structs.fields(Listing) if field.name not in _OURS)
"""Every column with a meaning of its own."""
_KNOWN = frozenset(COLUMNS)

_AGE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(\+|years?|yrs?|y|岁|岁以上|months?|mths?|m|个月)?\s*\+?\s*\Z", re.IGNORECASE)
_DOCUMENT = re.compile(r"[a-z]{2,}[a-z_]*\.[a-z0-9_]+\Z")
_SHOWN = 60


def listing_from_row(row: Mapping[str, object]) -> tuple[Listing, list[str]]:
    """The listing of a row and what was wrong with its cells. Raises `InputError` only without `listing_id` or `title`."""
    given: dict[str, object] = {}
    rest: dict[str, object] = {}
    warnings: list[str] = []
    for name, value in row.items():
        if value is None:
            continue
        if type(value) is str:
            if not value or value.isspace():
                continue
            if len(value) > LONGEST_TEXT:
                warnings.append(f"{name} is over {LONGEST_TEXT:,} characters and was cut")
                value = value[:LONGEST_TEXT]
            if not value.isascii() or "\0" in value:
                value = clean(value)
                if not value.strip():
                    continue
            if name in _PLAIN or name == "listing_id":
                given[name] = value
                continue
        if name == "price":
            _price(given, value, warnings)
        else:
            rest[name] = value
    if rest:
        _Cells(given, warnings).take(rest)
    for needed in ("listing_id", "title"):
        if needed not in given:
            raise InputError(f"no {needed}")
    return Listing(**given), warnings  # type: ignore[arg-type]


def _price(given: dict[str, object], value: object, warnings: list[str]) -> None:
    try:
        amount = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        amount, currency = price_of(value) if isinstance(value, str) else (None, None)  # type: ignore[assignment]
        if currency is not None:
            given.setdefault("currency", currency)
    if amount is None or not 0 <= amount < float("inf"):
        warnings.append(f"price is no amount: `{_shown(value)}`")
    else:
        given["price"] = amount


def _shown(value: object) -> str:
    text = " ".join((text_of(value) or "").split()).replace("`", "'")
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


class _Cells:
    """Everything but the plain texts and the price: rarer columns, each by its kind."""

    def __init__(self, given: dict[str, object], warnings: list[str]) -> None:
        self._given, self._warnings = given, warnings

    def take(self, cells: Mapping[str, object]) -> None:
        nested: dict[str, dict[str, object]] = {}
        others: dict[str, object] = {}
        for name, value in cells.items():
            if name in _NESTED or name == "documents" or name == "markets" or name == "currency" or name == "age_from":
                self._special(name, value, nested)
            elif name in _KNOWN:
                self._simple(name, value)
            else:
                parent, dot, child = name.partition(".")
                if dot and parent in _NESTED and child:
                    nested.setdefault(parent, {})[clean(child)] = value
                else:
                    others[clean(name)] = value
        if others:
            nested["attributes"] = {**others, **nested.get("attributes", {})}
        for name, fields in nested.items():
            self._nested(name, fields)

    def _simple(self, name: str, value: object) -> None:
        found: object
        if name in _PLAIN or name in _TEXTS:
            found = text_of(value)
            if found is not None and name in _TEXTS:
                found = str(found).strip()
            what = "text"
        elif name in _CODES:
            text = (text_of(value) or "").strip()
            found, what = _CODES[name](text) if len(text) == 2 or name in ("channel", "language") else text, "text"
        elif name in _NUMBERS:
            found, what = number_of(value), "number"
        elif name in _DATES:
            found, what = date_of(value), "date (YYYY-MM-DD)"
        elif name in _LISTS:
            found, what = texts_of(value), "list"
        else:
            word = (text_of(value) or "").strip().casefold().replace(" ", "_").replace("-", "_")
            found, what = word if word in _CHOICES[name] else None, f"{name} we know ({', '.join(_CHOICES[name])})"
        if found is None:
            self._warn(name, what, value)
        elif isinstance(found, str) and len(found) > LONGEST_TEXT:
            self._warnings.append(f"{name} is over {LONGEST_TEXT:,} characters and was cut")
            self._given[name] = found[:LONGEST_TEXT]
        else:
            self._given[name] = found

    def _special(self, name: str, value: object, nested: dict[str, dict[str, object]]) -> None:
        if name in _NESTED:
            self._whole(name, value, nested)
        elif name == "documents":
            self._documents(value)
        elif name == "currency":
            code = currency_of(text_of(value) or "")
            if code is None and (text := (text_of(value) or "").strip()).isalpha() and len(text) == 3 and text.isascii():
                code = text.upper()
            if code is None:
                self._warn(name, "currency code", value)
            else:
                self._given[name] = code
        elif name == "age_from":
            match = _AGE.match(age) if (age := text_of(value)) is not None and len(age) < 64 else None
            if match is None:
                self._warn(name, "age in years", value)
            else:
                months = (match[2] or "").casefold().startswith(("m", "个月"))
                self._given[name] = float(match[1]) / 12 if months else float(match[1])
        else:
            codes = texts_of("|".join(re.split(r"[|,;\s]+", value)) if isinstance(value, str) and value.lstrip()[:1] != "[" else value)
            if codes is None:
                self._warn(name, "list of market codes", value)
            else:
                self._given[name] = tuple(dict.fromkeys(code.upper() for code in codes))

    def _whole(self, name: str, value: object, nested: dict[str, dict[str, object]]) -> None:
        """A nested column given as one value; its dotted columns win over it."""
        fields = mapping_of(value)
        if fields is None and isinstance(value, str) and value.lstrip()[:1] not in ("{", "["):
            # exports often write a maker's or a seller's bare name, and a warning in no language named
            child = {
                "trader": "name",
                "manufacturer": "name",
                "responsible_person": "name",
                "warnings": "und",
                "attributes": "attributes",
            }.get(name)
            fields = {child: value} if child else None
        if fields is None:
            self._warn(name, "object", value)
            if name == "attributes" and (text := text_of(value)) is not None:
                nested[name] = {name: text, **nested.get(name, {})}
        elif not fields or any(item is not None for item in fields.values()):
            nested[name] = {**fields, **nested.get(name, {})}

    def _nested(self, name: str, fields: Mapping[str, object]) -> None:
        if name in _MAPPINGS:
            texts = {}
            for key, value in fields.items():
                if value is not None and (text := text_of(value)) is not None:
                    if len(text) > LONGEST_TEXT:
                        self._warnings.append(f"{name}.{_shown(key)} is over {LONGEST_TEXT:,} characters and was cut")
                        text = text[:LONGEST_TEXT]
                    texts[key.strip() if name == "attributes" else key.strip().lower()] = text
            self._given[name] = texts
        else:
            country = fields.get("country")
            if isinstance(country, str) and len(country.strip()) == 2:
                fields = {**fields, "country": country.strip().upper()}
            self._given[name] = struct_of(_STRUCTS[name], fields, lambda field, what, value: self._warn(f"{name}.{field}", what, value))

    def _documents(self, value: object) -> None:
        given = parsed(value)
        items = given.split("|") if isinstance(given, str) else [given] if isinstance(given, Mapping) else given
        if not isinstance(items, list | tuple):
            self._warn("documents", "list of documents", value)
            return
        found = []
        for item in items:
            fields = {"type": item.strip()} if isinstance(item, str) and _DOCUMENT.match(item.strip()) else item
            document = None
            if isinstance(fields, Mapping) and text_of(fields.get("type")) is not None:
                document = struct_of(Document, fields, lambda field, what, cell: self._warn(f"documents.{field}", what, cell))
            if document is None:
                self._warn("documents", "document with a type", item)
            else:
                found.append(document)
        if found or not items:
            self._given["documents"] = tuple(found)

    def _warn(self, name: str, what: str, value: object) -> None:
        self._warnings.append(f"{name} is no {what}: `{_shown(value)}`")
