"""A text as no disguise changes it: letters and digits alone, what stands for one another made one, doubled letters single.

`V1@GRA 10 mg`, `V i a g r a 1Omg` and `ＶＩＡＧＲＡ 10mg` come out the same. Two honest texts may come out the same as well
(`S5` and `SS`), which is why numbers are compared apart.
"""

import re
import unicodedata
from collections import Counter

from pratique.signals.text.disguise import LEET, looks_disguised, normalise_signs
from pratique.signals.text.normal import normalise

_REPEATED = re.compile(r"(\w)\1+")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"(\d+)[^\W\d_]{0,3}")
_APART = re.compile(r"(?<![^ ])\d(?: \d)+(?![^ ])")
_SHAPES = str.maketrans("вкмнтрсухоаеіιηκμτβρχυζνο", "bkmhtpcyxoaeiihkmtbpxyzno")
"""Letters of other alphabets by the Latin capital they are drawn like, also where the small letters differ: case is no disguise."""
_STAND_INS = "@$€"
"""Signs written for letters; the others are punctuation more often than not."""
MOST = 4_000
"""Characters of a text that are looked at."""


class _Table(dict[int, str]):
    """Character → what is left of it; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        written = unicodedata.normalize("NFKC", chr(code))
        written = "".join(sign for sign in written if sign.isalnum() or sign in _STAND_INS)
        left = normalise_signs(written).translate(LEET).translate(_SHAPES)
        left = "".join(part for part in left if part.isalnum())
        self[code] = left
        return left


_TABLE = _Table()


def bare(text: str) -> str:
    """What is left of a text. Han, kana, Thai and other scripts stay as they are, traditional characters as simplified ones."""
    return _REPEATED.sub(r"\1", text[:MOST].translate(_TABLE))


def numbers(text: str) -> str:
    """The numbers of a text, to be handed to `same_numbers`: those that stand by themselves or before a unit, `|`, all digits there are.

    `?` at the beginning says that the text looks disguised: then digits inside words may be letters.
    """
    plain = normalise(text[:MOST])
    if not any(map(str.isdigit, plain)):
        return "|"
    joined = _APART.sub(lambda match: match.group().replace(" ", ""), plain)
    own = [match.group(1) for word in joined.split() if (match := _NUMBER.fullmatch(word))]
    veil = "?" if looks_disguised(text, plain, closely=True) else ""
    return f"{veil}{' '.join(sorted(own))}|{' '.join(_DIGITS.findall(plain))}"


def same_numbers(one: str, other: str) -> bool:
    """Whether two texts name the same numbers, as `numbers` gives them; in a disguised text digits may be missing, or too many."""
    mine, _, all_mine = one.rpartition("|")
    theirs, _, all_theirs = other.rpartition("|")
    if "?" not in mine and "?" not in theirs:
        return sorted(all_mine.split()) == sorted(all_theirs.split())
    few, many = Counter(mine.lstrip("?").split()), Counter(theirs.lstrip("?").split())
    return few <= many or many <= few
