"""Files in forms and on pages: taken in by what they are, given out as a download or as a picture drawn anew, never as what they were."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pratique.assembly.files import LARGEST, MOST, Received, UnfitError, received
from pratique.assembly.operations import files
from pratique.assembly.pictures import WHOLE, redrawn
from pratique.base.errors import Fault, InvalidError
from pratique.console.frame import refusals
from pratique.console.frame.connection import looking
from pratique.console.frame.opening import Asked, screen

_WHY = {
    "empty": _("is empty"),
    "large": _("is larger than 8 MiB"),
    "kind": _("is none of PDF, JPEG, PNG or WebP, whatever its name says"),
    "picture_kind": _("is none of JPEG, PNG or WebP, whatever its name says"),
    "broken_pdf": _("is a PDF that breaks off; save it again"),
    "broken_picture": _("is a picture that cannot be read to its end; save it again"),
    "bomb": _("unpacks to more pixels than are read"),
}
"""`assembly.files.REASONS` in the language of the reader."""


def taken(request: HttpRequest, field: str = "files", most: int = MOST) -> list[Received]:
    """What came with a form. Raises InvalidError with everything that is wrong with any of them, in the language of the reader."""
    given = request.FILES.getlist(field)
    too_many = gettext("at most %(number)s files") % {"number": most}
    faults: list[Fault] = [Fault(field, too_many)] if len(given) > most else []
    found = []
    for one in given[:most]:
        try:
            found.append(received(one.name or "", one.read(LARGEST + 1), field))
        except UnfitError as error:
            faults.append(Fault(field, f"{error.name}: {_WHY[error.why]}"))
    if faults:
        raise InvalidError(faults)
    return found


def told(error: InvalidError) -> list[str]:
    """What is wrong with a form that has files: of those with the reason, of all others as everywhere."""
    of_files = [one.message for one in error.faults if one.field == "files"]
    others = [one for one in error.faults if one.field != "files"]
    return of_files + ([refusals.faults(InvalidError(others))] if others else [])


@screen()
def download(request: Asked, name: str) -> HttpResponse:
    """The file itself, to be saved; the browser opens nothing of it."""
    with looking() as tx:
        one, body = files.take(tx, request.actor, name)
    response = HttpResponse(body, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=one.name) or "attachment"
    return response


@screen()
def shown(request: Asked, name: str) -> HttpResponse:
    """A picture among the files, drawn anew."""
    with looking() as tx:
        one, body = files.take(tx, request.actor, name)
    return HttpResponse(redrawn(body, WHOLE, one.name), content_type="image/webp")
