"""A new state of an official list laid over the one the content has: what its author added by hand stays."""

import datetime
from collections.abc import Sequence

import msgspec
from stdnum import casrn

from pratique.base.period import Period
from pratique.policy.model import ListEntry, OfficialList, Text
from pratique.policy.scaffold import people_text, quoted


class Merged(msgspec.Struct, frozen=True):
    """The list after an import, and what the import did."""

    entries: tuple[ListEntry, ...]
    new: int
    wider: int
    """Entries that were there and have more terms now."""
    gone: tuple[str, ...]
    """Entries the file no longer has. They stay: whether they left the list or were added by hand is for a person to say."""


def merged(before: OfficialList | None, found: Sequence[ListEntry]) -> Merged:
    """Entries are the same where they share a registry number or a name."""
    kept = list(before.entries) if before else []
    place: dict[str, int] = {key: at for at, entry in enumerate(kept) for key in _keys(entry)}
    seen: set[int] = set()
    new = wider = 0
    for entry in found:
        at = next((place[key] for key in _keys(entry) if key in place), None)
        if at is None:
            at = len(kept)
            kept.append(entry)
            new += 1
        else:
            old = kept[at]
            terms = tuple(dict.fromkeys((*old.terms, *entry.terms)))
            wider += len(terms) > len(old.terms) and at not in seen
            since = old.in_force.from_ or entry.in_force.from_
            kept[at] = ListEntry(old.name, terms, Period(since, old.in_force.to))
        seen.add(at)
        place.update(dict.fromkeys(_keys(kept[at]), at))
    gone = tuple(entry.name for at, entry in enumerate(kept) if at not in seen)
    return Merged(tuple(kept), new, wider, gone)


def _keys(entry: ListEntry) -> list[str]:
    numbers = [term for term in entry.terms if casrn.is_valid(term)]
    return [*numbers, entry.name.casefold()]


def list_text(name: str, title: Text, source: str, date: datetime.date, entries: Sequence[ListEntry]) -> str:
    """The list as a file of content."""
    lines = [f"- id: {name}", f"  title: {people_text(title['en'], title['zh'])}", f"  source: {source}", f"  date: {date}", "  entries:"]
    for entry in entries:
        parts = [f"name: {quoted(entry.name)}", f"terms: [{', '.join(quoted(term) for term in entry.terms)}]"]
        parts += [f"from: {entry.in_force.from_}"] if entry.in_force.from_ else []
        parts += [f"to: {entry.in_force.to}"] if entry.in_force.to else []
        lines.append(f"    - {{{', '.join(parts)}}}")
    return "\n".join(lines) + "\n"
