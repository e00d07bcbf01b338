"""Characters written as references of HTML (`&#118;iagra`, `caf&eacute;`): exports leave them behind, and dodgers hide words in them."""

import html
import re

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def without_entities(text: str) -> tuple[str, list[int]] | None:
    """The text with references to letters and digits as those, and for each character its index in the original and one for the end.

    `None` where there are none; `&amp;` and other signs read as what they are: no letters.
    """
    if "&" not in text or ";" not in text:
        return None
    pieces: list[str] = []
    indices: list[int] = []
    at = 0
    for match in _REFERENCE.finditer(text):
        meant = html.unescape(match.group())
        if len(meant) == 1 and meant.isalnum():
            pieces += [text[at : match.start()], meant]
            indices += [*range(at, match.start()), match.start()]
            at = match.end()
    if not pieces:
        return None
    return "".join([*pieces, text[at:]]), [*indices, *range(at, len(text) + 1)]
