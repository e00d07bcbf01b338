"""Regular expressions that content gives and that meet what strangers wrote: RE2, whose time grows no faster than the text."""

from functools import lru_cache

LONGEST = 200
"""A longer text fits no pattern: numbers of documents end long before."""


def check(pattern: str) -> None:
    """Raises ValueError where it is no pattern, with the reason; lookaround and back references are none."""
    try:
        _matches(pattern, "")
    except ValueError as error:
        raise ValueError(str(error).removeprefix("Invalid regular expression: ")) from None


def fits(pattern: str, text: str) -> bool:
    """Whether the whole text is what the pattern says."""
    return len(text) <= LONGEST and _fits(pattern, text)


@lru_cache(maxsize=4096)
def _fits(pattern: str, text: str) -> bool:
    return _matches(rf"\A(?:{pattern})\z", text)


def _matches(pattern: str, text: str) -> bool:
    import pyarrow as pa  # a tenth of a second: only listings with numbered documents pay
    import pyarrow.compute as pc

    written = text.encode("utf-8", "replace").decode()  # lone surrogates cannot be handed over
    return bool(pc.match_substring_regex(pa.array([written], pa.string()), pattern=pattern)[0].as_py())
