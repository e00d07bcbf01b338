"""Every unit of the packaged content, written and read back, is the same unit; entries of lists may name a source and day of their own."""

import pytest

from pratique.policy.model import Content
from pratique.policy.overlay import changed_units, is_path, lay_over, put_unit
from pratique.policy.written import unplaced
from pratique.policy.written_units import file_of, found, is_alone, key_of, unit_yaml

KINDS = ("parameters", "lists", "sources", "brands", "documents", "topics", "markets", "packs", "channels", "strategies")


@pytest.fixture(scope="module")
def content() -> Content:
    from pratique.policy.load import load_content

    return load_content()


@pytest.mark.parametrize("kind", KINDS)
def test_written_and_read_back(content: Content, kind: str) -> None:
    files: dict[str, str] = {}
    for name, unit in getattr(content, kind).items():
        path = file_of(unit)
        assert is_path(path), path
        assert found(content, name) is not None
        files[path] = unit_yaml(unit) if is_alone(unit) else files.get(path, "") + unit_yaml(unit)
    laid = lay_over(content, dict(list(files.items())[:200]), hashed=False).content
    for name, unit in getattr(content, kind).items():
        assert unplaced(getattr(laid, kind)[name]) == unplaced(unit)
    assert changed_units(content, laid) == frozenset()


def test_a_unit_is_put_in_the_place_of_the_one_of_its_name(content: Content) -> None:
    first, second = (content.parameters[name] for name in ("eu/nicotine_max", "eu/tank_max"))
    text = unit_yaml(first) + unit_yaml(second)
    assert put_unit(text, key_of(first), unit_yaml(first)) == text


def test_an_entry_of_its_own_source_and_day(content: Content) -> None:
    text = (
        "- id: banned\n  title: {en: Banned, zh: 禁用}\n  source: eu-1223-2009\n  date: 2025-10-01\n  entries:\n"
        "    - {name: Aconitine}\n    - {name: Warfarin, source: eu-2025-877, date: 2026-01-01, from: 2026-02-01}\n"
    )
    entries = lay_over(content, {"policies/eu/lists/banned.yaml": text}, hashed=False).content.lists["eu/banned"].entries
    assert [(one.source, str(one.date), str(one.in_force.from_)) for one in entries] == [
        ("eu-1223-2009", "2025-10-01", "None"), ("eu-2025-877", "2026-01-01", "2026-02-01"),
    ]  # fmt: skip
    again = unit_yaml(lay_over(content, {"policies/eu/lists/banned.yaml": text}, hashed=False).content.lists["eu/banned"])
    assert "{name: Warfarin, from: 2026-02-01, source: eu-2025-877, date: 2026-01-01}" in again
