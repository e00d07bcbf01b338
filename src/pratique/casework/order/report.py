"""What the authority reads: if and when effect was given, to what, what was not done and why."""

import datetime as dt

import msgspec

from pratique.casework.order.state import AuthorityOrder

_DONE = {"remove": "removed", "disable": "access disabled", "label": "warning displayed", "information": "information given"}


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One subject."""

    subject: str
    url: str | None
    is_done: bool
    found_by: str
    """`order`, where the order names it, else `identical content`."""
    what: str
    reason: str = ""
    why: str = ""
    """What agrees, of what was found as identical."""


class Report(msgspec.Struct, frozen=True):
    """The report on one order (Regulation (EU) 2022/2065 Art. 9(1) and 10(1), Regulation (EU) 2023/988 Art. 22(4))."""

    order: str
    reference: str
    to: str
    received_at: dt.datetime
    effect_given_at: dt.datetime | None
    was_in_time: bool | None
    """`None` while nothing is done."""
    scope: tuple[str, ...]
    missing_elements: tuple[str, ...]
    lines: tuple[Line, ...]
    text: str
    """The same in English, to be sent."""


def report(order: AuthorityOrder, named: int) -> Report:
    """Put it together. `named` is how many subjects the order itself names; the others were found."""
    effects = {effect.subject: effect for effect in order.effects}
    lines = []
    for number, subject in enumerate(order.subjects):
        effect = effects.get(subject.key)
        by = "order" if number < named else "identical content"
        if effect is None:
            lines.append(Line(subject.key, subject.url, False, by, "not yet acted upon", "", order.found_why.get(subject.key, "")))
        else:
            what = _DONE.get(effect.restriction, effect.restriction) if effect.is_done else "nothing done"
            why = order.found_why.get(subject.key, "")
            lines.append(Line(subject.key, subject.url, effect.is_done, by, what, effect.reason.get("en", ""), why))
    in_time = None if order.effected_at is None else order.effected_at < order.due_at
    return Report(
        order.id, order.reference, order.report_to, order.received_at, order.effected_at, in_time, order.markets, order.defects,
        tuple(lines), _text(order, lines),
    )  # fmt: skip


def _found(line: Line) -> str:
    if line.found_by == "order":
        return ""
    return f"; found as identical content: {line.why}" if line.why else "; found as identical content"


def _text(order: AuthorityOrder, lines: list[Line]) -> str:
    when = (
        f"Effect was given on {order.effected_at:%Y-%m-%d at %H:%M} UTC."
        if order.effected_at
        else "Effect has not yet been given to all of it."
    )
    listed = "\n".join(
        f"- {line.subject}{f' ({line.url})' if line.url else ''}: {line.what}{f'; {line.reason}' if line.reason else ''}{_found(line)}"
        for line in lines
    )
    asked = f"\nThe order lacks: {', '.join(order.defects)}. Please send it." if order.defects else ""
    return (
        f"To {order.report_to}\nYour order {order.reference}, received on {order.received_at:%Y-%m-%d at %H:%M} UTC\n\n{when}\n"
        f"Territorial scope: {', '.join(order.markets)}.\n{listed}{asked}\n"
    )
