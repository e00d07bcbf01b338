"""Text of a trader with what was found in it marked; whatever it holds stays text."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def marked(text: str, evidence: Iterable[Mapping[str, Any]], titles: Mapping[str, str], grave: Iterable[str] = ()) -> SafeString:
    """`evidence` are places of this field: `start`, `end`, `concept`; overlapping ones become one mark that names all its concepts.

    Concepts of `grave` are marked as what the verdict rests on.
    """
    heavy = set(grave)
    places = sorted((int(one.get("start", 0)), int(one.get("end", 0)), str(one["concept"])) for one in evidence)
    runs: list[tuple[int, int, list[str]]] = []
    for start, end, concept in places:
        if not 0 <= start < end <= len(text):
            continue
        if runs and start < runs[-1][1]:
            first, last, names = runs[-1]
            runs[-1] = (first, max(last, end), [*names, concept])
        else:
            runs.append((start, end, [concept]))
    pieces, at = [], 0
    for start, end, names in runs:
        told = " · ".join(dict.fromkeys(titles.get(name, name) for name in names))
        kind = "grave" if heavy.intersection(names) else "light"
        pieces.append(format_html('{}<mark class="{}" title="{}">{}</mark>', text[at:start], kind, told, text[start:end]))
        at = end
    pieces.append(format_html("{}", text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece was escaped


def fields(
    listing: Any, evidence: Iterable[Mapping[str, Any]], titles: Mapping[str, str], grave: Iterable[str] = ()
) -> list[tuple[str, str, SafeString]]:
    """The texts of a listing in the order they are read: field, name of an attribute where it is one, marked text."""
    by_field: dict[str, list[Mapping[str, Any]]] = {}
    for one in evidence:
        by_field.setdefault(str(one["field"]), []).append(one)
    texts = [(name, "", getattr(listing, name)) for name in ("title", "brand", "category", "description", "model")]
    texts += [(f"attributes.{name}", name, value) for name, value in (listing.attributes or {}).items()]
    texts += [(f"warnings.{language}", language, value) for language, value in (listing.warnings or {}).items()]
    return [(field, beside, marked(text, by_field.get(field, ()), titles, grave)) for field, beside, text in texts if text]
