"""`content.lock`: the version of every rule, and a hash of its meaning that shows when a version must rise."""

import hashlib

import msgspec

from pratique.policy.model import Condition, Rule, Verified


class Locked(msgspec.Struct, frozen=True):
    """A rule as it was last locked."""

    version: int
    digest: str


def meaning(rule: Rule) -> str:
    """Hash of what a rule decides. Texts, notes, the day of the check and the status may change without a new version."""
    bare = msgspec.structs.replace(
        rule, title={}, fix={}, topic="", status="live", version=1, digest="", place=None, verified=Verified(rule.verified.by, rule.verified.checked.min)
    )
    assert isinstance(bare.when, Condition)
    return hashlib.sha256(msgspec.json.encode(bare, order="deterministic")).hexdigest()[:16]


def read_lock(raw: bytes) -> dict[str, Locked]:
    """The locked rules; raises `ValueError` with the reason where the file is none."""
    if not raw.strip():
        return {}
    try:
        return msgspec.json.decode(raw, type=dict[str, Locked])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from None


def write_lock(locked: dict[str, Locked]) -> bytes:
    """One line a rule, sorted, so that a change is one line of a diff."""
    lines = [f"  {msgspec.json.encode(rule).decode()}: {msgspec.json.encode(locked[rule]).decode()}" for rule in sorted(locked)]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode() if lines else b"{}\n"


def raised(rules: dict[str, Rule], locked: dict[str, Locked]) -> dict[str, Locked]:
    """The lock as it should be: new rules at 1, changed rules one higher, retired names kept so that no version is used twice."""
    after = dict(locked)
    for rule in rules.values():
        before = locked.get(rule.id)
        if before is None:
            after[rule.id] = Locked(1, rule.digest)
        elif before.digest != rule.digest:
            after[rule.id] = Locked(before.version + 1, rule.digest)
    return after
