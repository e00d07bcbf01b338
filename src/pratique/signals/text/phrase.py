"""How a title and a category path are built: what is sold stands in its head, what it is for or comes with in a complement."""

import re

HEAD_FIRST = frozenset(("ru", "uk", "fr", "es", "it", "pt", "pl", "vi", "id", "ms", "th", "ar", "he"))
"""Languages that name the thing before what qualifies it: `чехол кожаный`, `áo thun nam`. The others name it last: `leather case`."""
IN_COMPLEMENT = 0.3
"""What a noun behind `for` or `with` still counts: a case for a phone is no phone."""

_COMPLEMENT = re.compile(
    r"(?<!\S)(?:for|fits|with|without|compatible with|inspired by|für|mit|ohne|passend für|pour|avec|sans|compatible|para|con|sin|per|senza"
    r"|dla|do|ze?|na|для|под|без|к|с|со|из|voor|met|till|för|med|til|untuk|dengan|cho|dành cho|için|com|sem|від|з)(?!\S)"
    r"|สำหรับ|(?<!\S)(?:مع|لـ|ل )|用の|専用",
    re.IGNORECASE,
)
_CHUNK = re.compile(r"[,;|()\[\]【】（），、。！!]|\s[-–—/+*:]+\s|:\s")
_SEGMENT = re.compile(r"\s*(?:>+|/|\||»|›|→|\\|;|\"|\[|\])\s*")
_WORDY = 60


def chunks(text: str) -> list[tuple[int, int]]:
    """Half-open spans between commas, brackets and dashes."""
    return _between(_CHUNK, text)


def segments(path: str, title: str) -> list[tuple[int, int]]:
    """Half-open spans of the parts of a category path, root first; exports that end a path with the title itself lose that part."""
    found = _between(_SEGMENT, path)
    start = title[:12].casefold()
    while len(found) > 1:
        last = path[slice(*found[-1])]
        if len(last) <= _WORDY and not last.endswith("...") and not (len(start) > 5 and last.casefold().startswith(start)):
            break
        found.pop()
    return found


def complement(text: str, start: int, end: int) -> int:
    """Where in a span the first complement begins; the end where there is none, or where nothing stands before it."""
    for met in _COMPLEMENT.finditer(text, start, end):
        if text[start : met.start()].strip():
            return met.start()
    return end


def _between(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for met in pattern.finditer(text):
        if text[at : met.start()].strip():
            spans.append((at, met.start()))
        at = met.end()
    if text[at:].strip():
        spans.append((at, len(text)))
    return spans
