"""Characters that cannot be seen, yet change a word, a line or a terminal."""

import re

HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control, zero-width and direction characters. The joiners U+200C and U+200D stay: Hindi, Persian and emoji are written with them."""
_SPACES = str.maketrans("\t\r\n", "   ")


def visible(text: str) -> str:
    """A text that is safe to print on one line: hidden characters show as U+FFFD, tabs and line ends as spaces."""
    return HIDDEN.sub("\N{REPLACEMENT CHARACTER}", text).translate(_SPACES)
