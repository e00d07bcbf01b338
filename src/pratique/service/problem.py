"""Answers that say what went wrong, as problem details (RFC 9457)."""

import msgspec
import psycopg
from psycopg_pool import PoolTimeout, TooManyRequests
from starlette.responses import Response

from pratique.base.errors import AbsentError, ConflictError, ForbiddenError, InputError, InvalidError, RefusalError

RETRY_SECONDS = 2


class FieldProblem(msgspec.Struct, frozen=True):
    """One thing wrong with what was sent."""

    field: str
    message: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str = ""
    code: str = ""
    """For programs: `appeal_too_late`."""
    hint: str = ""
    """What to do."""
    errors: tuple[FieldProblem, ...] = ()


TITLES = {
    400: "The request cannot be read",
    401: "A key is needed",
    403: "Not allowed",
    404: "Not found",
    405: "This path does not take this method",
    409: "Not in this state",
    413: "Too large",
    415: "Only JSON is understood",
    422: "Something in the request is wrong",
    429: "Too many requests",
    500: "This should not happen",
    503: "Not available at the moment",
}
_ENCODER = msgspec.json.Encoder()


def problem(
    status: int,
    detail: str = "",
    *,
    code: str = "",
    hint: str = "",
    errors: tuple[FieldProblem, ...] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """The answer."""
    body = Problem("about:blank", TITLES[status], status, detail, code, hint, errors)
    return Response(_ENCODER.encode(body), status, headers, "application/problem+json")


def unavailable(detail: str) -> Response:
    """The database is away, or there is more to do than can be done."""
    return problem(503, detail, code="unavailable", hint="try again", headers={"Retry-After": str(RETRY_SECONDS)})


def of_error(error: Exception) -> Response | None:
    """The answer to an error that was foreseen, `None` for any other."""
    match error:
        case InvalidError():
            errors = tuple(FieldProblem(fault.field, fault.message) for fault in error.faults)
            return problem(422, str(error), code=error.code, errors=errors)
        case RefusalError():
            status = {AbsentError: 404, ForbiddenError: 403, ConflictError: 409}.get(type(error), 422)
            return problem(status, error.message, code=error.code, hint=error.hint)
        case InputError():
            return problem(422, str(error), code="invalid")
        case msgspec.ValidationError():
            return problem(422, str(error), code="invalid", errors=(_field(error),))
        case msgspec.DecodeError():
            return problem(400, f"the body is no JSON: {error}", code="not_json")
        case psycopg.DataError():  # text with a zero character, a number that is too great: nothing a schema can say
            return problem(422, "something in the request cannot be kept", code="invalid", errors=(FieldProblem("", str(error)[:200]),))
        case psycopg.OperationalError() | PoolTimeout() | TooManyRequests():
            return unavailable("the database is away")
        case _:
            return None


def _field(error: msgspec.ValidationError) -> FieldProblem:
    """`Expected `str`, got `int` - at `$.subjects[0].url`` → field `subjects.0.url`."""
    message, _, place = str(error).partition(" - at `")
    path = place.rstrip("`").removeprefix("$").removeprefix(".").replace("[", ".").replace("]", "").strip(".")
    return FieldProblem(path, message)
