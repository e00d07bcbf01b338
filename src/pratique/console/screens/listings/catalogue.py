"""A catalogue tried at once: up to ten thousand rows, each with where it may be offered; seen here or taken as a file, never kept."""

import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pratique.assembly.operations.permission import require_reach
from pratique.assembly.screeners import Question
from pratique.assembly.swept import MOST, Sweep, Swept, sweep
from pratique.assembly.workbench.export import FORMATS
from pratique.base.errors import Fault, InputError, InvalidError
from pratique.console.frame.connection import working
from pratique.console.frame.door import LARGEST
from pratique.console.frame.lists import chosen
from pratique.console.frame.opening import Asked, screen
from pratique.console.frame.screeners import screeners
from pratique.console.frame.templatetags.frame import name_of, words
from pratique.policy.model import VERDICTS, Content

SHOWN = 200
"""Rows that stand on the page, the gravest first."""
ENDINGS = (".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json", ".parquet", ".pq", ".xlsx", ".xlsm", ".gz")


@require_http_methods(["GET", "POST"])
@screen("screen")
def tried(request: Asked) -> HttpResponse:
    """The form; by POST the table, or with `as` the file."""
    with working() as (_tx, content):
        shown: dict[str, Any] = {
            "channels": [one for one in content.channels.values() if request.actor.channels is None or one.id in request.actor.channels],
            "most": MOST,
            "largest": LARGEST // 1024 // 1024,
            "channel": request.POST.get("channel", ""),
            "nav_here": "listing-trial",
        }
    status = 200
    if request.method == "POST":
        try:
            started = time.perf_counter()
            found = _swept(request, content)
        except InvalidError as error:
            shown["faults"], status = [fault.message for fault in error.faults], 422
        else:
            kind = chosen(request, "as", FORMATS) or (request.POST.get("as") if request.POST.get("as") in FORMATS else None)
            if kind:
                return _file(found, str(kind))
            gravity = {name: place for place, name in enumerate(reversed(VERDICTS))}
            rows = sorted(found.rows, key=lambda row: (gravity[row.verdict], -len(row.markets[row.verdict])))[:SHOWN]
            shown |= {"found": found, "rows": rows, "took": time.perf_counter() - started, "left": len(found.rows) - len(rows)}
    return render(request, "listings/catalogue.html", shown, status=status)


def _swept(request: Asked, content: Content) -> Sweep:
    """Raises InvalidError with the reason, in the reader's language, where the file cannot be read."""
    file = request.FILES.get("file")
    if file is None:
        raise InvalidError([Fault("file", _("Choose a file."))])
    name = Path(file.name or "").name
    if not name.lower().endswith(ENDINGS):
        raise InvalidError([Fault("file", _("This is no catalogue: CSV, JSONL, Parquet or XLSX are read."))])
    if not file.size:
        raise InvalidError([Fault("file", _("The file is empty."))])
    channel = request.POST.get("channel") if request.POST.get("channel") in content.channels else None
    markets = tuple(sorted(request.actor.markets & content.markets.keys())) if request.actor.markets is not None else None
    require_reach(request.actor, "screen", "channel", channel or "any", channel=channel, markets=markets or ())
    screener = screeners(content).drafter(Question(channel, "publish", None, "default", None)).screener
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"catalogue{''.join(Path(name.lower()).suffixes[-2:])[-20:]}"
        with path.open("wb") as out:
            for part in file.chunks():
                out.write(part)
        try:
            return sweep(path, screener, markets)
        except InputError as error:
            reason = str(error).replace(path.name, name)
            raise InvalidError([Fault("file", _("The file cannot be read: %(reason)s") % {"reason": reason[:400]})]) from error


def _file(found: Sweep, kind: str) -> HttpResponse:
    write, media_type = FORMATS[kind]
    body = write(_table(found))
    return HttpResponse(body, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="catalogue-verdicts.{kind}"'})


def _table(found: Sweep) -> pa.Table:
    """One row a listing, then one a row that could not be read, in the words of the reader."""
    chinese = (get_language() or "en").startswith("zh")
    names = [
        _("Listing"),
        _("Title"),
        _("Verdict"),
        *(str(name_of(one, "verdict")) for one in reversed(VERDICTS)),
        _("What to do"),
        _("Rule"),
    ]
    lines: list[list[str]] = [_line(row, chinese) for row in found.rows]
    lines += [[f"{one.line}", one.row[:200], _("cannot be read"), "", "", "", "", one.reason, ""] for one in found.rejects]
    columns = list(zip(*lines, strict=True)) if lines else [() for _name in names]
    return pa.table({name: pa.array(list(column), pa.string()) for name, column in zip(names, columns, strict=True)})


def _line(row: Swept, chinese: bool) -> list[str]:
    fixes = dict.fromkeys(words(rule.fix) for rule in row.rules)
    separator = "、" if chinese else ", "
    return [
        row.listing_id,
        row.title,
        str(name_of(row.verdict, "verdict")),
        *(separator.join(row.markets.get(one, ())) for one in reversed(VERDICTS)),
        " · ".join(fixes),
        separator.join(rule.id for rule in row.rules),
    ]
