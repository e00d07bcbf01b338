"""The text of a statement of reasons, out of the templates of one language."""

import datetime as dt
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from pratique.enforcement.statement.state import Reasons


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All sentences of one language; `{…}` are the places that are filled in."""

    heading: str
    subject: str
    kinds: dict[str, str]
    """Kind of action → what was done, as a sentence with `{subject}`."""
    everywhere: str
    markets: str
    until: str
    open_end: str
    sources: dict[str, str]
    detected: dict[str, str]
    """`yes`, `no`: whether what was found was found by automated means."""
    decided: dict[str, str]
    shown_by: str
    points: str
    law: str
    terms: str
    note: str
    fix: str
    redress: str
    stands_in: str = ""
    """Said where this language stands in for one there is no template for; only English does."""


@cache
def template(language: str) -> Template:
    """The template of a language that there is."""
    text = files("pratique.enforcement.statement").joinpath("languages", f"{language}.yaml").read_text("utf-8")
    return msgspec.convert(yaml.safe_load(text), Template)


def _languages() -> tuple[str, ...]:
    folder = files("pratique.enforcement.statement").joinpath("languages")
    return tuple(sorted(one.name.removesuffix(".yaml") for one in folder.iterdir() if one.name.endswith(".yaml")))


LANGUAGES = _languages()
"""In which a statement can be written."""
_SAME = {"nb": "no", "nn": "no", "tl": "fil", "iw": "he", "in": "id"}
"""Other codes of a language there is a template for: the forms of Norwegian, Tagalog, and two codes that ISO 639 has given up."""


def spoken(language: str) -> str | None:
    """The template for a language tag (BCP 47: `pt-BR`, `zh_Hant`, `nb`), `None` where there is none."""
    first = language.strip().lower().replace("_", "-").partition("-")[0]
    found = _SAME.get(first, first)
    return found if found in LANGUAGES else None


def compose(reasons: Reasons, language: str) -> tuple[str, str]:
    """The text, and the language it is in: English where there is no template for the one asked for, and the text says so.

    What a trader wrote is filled in as text after everything else, so that braces in a title mean nothing.
    """
    found = spoken(language)
    chosen = found or "en"
    say = template(chosen)
    parts = [say.heading, _fill(say.kinds[reasons.kind], subject=_subject(reasons, say))]
    if found is None:
        parts.insert(1, _fill(say.stands_in, language=language))
    where = say.everywhere if reasons.markets is None else _fill(say.markets, markets=", ".join(reasons.markets))
    span = say.open_end if reasons.until is None else _fill(say.until, until=_day(reasons.until))
    parts.append(f"{_fill(where, day=_day(reasons.imposed_at))} {span}")
    if reasons.points is not None:
        parts.append(_fill(say.points, points=f"{reasons.points:g}"))
    parts.append(_fill(say.sources[reasons.source], reference=reasons.order_reference))
    parts.append(f"{say.detected[_yes(reasons.detected_automatically)]} {say.decided[_yes(reasons.decided_automatically)]}")
    for rule in reasons.rules:
        title = rule.title.get(chosen) or rule.title.get("en", rule.rule)
        ground = _fill(say.law if rule.is_law else say.terms, title=title, basis="; ".join(rule.basis), rule=rule.rule)
        fix = rule.fix.get(chosen) or rule.fix.get("en", "")
        parts.append(f"{ground}\n{_fill(say.fix, fix=fix)}" if fix else ground)
    if reasons.words:
        parts.append(_fill(say.shown_by, words=", ".join(f"“{word}”" for word in reasons.words)))
    if reasons.note:
        parts.append(_fill(say.note, note=reasons.note))
    parts.append(say.redress)
    return "\n\n".join(parts), chosen


def _subject(reasons: Reasons, say: Template) -> str:
    return _fill(say.subject, title=reasons.subject_title, id=reasons.subject) if reasons.subject_title else reasons.subject


def _fill(sentence: str, **values: str) -> str:
    """Fill in once: values are never looked at for places of their own."""
    parts, rest = [], sentence
    while True:
        before, brace, after = rest.partition("{")
        parts.append(before)
        if not brace:
            return "".join(parts)
        name, _, rest = after.partition("}")
        parts.append(values.get(name, f"{{{name}}}"))


def _day(moment: dt.datetime) -> str:
    return moment.date().isoformat()


def _yes(value: bool) -> str:
    return "yes" if value else "no"
