"""What each indicator means, in one place: `dictionary.yaml` beside this file. Screens show it beside the figure."""

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

Unit = Literal["share", "hours", "number"]


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One indicator."""

    id: str
    group: str
    unit: Unit
    title: dict[str, str]
    formula: dict[str, str]
    """What is divided by what, or of what the median is taken."""
    hit: dict[str, str] = {}
    """What a row is called that counts above the line of a share."""
    note: dict[str, str] = {}
    """What it does not say, and how it is to be read."""
    source: str = ""
    """Where the definition comes from."""
    better: Literal["up", "down", ""] = ""
    """Which way is good, where one is."""
    is_stock: bool = False
    """Counted over what there is now, whatever the period."""
    slices: tuple[str, ...] = ("market", "channel", "family", "country", "language", "size")
    """What it can be told apart by."""


@cache
def indicators() -> dict[str, Indicator]:
    """All of them in the order they are shown."""
    text = files("pratique.store.figures").joinpath("dictionary.yaml").read_text("utf-8")
    return {one.id: one for one in msgspec.convert(yaml.safe_load(text), tuple[Indicator, ...])}
