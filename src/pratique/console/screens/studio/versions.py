"""Which contents decided, what changed from one to another, and the way back."""

from django.http import HttpResponse
from django.shortcuts import render

from pratique.assembly.operations import publishing
from pratique.assembly.operations.permission import may
from pratique.console.frame.connection import working
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.studio import jobs
from pratique.console.screens.studio.jobs import Tell
from pratique.console.screens.studio.told import of_changes
from pratique.policy.difference import KINDS, Change, difference
from pratique.policy.load import load_content
from pratique.policy.model import Content
from pratique.store import accounts, contents
from pratique.store.transaction import Transaction

MOST_SHOWN = 300


@screen("content.read")
def listed(request: Asked) -> HttpResponse:
    """What decided, newest first; one click back."""
    with working() as (tx, _):
        found = publishing.listed(tx, request.actor, 50)
        names = accounts.names(tx, [one.by for one in found])
    view = {
        "rows": [
            (one, names.get(one.by, one.by), found[number + 1].hash if number + 1 < len(found) else "") for number, one in enumerate(found)
        ],
        "may_roll_back": may(request.actor, "content.roll_back") and request.actor.channels is None and request.actor.markets is None,
        "has_other": any(one.hash != found[0].hash for one in found) if found else False,
        "tab": "versions",
        "nav_here": "studio-rules",
    }
    return render(request, "studio/versions.html", view)


@screen("content.read")
def compared(request: Asked, old: str, new: str) -> HttpResponse:
    """The difference of two contents, in words."""
    with working() as (tx, _):
        (old_hash, old_version), (new_hash, new_version) = contents.named(tx, old), contents.named(tx, new)
    job = jobs.begun(("difference", old_hash, new_hash), lambda tell: _difference(old_hash, new_hash, tell))
    changes: list[Change] = job.result or []
    kind = request.GET.get("kind", "")
    view = {
        "old": old_version,
        "new": new_version,
        "job": job,
        "address": request.get_full_path(),
        "changes": of_changes([one for one in changes if not kind or one.kind == kind][:MOST_SHOWN]),
        "number": len(changes),
        "kinds": [(name, sum(one.kind == name for one in changes)) for name in KINDS],
        "kind": kind,
        "tab": "versions",
        "nav_here": "studio-rules",
    }
    return render(request, "studio/difference_list.html" if request.htmx else "studio/difference.html", view)


def _difference(old: str, new: str, tell: Tell) -> list[Change]:
    tell("reading", 0.1)
    with working() as (tx, content):
        before = _content(tx, content, old)
        tell("reading", 0.4)
        after = _content(tx, content, new)
    tell("comparing", 0.8)
    return difference(before, after)


def _content(tx: Transaction, deciding: Content, name: str) -> Content:
    if deciding.hash == name:
        return deciding
    packaged = load_content()
    return packaged if packaged.hash == name else contents.load(tx, name)
