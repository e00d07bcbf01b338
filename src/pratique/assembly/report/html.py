"""HTML in which text is always text: whatever is not built here is escaped."""

import re
from html import escape

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Html(str):
    """Markup that was built from escaped parts."""

    __slots__ = ()


def text(value: object) -> Html:
    """A value as text of the page; characters that HTML forbids become U+FFFD."""
    return value if isinstance(value, Html) else Html(escape(_FORBIDDEN.sub("\ufffd", str(value)), quote=True))


def tag(name: str, *children: object, **attributes: object) -> Html:
    """An element. `class_` is `class`, other underscores are hyphens; an attribute that is `None` is left out."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{text(value)}"' for key, value in attributes.items() if value is not None)
    return Html(f"<{name}{written}>{join(*children)}</{name}>")


def join(*parts: object) -> Html:
    """Parts one after another; `None` is nothing."""
    return Html("".join(text(part) for part in parts if part is not None))


def foreign(value: object, **attributes: object) -> Html:
    """Text that a stranger wrote: its direction is its own and cannot turn what stands around it."""
    return tag("bdi", value, **attributes)
