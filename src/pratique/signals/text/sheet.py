"""Many texts in their normal forms, laid end to end in one stretch of bytes, so that what is done to each is done to all at once.

Between two forms stands a line end, which no form has. Texts of ASCII never become strings of their own.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation

from pratique.signals.text.alphabets import one_alphabet
from pratique.signals.text.cue_patterns import PARTS_OF_NAMES
from pratique.signals.text.cues import with_signs
from pratique.signals.text.disguise import CLOSE_SHAPE, SHAPE, SHAPES, join_spaced, looks_disguised, split_camel
from pratique.signals.text.entities import without_entities
from pratique.signals.text.fields import KINDS
from pratique.signals.text.lexicon import ALL_FORMS
from pratique.signals.text.normal import ASCII_BYTES, both_forms, normalise
from pratique.signals.text.scan import MOST_DISGUISED_TEXT, SPLIT_FIELDS, UNIQUE_FIELDS, forms_to_read
from pratique.signals.text.span import Source
from pratique.signals.text.vocabulary import SPACE, Bytes, Eights, Flags, Ints

LINE_END = 10
_APART = 0x80
"""Between texts of ASCII before they are folded: no ASCII text has it."""
_FOLD = bytes(LINE_END if code == _APART else ASCII_BYTES[code] for code in range(256))
_SHAPE = bytes(LINE_END if code == _APART else SHAPE[code] for code in range(256))
_SKIPPED = np.array([int(chr(code).isspace() or chr(code) == "-") for code in range(128)] + [0] * 128)
_LETTER = np.array([ord(chr(code).lower()) if code < 128 and chr(code).isalpha() else 0 for code in range(256)], dtype=np.uint8)
_BEGINNING = _LETTER.copy()
for _sign in b'%"':
    _BEGINNING[_sign] = _sign
_CUES = BytesAhoCorasick([part.encode() for part in PARTS_OF_NAMES if part.isascii()])
_IS_UNIQUE = np.array([kind in UNIQUE_FIELDS for kind in KINDS])
_IS_SPLIT = np.array([kind in SPLIT_FIELDS for kind in KINDS])
_SHAPES = BytesAhoCorasick([CLOSE_SHAPE, *SHAPES], implementation=Implementation.DFA)


class Extra(NamedTuple):
    """A form that is no plain folding of ASCII."""

    text: int
    reads: int
    form: str
    light: str
    """Of a plain form, the light one where it differs."""
    rewritten: tuple[str, list[int]] | None
    """Words drawn together or apart, with the way back."""
    plain: str | None = None
    """Where cues are drawn into signs: the plain form of the text as written. What it holds was met, or guarded, there."""


class Sheet:
    """The forms of some texts. `raw[i]` is text `i` with each word in one alphabet."""

    def __init__(self, kinds: Ints, originals: Sequence[str]) -> None:
        self.kinds, self.originals = kinds, originals
        """Text by text, the number of its kind of field and what is written."""
        self.raw = list(originals)
        self.looks_disguised: Flags = np.zeros(len(originals), dtype=np.bool_)
        """Which texts are to be searched for disguises, triple letters apart."""
        simple = [number for number, raw in enumerate(self.raw) if raw.isascii()]
        self._extra: list[Extra] = []
        block = " \x80 ".join(["", *[self.raw[number] for number in simple], ""])[1:-1].encode("latin-1")
        plain = _collapsed(block.translate(_FOLD))
        self._block, self._of_block = block, np.array(simple, dtype=np.int64)
        self.is_simple: Flags = np.zeros(len(self.raw), dtype=np.bool_)
        """Which texts are ASCII as written."""
        self.is_simple[simple] = True
        if simple:
            self._look_at_ascii(self._of_block, block)
        for number in () if len(simple) == len(self.raw) else sorted(set(range(len(self.raw))).difference(simple)):
            self._fold(number)
        extra = self._extra
        self.data = b"%b%b\n" % (plain, "\n".join([one.form for one in extra]).encode()) if extra else plain
        self.array: Bytes = np.frombuffer(self.data, np.uint8)
        self.spaces = np.flatnonzero(self.array == SPACE)
        self.words: Ints | None = None
        """Numbers of the words, once they are asked for."""
        self.form_from = np.flatnonzero(self.array == LINE_END)
        """Where the line end before each form stands; one more at the end."""
        self.text = np.array(simple + [one.text for one in extra], dtype=np.int64)
        """Form by form, its text."""
        self.reads = np.array([ALL_FORMS] * len(simple) + [one.reads for one in extra], dtype=np.uint8)
        self.rewritten = np.array([False] * len(simple) + [one.rewritten is not None for one in extra], dtype=np.bool_)
        self.has_light = np.array([False] * len(simple) + [one.light != "" for one in extra], dtype=np.bool_)
        self.has_signs = np.array([False] * len(simple) + [one.plain is not None for one in extra], dtype=np.bool_)
        self.is_ascii = np.array([True] * len(simple) + [one.form.isascii() for one in extra], dtype=np.bool_)
        self._simple = len(simple)

    def form(self, number: int) -> Extra:
        """A form as a string, with what belongs to it."""
        if number >= self._simple:
            return self._extra[number - self._simple]
        start, end = int(self.form_from[number]) + 1, int(self.form_from[number + 1])
        return Extra(int(self.text[number]), ALL_FORMS, self.data[start:end].decode(), "", None)

    def behind_digits(self) -> tuple[Ints, Eights]:
        """In texts of ASCII, what stands behind digits: number of the text, and the sign or up to eight letters in lower case."""
        array = np.frombuffer(self._block + bytes(10), np.uint8)
        behind = np.flatnonzero((array >= ord("0")) & (array <= ord("9"))) + 1
        behind += _SKIPPED[array[behind]]
        behind = behind[_BEGINNING[array[behind]] > 0]
        letters = _LETTER[array[behind[:, None] + np.arange(8)]]
        letters[:, 1:][letters[:, :1].repeat(7, axis=1) < ord("a")] = 0
        letters[np.logical_or.accumulate(letters == 0, axis=1)] = 0
        letters[:, 0] = _BEGINNING[array[behind]]
        seams = np.flatnonzero(array == _APART)
        text = self._of_block[np.searchsorted(seams, behind, side="right") - 1]
        return text, np.ascontiguousarray(letters).view("<u8").reshape(-1)

    def starred(self) -> list[int]:
        """Titles and brands with a star."""
        return [number for number in np.flatnonzero(_IS_SPLIT[self.kinds]).tolist() if "*" in self.raw[number]]

    def source(self, number: int, rewritten: tuple[str, list[int]] | None = None) -> Source:
        """A text with the way back to what is written."""
        kind = KINDS[int(self.kinds[number])]
        raw, indices = rewritten or (self.raw[number], None)
        return Source(kind, kind, raw, self.originals[number], indices)

    def _look_at_ascii(self, simple: Ints, block: bytes) -> None:
        array = np.frombuffer(block, np.uint8)
        seams = np.flatnonzero(array == _APART)
        closely = _IS_SPLIT[self.kinds[simple]]
        short = np.diff(seams) - 3 <= MOST_DISGUISED_TEXT
        met = _SHAPES.find_matches_as_indexes(block.translate(_SHAPE), overlapping=True)
        if met:
            which = np.array([one[0] for one in met], dtype=np.int64)
            text = np.searchsorted(seams, np.array([one[1] for one in met], dtype=np.int64), side="right") - 1
            self.looks_disguised[simple[text[((which > 0) | closely[text]) & short[text]]]] = True
        humps = np.flatnonzero((array[:-1] >= ord("a")) & (array[:-1] <= ord("z")) & (array[1:] >= ord("A")) & (array[1:] <= ord("Z")))
        if len(humps):
            text = np.unique(np.searchsorted(seams, humps, side="right") - 1)
            for number in simple[text[closely[text]]].tolist():
                self._rewrite(number, split_camel(self.raw[number]))
        for number in simple.tolist() if b"&" in block else ():
            self._rewrite(number, without_entities(self.raw[number]))
        named = [one[1] for one in _CUES.find_matches_as_indexes(block.lower())]
        if named:
            text = np.unique(np.searchsorted(seams, np.array(named, dtype=np.int64), side="right") - 1)
            for number in simple[text[_IS_UNIQUE[self.kinds[simple[text]]]]].tolist():
                self._draw_cues(number, normalise(self.raw[number]))

    def _draw_cues(self, number: int, plain: str) -> None:
        signed = with_signs(self.originals[number])
        if signed is not None:
            for form, reads, beside in forms_to_read(*both_forms(signed[0])):
                self._extra.append(Extra(number, reads, form, beside, signed, plain))

    def _fold(self, number: int) -> None:
        """A text that is not ASCII."""
        is_split = bool(_IS_SPLIT[self.kinds[number]])
        raw = self.raw[number] = one_alphabet(self.originals[number])
        plain, light = both_forms(raw)
        self._add(number, plain, light, None)
        if not plain.isascii():
            self._rewrite(number, join_spaced(raw))
        if is_split:
            self._rewrite(number, split_camel(raw))
        self._rewrite(number, without_entities(raw))
        if _IS_UNIQUE[self.kinds[number]]:
            self._draw_cues(number, plain)
        self.looks_disguised[number] = len(raw) <= MOST_DISGUISED_TEXT and looks_disguised(raw, plain, closely=is_split)

    def _rewrite(self, number: int, rewritten: tuple[str, list[int]] | None) -> None:
        if rewritten is not None:
            self._add(number, *both_forms(rewritten[0]), rewritten)

    def _add(self, number: int, plain: str, light: str, rewritten: tuple[str, list[int]] | None) -> None:
        for form, reads, beside in forms_to_read(plain, light):
            self._extra.append(Extra(number, reads, form, beside, rewritten))


def _collapsed(folded: bytes) -> bytes:
    """With single spaces; line ends stay."""
    array = np.frombuffer(folded, np.uint8)
    spaces = array == SPACE
    kept = np.ones(len(array), dtype=np.bool_)
    np.logical_and(spaces[1:], spaces[:-1], out=kept[1:])
    np.logical_not(kept[1:], out=kept[1:])
    return array[kept].tobytes()
