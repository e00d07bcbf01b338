"""A message that can be told in another language: its English sentence, and what stands in the places of it.

The sentence is the code of the message. Whoever shows it may have a translation of the sentence with the same places; whoever has none
shows it in English, as `str()` does.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

BETWEEN = ", "
"""Stands between things in a row."""


class Said(msgspec.Struct, frozen=True):
    """One message. Two of the same sentence and values are equal."""

    sentence: str
    """`the value {value} cites no law`."""
    values: tuple[tuple[str, Any], ...] = ()
    """Name of a place → words, a number, a day, a message, a text in several languages (as pairs), or a row of those."""

    def __str__(self) -> str:
        return self.told(lambda sentence: sentence, in_english)

    def told(self, translated: Callable[[str], str], shown: Callable[[Any], str]) -> str:
        """The message with its sentence translated, and what stands in its places shown: messages in it likewise, rows in a row."""

        def each(value: Any) -> str:
            if isinstance(value, Said):
                return value.told(translated, shown)
            if isinstance(value, tuple) and not isinstance(value, Texts):
                return translated(BETWEEN).join(each(one) for one in value)
            return shown(value)

        return (
            translated(self.sentence).format_map({name: each(value) for name, value in self.values})
            if self.values
            else translated(self.sentence)
        )


class Spelt(msgspec.Struct, frozen=True):
    """A day with the name of its month: `21 December 2010`."""

    day: dt.date

    def __str__(self) -> str:
        return f"{self.day.day} {self.day:%B %Y}"


class Texts(tuple[tuple[str, str], ...]):
    """A text for people in several languages, as pairs, so that it can be hashed."""

    __slots__ = ()

    def of(self, language: str) -> str:
        """In a language, else in English."""
        found = dict(self)
        return found.get(language) or found.get("en", "")


def said(sentence: str, /, **values: Any) -> Said:
    """A message. Mappings are texts by language; lists and tuples are shown in a row."""
    return Said(sentence, tuple((name, _kept(value)) for name, value in values.items()))


def in_english(value: Any) -> str:
    """What stands in a place of an English message."""
    if isinstance(value, Texts):
        return value.of("en")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def _kept(value: Any) -> Any:
    if isinstance(value, Mapping):
        return Texts(value.items())
    return tuple(value) if isinstance(value, list) else value
