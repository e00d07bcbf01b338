"""Registrations laid over the register of brands: to the brand whose name they are, or as brands of their own."""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
import yaml

from pratique.assembly.marks import documents, table
from pratique.assembly.marks.entry import Entry
from pratique.facts.brand import REGISTERED, Brand, Mark
from pratique.facts.coverage import same


class Laid(msgspec.Struct, frozen=True):
    """What came of an extract."""

    brands: dict[str, Brand]
    """Those that are new or have more registrations than before."""
    known: int
    """Registrations of brands that the register has."""
    new: int
    """Registrations of brands it had not."""
    left: int
    """Registrations of brands it has not, left out."""


def read(path: Path, office: str | None, on: dt.date) -> Iterator[Entry | str]:
    """Registrations of an extract, by the ending of its name. Raises InputError."""
    ending = path.suffix.casefold()
    if ending == ".xml":
        return documents.of_xml(path, office, on)
    if ending == ".json":
        return documents.of_json(path, office, on)
    return table.entries(path, office, on)


def lay_over(brands: Mapping[str, Brand], entries: Iterable[Entry], *, take_new: bool) -> Laid:
    """Add registrations. A new brand is met only in fields for brands: an extract says nothing on which marks are ordinary words."""
    by_name = {same(name): brand.id for brand in brands.values() for name in brand.written()}
    marks: defaultdict[str, list[Mark]] = defaultdict(list)
    fresh: dict[str, Brand] = {}
    known = new = left = 0
    for entry in entries:
        name = by_name.get(same(entry.text))
        if name is not None:
            known += name not in fresh
            new += name in fresh
        elif take_new and (slug := _slug(entry.text)):
            new += 1
            name = slug if slug not in brands else f"{slug}-{entry.office.lower()}"
            fresh[name] = Brand(name, entry.text, REGISTERED, entry.owner, nice_classes=entry.nice_classes, ordinary=True)
            by_name[same(entry.text)] = name
        else:
            left += 1
            continue
        marks[name].append(entry.mark())
    return Laid({name: _with(fresh.get(name) or brands[name], found) for name, found in marks.items()}, known, new, left)


def _with(brand: Brand, found: list[Mark]) -> Brand:
    kept = {(mark.office, mark.number): mark for mark in (*brand.marks, *found)}
    owner = brand.owner or next((mark.owner for mark in found if mark.owner), "")
    return msgspec.structs.replace(brand, marks=tuple(kept[key] for key in sorted(kept)), owner=owner, place=None)


def as_yaml(brands: Iterable[Brand]) -> str:
    """Brands as a file of content."""
    rows = [_plain(msgspec.to_builtins(msgspec.structs.replace(brand, place=None), builtin_types=(dt.date,))) for brand in brands]
    return yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=140, default_flow_style=None)


def _plain(row: dict[str, object]) -> dict[str, object]:
    if row.get("concept") == REGISTERED:
        del row["concept"]
    return row


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug or "-".join(f"{ord(letter):x}" for letter in text if letter.isalnum())[:60]
