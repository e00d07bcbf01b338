"""What chat spam writes in ever new ways, drawn into one sign each: an amount, the name on a messenger, the address of a site.

`V：abc_1234`, `扣2927558933` and `whatsapp +86 138…` are all a handle; `he32y.top`, `nga67点vip` and `𝕔𝟛𝟛.𝕥𝕠𝕡` a site; `一小时#money`
meets `一小时5oo`, `一小时两三百` and `一小时7张`. Characters that stand for another of the same sound (`佳窝`, `日洁`, `兼直`) are written
as that one, and what chats put between characters (`下[em]e163[/em]时`, `牛🐮金🌸花`) is left out. Terms name the signs as `#money`,
`#handle`, `#site` and `#host`.
"""

import re
import unicodedata

from pratique.signals.text.cue_patterns import APART, HAS_HAN, SEPARATOR, SOUND, SOUNDS, TOKEN, may_have_cues
from pratique.signals.text.fold import PLAIN

SIGNS = {"#money": "\u9ff0\u9ff1", "#handle": "\u9ff2\u9ff3", "#site": "\u9ff4\u9ff5", "#host": "\u9ff6\u9ff7"}
"""Each sign as two characters that no text has: one leads back to where it begins, one to where it ends."""

_DROPPED = "\u200b"
_MOST = 4_000
"""A text is read so far: a post is short, and what is not is no chat."""
_HAS_NUMBER = re.compile(r"[a-z]\d|\d[a-z]|\d{4}")


class _OneForOne(dict[int, str]):
    """Each character as one character: in lower case, without accents, digits and letters out of their circles and squares."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = {"。": ".", "：": ":", "＋": "+", "；": ";"}.get(character)
        if folded is None:
            digit = unicodedata.digit(character, None)
            if digit is not None:
                folded = str(digit)
            elif unicodedata.category(character) in ("Mn", "Me", "Cf"):
                folded = _DROPPED
            else:
                folded = unicodedata.normalize("NFKC", character).lower()
                if len(folded) != 1 or folded == character:
                    folded = PLAIN[code].strip()
        if len(folded) != 1:
            folded = character
        self[code] = folded
        return folded


_FOLD = _OneForOne({code: chr(code).lower() for code in range(128)})


def term_signs(text: str) -> str:
    """A term with its signs (`一小时#money`) as the characters that stand for them."""
    if "#" in text:
        for name, sign in SIGNS.items():
            text = text.replace(name, sign)
    return text


def shown_signs(text: str) -> str:
    """The way back, for people to read."""
    if not text.isascii():
        for name, sign in SIGNS.items():
            text = text.replace(sign, name)
    return text


def with_signs(text: str) -> tuple[str, list[int]] | None:
    """The text with its cues as signs, and for each character its index in the original and one for the end.

    `None` where there is nothing to draw together.
    """
    text = text[:_MOST]
    if not may_have_cues(text):
        return None
    folded = text.translate(_FOLD)
    indices = list(range(len(text) + 1))
    if _DROPPED in folded:
        indices = [i for i, ch in enumerate(folded) if ch != _DROPPED]
        indices.append(len(text))
        folded = folded.replace(_DROPPED, "")
    folded, indices, was_apart = _together(folded, indices)
    folded, heard = SOUND.subn(_as_sounded, folded)
    return _with_tokens(folded, indices, is_changed=bool(heard) or was_apart)


def _as_sounded(match: re.Match[str]) -> str:
    written = SOUNDS[int((match.lastgroup or "s0")[1:])][0]
    return written.ljust(len(match.group()), _DROPPED)


def _together(text: str, indices: list[int]) -> tuple[str, list[int], bool]:
    """Characters written apart, drawn together."""
    left_out: set[int] = set()
    for match in APART.finditer(text):
        for part in SEPARATOR.finditer(text, *match.span()):
            left_out.update(range(*part.span()))
    if not left_out:
        return text, indices, False
    kept = [i for i in range(len(text)) if i not in left_out]
    return "".join([text[i] for i in kept]), [*[indices[i] for i in kept], indices[-1]], True


def _with_tokens(text: str, indices: list[int], *, is_changed: bool) -> tuple[str, list[int]] | None:
    has_han = bool(HAS_HAN.search(text))
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in TOKEN.finditer(text):
        start, end = match.span()
        kind = match.lastgroup or ""
        if not has_han and (kind == "money" or (kind in ("site", "host") and not _HAS_NUMBER.search(match.group()))):
            continue
        pieces.append(text[at:start])
        places += indices[at:start]
        if kind == "noise":
            between = text[start - 1 : start] + text[end : end + 1]
            if len(between) == 2 and all(HAS_HAN.match(ch) for ch in between):
                is_changed = True
            else:
                pieces.append(" ")
                places.append(indices[start])
        else:
            pieces.append(SIGNS[f"#{kind}"])
            places += [indices[start], indices[end - 1]]
            is_changed = True
        at = end
    if not is_changed:
        return None
    pieces.append(text[at:])
    places += [*indices[at : len(text)], indices[-1]]
    whole = "".join(pieces)
    if _DROPPED in whole:
        places = [place for place, ch in zip(places, f"{whole} ", strict=True) if ch != _DROPPED]
        whole = whole.replace(_DROPPED, "")
    return whole, places
