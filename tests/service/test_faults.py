"""Every mistake in a body is told at once, each at its place."""

import msgspec
import pytest

from pratique.base.errors import Fault, InvalidError
from pratique.service.calling import decoder


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    size: int
    colour: str = ""


class Whole(msgspec.Struct, frozen=True, rename="camel"):
    first_name: str
    parts: tuple[Part, ...]
    other: Part | None = None


def test_all_of_them() -> None:
    with pytest.raises(InvalidError) as caught:
        decoder(Whole)(b'{"parts": [{"size": 1}, {"size": "x", "colour": 2}, 7], "other": {"size": 1, "shape": 3}}')
    assert caught.value.faults == (
        Fault("firstName", "is missing"),
        Fault("other", "Object contains unknown field `shape`"),
        Fault("parts.1.colour", "Expected `str`, got `int`"),
        Fault("parts.1.size", "Expected `int`, got `str`"),
        Fault("parts.2", "Expected `object`, got `int`"),
    )


def test_no_more_than_can_be_read() -> None:
    with pytest.raises(InvalidError) as caught:
        decoder(Whole)(b'{"firstName": "a", "parts": [%s]}' % b",".join([b"{}"] * 1000))
    assert len(caught.value.faults) == 50


def test_what_is_no_json_is_another_matter() -> None:
    with pytest.raises(msgspec.DecodeError):
        decoder(Whole)(b"{")


@pytest.mark.parametrize("raw", [b"[" * 50_000, b'{"a":' * 20_000, b'{"firstName": 1, "parts": ' + b"[" * 50_000])
def test_what_is_nested_too_deeply_is_no_json(raw: bytes) -> None:
    with pytest.raises(msgspec.DecodeError, match="nested"):
        decoder(Whole)(raw)
