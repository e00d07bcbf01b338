"""What was published since a draft was begun: shown to whoever writes it, and taken up without losing either."""

from typing import Any

import msgspec

from pratique.assembly.operations import drafts, publishing
from pratique.assembly.operations.publishing import Publication
from pratique.base.actor import Actor
from pratique.base.errors import ContentError
from pratique.casework import content_draft
from pratique.casework.content_draft import ContentDraft
from pratique.policy import amend
from pratique.policy.difference import Change, difference
from pratique.policy.load import load_content
from pratique.policy.merge import merged, merged_rows
from pratique.policy.model import Concept, Content, Rule
from pratique.policy.overlay import Files, changed_units, lay_over
from pratique.policy.written_units import found as unit_of
from pratique.store import contents
from pratique.store.records import append
from pratique.store.transaction import Transaction

_BASES_KEPT = 2
_bases: dict[str, Content] = {}


class Moved(msgspec.Struct, frozen=True):
    """What was published since."""

    published: tuple[Publication, ...]
    """Newest first; a content that was taken back is among them."""
    changes: tuple[Change, ...]
    """What changed of the units that the draft changes as well."""
    others: int
    """Units of which something else changed."""


def moved(tx: Transaction, actor: Actor, content: Content, draft: ContentDraft) -> Moved:
    """What changed since, and who published it. `content` is the one that decides, with its tests."""
    base = _base(tx, draft.base)
    since = []
    for one in publishing.listed(tx, actor, 50):
        if one.hash == draft.base:
            break
        since.append(one)
    changes = difference(base, content)
    mine = _units_of(base, draft)
    both = tuple(one for one in changes if one.id in mine)
    return Moved(tuple(since), both, len(changes) - len(both))


def bring_up(tx: Transaction, actor: Actor, content: Content, draft: str) -> tuple[tuple[str, str], ...]:
    """Lay a draft over the content that decides now. What both changed is put together; gives (unit, field) where the draft's own stands.

    Raises ContentError where the draft cannot be read.
    """
    kept = drafts.reached(tx, actor, draft)
    files, clashes = _put_together(_base(tx, kept.state.base), content, kept.state)
    events = content_draft.rebase(kept.state, content.hash, at=tx.at, by=actor)
    state = append(tx, drafts.DRAFTS, draft, kept, events)
    if files:
        append(tx, drafts.DRAFTS, draft, state, content_draft.write(state.state, files, "brought up to date", None, at=tx.at, by=actor))
    return clashes


def _put_together(base: Content, now: Content, draft: ContentDraft) -> tuple[dict[str, str | None], tuple[tuple[str, str], ...]]:
    laid = lay_over(base, draft.files, draft.id, hashed=False).content
    both = sorted(changed_units(base, laid) & changed_units(base, now))
    files: dict[str, str] = dict(draft.files)
    clashes: list[tuple[str, str]] = []
    for name in both:
        old, mine, theirs = (_unit(of, name) for of in (base, laid, now))
        if old is None or mine is None or theirs is None:
            clashes.append((name, "id"))  # made or taken away by both: the draft's own stands
            continue
        unit, fields = merged(old, mine, theirs)
        clashes += [(name, field) for field in fields]
        files.update(_put(base, laid, now, files, unit))
    changed = {path: text for path, text in files.items() if draft.files.get(path) != text}
    return {**changed}, tuple(clashes)


def _put(base: Content, laid: Content, now: Content, files: Files, unit: Any) -> dict[str, str]:
    if isinstance(unit, Concept):
        shown = [tuple(one for one in of.examples if one.concept == unit.id) for of in (base, laid, now)]
        return amend.put_concept(msgspec.structs.replace(now, examples=merged_rows(shown[0], shown[1], shown[2])), files, unit)
    if isinstance(unit, Rule):
        tests = [tuple(one for one in of.rule_tests if one.rule == unit.id) for of in (base, laid, now)]
        return amend.put_rule(msgspec.structs.replace(now, rule_tests=merged_rows(tests[0], tests[1], tests[2])), files, unit)
    return amend.put_written(files, unit)


def _unit(content: Content, name: str) -> Any:
    return content.rules.get(name) or content.concepts.get(name) or unit_of(content, name)


def _units_of(base: Content, draft: ContentDraft) -> frozenset[str]:
    try:
        return changed_units(base, lay_over(base, draft.files, draft.id, hashed=False).content)
    except ContentError:
        return frozenset()


def _base(tx: Transaction, name: str) -> Content:
    found = _bases.get(name)
    if found is None:
        packaged = load_content()
        found = packaged if packaged.hash == name else contents.with_tests(tx, contents.load(tx, name))
        while len(_bases) >= _BASES_KEPT:
            del _bases[next(iter(_bases))]
        _bases[name] = found
    return found
