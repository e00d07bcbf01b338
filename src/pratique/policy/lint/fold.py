"""Words as lint compares them: without case, width and Latin accents. The detector's own normal form lives with the detector."""

import functools
import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@functools.lru_cache(100_000)
def fold(text: str) -> str:
    """Compatibility forms, case and accents on Latin letters removed."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold().replace("đ", "d"))
    return unicodedata.normalize("NFC", "".join(c for c in plain if not 0x300 <= ord(c) <= 0x36F))


def words(text: str) -> list[str]:
    """The words of a text in folded form; a run of a script without spaces is one word."""
    return _WORD.findall(fold(text))


def unspaced(text: str) -> bool:
    """Whether a text is written in a script without spaces: Chinese, Japanese, Thai, Lao, Khmer."""
    return bool(_UNSPACED.search(text))


def dense(text: str) -> bool:
    """Whether a text has Korean syllables, two of which are already a word."""
    return bool(_HANGUL.search(text))
