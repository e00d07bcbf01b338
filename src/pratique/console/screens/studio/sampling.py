"""The listings a draft is tried on: the newest, those of a kept view, or those of a file."""

import datetime as dt
import secrets
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pratique.assembly.read import read_listings
from pratique.assembly.trial_sample import Asked as AskedOf
from pratique.assembly.trial_sample import Deciding, Sample
from pratique.base.actor import Actor
from pratique.base.clock import now, today
from pratique.base.errors import Fault, InputError, InvalidError
from pratique.console.frame.lists import chosen
from pratique.console.frame.narrowing import wanted_of
from pratique.console.frame.opening import Asked
from pratique.console.records.models import SavedView
from pratique.console.screens.studio import jobs, library
from pratique.policy.model import Content
from pratique.store import samples
from pratique.store.listings import Wanted
from pratique.store.samples import Sampled
from pratique.store.transaction import Transaction

SIZES = (500, 2000, 10_000)
LARGEST_FILE = 20_000_000
"""Bytes of an uploaded sample."""
_FRESH = 900.0
"""Seconds a sample is taken for the newest."""
_KEPT, _FILES_KEPT = 3, 6
_lock = threading.Lock()
_samples: "dict[object, tuple[float, Sample]]" = {}
_files: "dict[str, Uploaded]" = {}
_deciding: dict[str, Deciding] = {}


class Question(msgspec.Struct, frozen=True):
    """What a draft is tried on."""

    size: int = SIZES[1]
    channel: str | None = None
    market: str | None = None
    family: str | None = None
    view: int | None = None
    """Number of a kept view of the list of listings."""
    file: str | None = None
    """Name of an uploaded file."""
    as_of: dt.date = dt.date.min

    @property
    def kept(self) -> dict[str, object]:
        """As it stands in the address."""
        found: dict[str, object] = {name: getattr(self, name) for name in ("channel", "market", "family", "view", "file")}
        return {**{key: value for key, value in found.items() if value}, "size": self.size, "as_of": self.as_of.isoformat()}


class Uploaded(msgspec.Struct, frozen=True):
    """Listings somebody gave in a file; kept until the console starts anew."""

    actor: str
    name: str
    sample: Sample
    rejected: int


def question_of(request: Asked, content: Content) -> Question:
    """As the address says; 2,000 of all channels and markets today where it does not."""
    given = request.GET
    size = int(given["size"]) if given.get("size", "").isdecimal() and int(given["size"]) in SIZES else SIZES[1]
    try:
        day = dt.date.fromisoformat(given.get("as_of", ""))
    except ValueError:
        day = today()
    view = int(given["view"]) if given.get("view", "").isdecimal() and len(given["view"]) < 10 else None
    file = given.get("file_of")
    return Question(
        size,
        chosen(request, "channel", content.channels),
        chosen(request, "market", content.markets),
        chosen(request, "family", library.families(content)),
        view if view is not None and any(one.pk == view for one in views(request)) else None,
        file if file in _files and _files[file].actor == request.actor.id else None,
        day,
    )


def views(request: Asked) -> list[Any]:
    """Kept views of listings that somebody sees."""
    return list(SavedView.objects.filter(Q(account=request.user) | Q(is_shared=True), list="listings").order_by("name")[:40])


def files(actor: Actor) -> list[tuple[str, str]]:
    """Files somebody uploaded: name in the address, name it had."""
    return [(key, one.name) for key, one in _files.items() if one.actor == actor.id]


def sample_of(tx: Transaction, actor: Actor, question: Question, content: Content) -> Sample:
    """The listings; those of a file as they are, others as they were screened last. Kept for a while, since reading them takes time."""
    if question.file is not None and question.file in _files:
        return _files[question.file].sample
    narrowed = wanted(question, content)
    key = (actor.channels, actor.markets, actor.subject, question.size, narrowed)
    with _lock:
        found = _samples.pop(key, None)
        if found is None or time.monotonic() - found[0] > _FRESH:
            found = time.monotonic(), Sample(samples.newest(tx, actor, question.size, narrowed))
        _samples[key] = found
        while len(_samples) > _KEPT:
            del _samples[next(iter(_samples))]
    return found[1]


def take_in(actor: Actor, given: Any, channel: str | None) -> tuple[str, str]:
    """Keep the listings of an uploaded file as a sample: its name, and what to say of it. Raises InvalidError where none can be read."""
    if (given.size or 0) > LARGEST_FILE:
        raise InvalidError([Fault("listings", _("The file is larger than %(most)s MB.") % {"most": LARGEST_FILE // 1_000_000})])
    suffix = Path(given.name or "").suffix[:12]
    found, rejected = [], 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"sample{suffix}"
        with place.open("wb") as target:
            for chunk in given.chunks():
                target.write(chunk)
        try:
            for portion in read_listings(place):
                found += portion.listings
                rejected += len(portion.rejects)
                if len(found) >= SIZES[-1]:
                    break
        except InputError as error:
            raise InvalidError([Fault("listings", str(error).replace(str(place), given.name or "sample"))]) from None
    if not found:
        raise InvalidError([Fault("listings", _("No listing could be read in it: each needs listing_id and title."))])
    listings = found[: SIZES[-1]]
    rows = [Sampled("", one.kind, one.listing_id, channel or one.channel, "publish", now(), "") for one in listings]
    name = secrets.token_hex(6)
    with _lock:
        _files[name] = Uploaded(actor.id, (given.name or "")[:60], Sample(rows, listings), rejected)
        while len(_files) > _FILES_KEPT:
            del _files[next(iter(_files))]
    told = ngettext("%(number)s listing is read.", "%(number)s listings are read.", len(listings)) % {"number": len(listings)}
    if rejected:
        told += " " + _("%(rejected)s rows could not be read.") % {"rejected": rejected}
    return name, told


def deciding(content: Content) -> Deciding:
    """The content that decides, with its reader and plans; made once."""
    with _lock:
        found = _deciding.get(content.hash)
        if found is None:
            _deciding.clear()
            found = _deciding[content.hash] = Deciding(content)
        return found


def asked_of(actor: Actor, question: Question) -> AskedOf:
    """How the sample is decided: within the walls."""
    inside = tuple(sorted(actor.markets)) if actor.markets is not None else None
    return AskedOf(question.as_of, (question.market,) if question.market else inside)


def warm(tx: Transaction, actor: Actor, question: Question, content: Content) -> None:
    """Have the sample read by the content that decides before a draft is tried: the first trial waits for it otherwise."""
    sample = sample_of(tx, actor, question, content)
    jobs.later(sample.reading(deciding(content), asked_of(actor, question)))


def wanted(question: Question, content: Content) -> Wanted:
    """The listings a question is about, as a list is narrowed."""
    kept = SavedView.objects.filter(pk=question.view, list="listings").first() if question.view is not None else None
    filters = wanted_of(dict(parse_qsl(kept.query)) if kept is not None else {}, content)
    changes = {name: value for name in ("channel", "market", "family") if (value := getattr(question, name))}
    return msgspec.structs.replace(filters, **changes)
