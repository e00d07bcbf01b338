"""`content.lock`: the version of every rule, and a hash of its meaning that shows when a version must rise."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from pratique.policy.canonical import digest
from pratique.policy.model import Rule, Verified

FILE = "content.lock"


class Locked(msgspec.Struct, frozen=True):
    """A rule as it was last locked."""

    version: int
    digest: str


def meaning(rule: Rule) -> str:
    """Hash of what a rule decides. Texts, notes, its name, the day of the check and the status may change without a new version."""
    verified = Verified(rule.verified.by, datetime.date.min)
    first = rule.formerly[0] if rule.formerly else rule.id
    plain = msgspec.structs.replace(
        rule, id=first, formerly=(), title={}, fix={}, topic="", also=(), status="live", version=1, digest="", verified=verified
    )
    return digest(plain)[:16]


def read_lock(raw: bytes) -> dict[str, Locked]:
    """The locked rules; raises `ValueError` where the file is none."""
    if not raw.strip():
        return {}
    try:
        return msgspec.json.decode(raw, type=dict[str, Locked])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError("this is no lock of rules") from error


def write_lock(locked: dict[str, Locked]) -> bytes:
    """One line a rule, sorted, so that a change is one line of a diff."""
    lines = [f"  {msgspec.json.encode(rule).decode()}: {msgspec.json.encode(locked[rule]).decode()}" for rule in sorted(locked)]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode() if lines else b"{}\n"


def locked_as(rule: Rule, locked: Mapping[str, Locked]) -> Locked | None:
    """The lock of a rule, under the name it has or the last one it had."""
    names = (rule.id, *reversed(rule.formerly))
    return next((locked[name] for name in names if name in locked), None)


def raised(rules: Mapping[str, Rule], locked: Mapping[str, Locked]) -> dict[str, Locked]:
    """The lock as it should be: new rules at 1, changed rules one higher, retired names kept so that no version is used twice."""
    after = dict(locked)
    for rule in rules.values():
        before = locked_as(rule, locked)
        if before is None:
            after[rule.id] = Locked(1, rule.digest)
        elif before.digest != rule.digest:
            after[rule.id] = Locked(before.version + 1, rule.digest)
        else:
            after[rule.id] = before
    return after


def locked_in(roots: Sequence[Path]) -> dict[str, Locked]:
    """The locks of several content folders, later ones over earlier ones; a missing file locks nothing."""
    found: dict[str, Locked] = {}
    for root in roots:
        path = root / FILE
        if path.is_file():
            found.update(read_lock(path.read_bytes()))
    return found


def relock(rules: Mapping[str, Rule], roots: Sequence[Path]) -> tuple[int, int]:
    """Write the lock of the last folder; what lower folders lock already stays theirs. Gives the number of new and of raised rules."""
    before = locked_in(roots)
    lower = locked_in(roots[:-1])
    after = raised(rules, before)
    own = {rule: locked for rule, locked in after.items() if lower.get(rule) != locked}
    aside = roots[-1] / f".{FILE}"
    aside.write_bytes(write_lock(own))
    aside.replace(roots[-1] / FILE)
    changed = [rule for rule, locked in after.items() if rule in before and before[rule] != locked]
    return len(after) - len(before), len(changed)
