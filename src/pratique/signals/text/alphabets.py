"""Words written with letters of two alphabets: `Dіаzеpаm` with Cyrillic letters, `кoкaин` with Latin ones.

Such a word is written again in the alphabet it pretends to be, character for character, before anything else reads it. A word of
look-alikes alone (`ХТС`) is taken for Latin where the text around it is Latin.
"""

import functools
import re
import unicodedata

from pratique.signals.text.fold import confusables

_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile(r"[^\W_]+")
_DRAWN_FOR = {"τ": "t", "κ": "k", "η": "n", "ε": "e", "υ": "u", "ω": "w", "в": "b", "к": "k", "м": "m", "т": "t", "н": "h", "п": "n", "и": "u", "я": "r", "з": "3", "г": "r", "л": "n"}  # fmt: skip
"""Letters drawn for others that the table of UTS #39 does not have: small capitals and upside-down letters."""
_TO_CYRILLIC = str.maketrans("aeopcxykmtbhiABEKMHOPCTXYI", "аеорсхукмтвніАВЕКМНОРСТХУІ")
_LOOKALIKE_ONLY = re.compile("[авекмнорстхуієѕјАВЕКМНОРСТХУІЅЈαβεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ]+")


def one_alphabet(text: str) -> str:
    """The text with each word in one alphabet; the same length, the same string where no word mixes."""
    if text.isascii() or not _FOREIGN.search(text) or not _LATIN.search(text):
        return text
    pieces: list[str] = []
    at = 0
    latin_letters = len(_LATIN.findall(text))
    foreign_letters = len(_FOREIGN.findall(text))
    for match in _WORD.finditer(text):
        pieces += (text[at : match.start()], _word(match.group(), latin_letters > foreign_letters))
        at = match.end()
    return "".join((*pieces, text[at:]))


@functools.lru_cache(maxsize=1 << 14)
def _word(word: str, among_latin: bool) -> str:
    foreign = _FOREIGN.findall(word)
    if not foreign:
        return word
    latin = len(_LATIN.findall(word))
    letters = [unicodedata.normalize("NFD", letter)[0] for letter in foreign]
    own = [letter for letter in letters if letter not in confusables() and not _LOOKALIKE_ONLY.fullmatch(letter)]
    if latin and len(own) > latin:
        return word.translate(_TO_CYRILLIC)
    if latin or (among_latin and _LOOKALIKE_ONLY.fullmatch("".join(letters))):
        return "".join(_latin(character) for character in word)
    return word


def _latin(character: str) -> str:
    if not _FOREIGN.match(character):
        return character
    base = unicodedata.normalize("NFD", character)[0]
    letter = confusables().get(base) or _DRAWN_FOR.get(base) or _DRAWN_FOR.get(base.lower())
    if letter is None:
        return character
    return letter.upper() if character.isupper() else letter
