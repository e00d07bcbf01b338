"""`POST /v1/screen`: the one path that has to be quick. Decided on the event loop, kept by group commit, then answered."""

import time
from collections.abc import Mapping

import structlog
from prometheus_client import Counter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pratique.assembly.operations import screening
from pratique.base.ids import new_id
from pratique.policy.model import VERDICTS
from pratique.service.calling import LARGEST, answering, decoder, must_be_json, too_large
from pratique.service.endpoints.screening import ScreenRequest
from pratique.service.group_commit import AwayError
from pratique.service.observing import REQUEST_ID, SLOW, observed, request_id, requests, seconds
from pratique.service.problem import unavailable
from pratique.service.runtime import Runtime

_screened = Counter("pratique_screened", "Subjects screened one by one", ("verdict",))
_degraded = Counter("pratique_degraded", "Decisions in which a detector failed")
PATH = "/v1/screen"
_decoded = decoder(ScreenRequest)
_counts = [_screened.labels(verdict) for verdict in VERDICTS]
_done = requests.labels(PATH, "POST", 200)
_seconds = seconds.labels(PATH)


class HotPath:
    """Answers `POST /v1/screen` and passes everything else on; with an `Idempotency-Key` the slower way remembers the answer."""

    def __init__(self, runtime: Runtime, others: ASGIApp) -> None:
        self._runtime, self._others = runtime, others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            await self._others(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if b"idempotency-key" in headers:
            await self._others(scope, receive, send)
            return
        started = time.perf_counter()
        name = (REQUEST_ID, request_id(headers))
        with answering(PATH) as box:
            box.append(await self._screen(scope, headers, receive, name))
        taken = time.perf_counter() - started
        answer = box[0]
        if not isinstance(answer, Response) and taken < SLOW:
            _done.inc()
            _seconds.observe(taken)
        else:
            status = answer.status_code if isinstance(answer, Response) else 200
            if isinstance(answer, Response):
                answer.raw_headers.append(name)
            with structlog.contextvars.bound_contextvars(request=name[1].decode()):
                observed(PATH, "POST", status, taken, None)
        await answer(scope, receive, send)

    async def _screen(self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive, name: tuple[bytes, bytes]) -> ASGIApp:
        runtime = self._runtime
        shown = headers.get(b"authorization", b"").decode("latin-1")
        guest = runtime.door.known(shown)
        if guest is None:
            address = scope["client"][0] if scope.get("client") else "unknown"
            guest = await run_in_threadpool(runtime.door.let_in, shown, address, "screen")
        else:
            runtime.door.admit(guest, "screen")
        actor = guest.actor
        must_be_json(headers.get(b"content-type", b"").decode("latin-1"))
        body = _decoded(await _body(receive))
        asked = screening.asked_of(body.listing, body.question, runtime.content, actor)
        if not runtime.screeners.is_ready(asked.question):
            await run_in_threadpool(runtime.screeners.drafter, asked.question)
        if runtime.papers:
            asked = screening.beside(asked, runtime.papers)
        drafted = screening.draft(runtime.screeners, asked, runtime.pepper)
        at = runtime.clock()
        decision = new_id("decision", at)
        try:
            await runtime.writer.keep(screening.ready(drafted, decision, at, actor.id, asked.listing.trader_id))
        except AwayError as away:
            return unavailable(str(away))
        _counts[drafted.matrix.worst].inc()
        if drafted.is_degraded:
            _degraded.inc()
        return _json(drafted.answer(decision, at, body.language), [*guest.headers, name])


async def _body(receive: Receive) -> bytes:
    message = await receive()
    if not message.get("more_body"):
        return bytes(message.get("body", b""))
    parts, size = [message.get("body", b"")], 0
    while message.get("more_body"):
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST:
            raise too_large()
    return b"".join(parts)


def _json(payload: bytes, others: list[tuple[bytes, bytes]]) -> ASGIApp:
    async def answer(_: Scope, __: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(payload)), *others]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": payload})

    return answer
