"""From a request to an endpoint and back: body and parameters checked, one transaction, one answer."""

import contextlib
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import msgspec
import structlog
from psycopg_pool import ConnectionPool
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from pratique.assembly.screeners import Screeners
from pratique.base.clock import Clock
from pratique.base.errors import AbsentError, ConflictError, Fault, InvalidError
from pratique.service.door import Door, Turned
from pratique.service.faults import faults_of
from pratique.service.observing import ACTOR, PATH
from pratique.service.problem import of_error, problem
from pratique.service.registry import LONGEST_NAME, Call, Endpoint, Nothing
from pratique.store import idempotency
from pratique.store.transaction import transaction

LARGEST = 8 * 1024 * 1024
"""Bytes of a request body."""
_ENCODER = msgspec.json.Encoder()
_log = structlog.get_logger("pratique.service")

Pool = ConnectionPool[Any]
Handler = Callable[[Request], Awaitable[ASGIApp]]


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else "unknown"


async def read_body(request: Request) -> bytes:
    """The whole body, never more than `LARGEST`. Raises Turned."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST:
        raise too_large()
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            raise too_large()
        parts.append(part)
    if size:
        must_be_json(request.headers.get("content-type", ""))
    return b"".join(parts)


def must_be_json(media_type: str) -> None:
    """Raises Turned where a body is called something else."""
    if media_type != "application/json" and media_type.partition(";")[0].strip().lower() not in ("application/json", ""):
        raise Turned(415, "the body is not called JSON", "media_type", "send `Content-Type: application/json`")


def too_large() -> Turned:
    return Turned(413, f"the body is over {LARGEST:,} bytes", "too_large", "send less at a time")


def decoder(shape: Any) -> Callable[[bytes], Any]:
    """Body → `shape`. What it makes raises InvalidError with every mistake, DecodeError where the body is no JSON."""
    decode = msgspec.json.Decoder(shape).decode

    def decoded(raw: bytes) -> Any:
        try:
            try:
                return decode(raw)
            except msgspec.ValidationError as error:
                raise InvalidError(faults_of(raw, shape, error)) from None
        except RecursionError:
            raise msgspec.DecodeError("it is nested too deeply") from None

    return decoded


def handler(one: Endpoint, door: Door, pool: Pool, screeners: Callable[[], Screeners], clock: Clock) -> Handler:
    """What Starlette calls for an endpoint."""
    decode = decoder(one.body)

    def carry_out(request: Request, raw: bytes) -> Response:
        request.scope[PATH] = one.path
        guest = door.let_in(request.headers.get("authorization", ""), address_of(request), one.scope)
        actor = guest.actor
        request.scope[ACTOR] = actor.id
        for name, value in request.path_params.items():
            if "\0" in value or len(value) > LONGEST_NAME:
                raise AbsentError(name, value[:50])
        query = _query(one, request)
        body = Nothing() if one.body is Nothing else decode(raw)
        key = request.headers.get("idempotency-key")
        with pool.connection() as connection, transaction(connection, clock) as tx:
            if key is not None and one.method == "POST":
                kept = idempotency.recall(tx, actor.id, idempotency.checked(key), str(request.url.path), raw)
                if kept is not None and not kept.body and one.answer is not Nothing:
                    raise ConflictError("carried_out", "this was carried out; its answer held a secret, which is not kept", "send another")
                if kept is not None:
                    return _answer(one, kept.status, kept.body, [*guest.headers, (b"idempotent-replay", b"true")])
            answer = one.run(Call(actor, body, query, dict(request.path_params), tx, screeners()))
            payload = b"" if one.answer is Nothing else _payload(answer)
            if key is not None and one.method == "POST":
                is_secret = one.holds_secret is not None and one.holds_secret(answer)
                idempotency.remember(tx, actor.id, key, one.status, b"" if is_secret else payload)
        return _answer(one, one.status, payload, guest.headers)

    async def answer(request: Request) -> ASGIApp:
        with answering(request.url.path) as box:
            raw = await read_body(request)
            box.append(await run_in_threadpool(carry_out, request, raw))
        return box[0]

    return answer


@contextlib.contextmanager
def answering(path: str) -> Iterator[list[ASGIApp]]:
    """Whatever is raised inside becomes the answer in the box."""
    box: list[ASGIApp] = []
    try:
        yield box
    except Turned as turned:
        box.append(turned.response)
    except Exception as error:  # the last resort: an answer, never a traceback to whoever asked
        found = of_error(error)
        if found is None:
            _log.exception("request failed", path=path)
            found = problem(500, "the request was not carried out", code="internal", hint="report it with the time")
        box.append(found)


def _answer(one: Endpoint, status: int, payload: bytes, headers: list[tuple[bytes, bytes]]) -> Response:
    response = Response(payload, status, None, one.media_type)
    response.raw_headers += headers
    return response


def _payload(answer: object) -> bytes:
    if isinstance(answer, bytes):
        return answer
    return answer.encode() if isinstance(answer, str) else _ENCODER.encode(answer)


def _query(one: Endpoint, request: Request) -> Any:
    if one.query is Nothing:
        return Nothing()
    given: dict[str, Any] = {}
    faults: list[Fault] = []
    names = {field.encode_name: field for field in msgspec.structs.fields(one.query)}
    for name in dict.fromkeys(request.query_params):
        values = request.query_params.getlist(name)
        if name not in names:
            faults.append(Fault(name, f"is no parameter here; known: {', '.join(sorted(names))}"))
            continue
        is_list = "tuple" in str(names[name].type) or "list" in str(names[name].type)
        given[name] = [part for value in values for part in value.split(",") if part] if is_list else values[-1]
        if "\0" in str(given[name]):
            faults.append(Fault(name, "holds a zero character"))
        elif len(values) > 1 and not is_list:
            faults.append(Fault(name, "is given more than once"))
    if not faults:
        try:
            found = msgspec.convert(given, one.query, strict=False)
        except msgspec.ValidationError as error:
            faults.append(Fault(str(error).partition("`$.")[2].rstrip("`"), str(error).partition(" - at")[0]))
        else:  # `null` in an address is a word like any other
            faults += [Fault(name, f"`{value}` is not allowed here") for name, value in given.items() if getattr(found, name) is None]
    if faults:
        raise InvalidError(faults)
    return found
