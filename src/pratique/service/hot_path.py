"""`POST /v1/screen`: the one path that has to be quick. Decided on the event loop, kept by group commit, then answered."""

import time
from collections.abc import Mapping

from prometheus_client import Counter, Histogram
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from pratique.assembly.operations import screening
from pratique.base.ids import new_id
from pratique.policy.model import VERDICTS
from pratique.service.calling import LARGEST, answering, decoder, must_be_json, too_large
from pratique.service.endpoints.screening import ScreenRequest
from pratique.service.group_commit import AwayError
from pratique.service.problem import unavailable
from pratique.service.runtime import Runtime

_requests = Counter("pratique_screen_requests", "Subjects screened", ("verdict",))
_seconds = Histogram(
    "pratique_screen_seconds", "Seconds from body to answer", buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.5, 2)
)
_degraded = Counter("pratique_degraded", "Decisions in which a detector failed")
PATH = "/v1/screen"
_decoded = decoder(ScreenRequest)
_counts = [_requests.labels(verdict) for verdict in VERDICTS]


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
        with answering(PATH) as box:
            box.append(await self._screen(scope, headers, receive))
        _seconds.observe(time.perf_counter() - started)
        await box[0](scope, receive, send)

    async def _screen(self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive) -> ASGIApp:
        runtime = self._runtime
        shown = headers.get(b"authorization", b"").decode("latin-1")
        guest = runtime.door.known(shown)
        if guest is None:
            address = scope["client"][0] if scope.get("client") else "unknown"
            actor = await run_in_threadpool(runtime.door.let_in, shown, address, "screen")
        else:
            actor = runtime.door.admit(guest, "screen")
        must_be_json(headers.get(b"content-type", b"").decode("latin-1"))
        body = _decoded(await _body(receive))
        asked = screening.asked_of(body.listing, body.question, runtime.content, actor)
        drafted = screening.draft(runtime.screeners, asked, runtime.pepper)
        at = runtime.clock()
        name = new_id("decision", at)
        try:
            await runtime.writer.keep(screening.ready(drafted, name, at, actor.id, asked.listing.trader_id))
        except AwayError as away:
            return unavailable(str(away))
        _counts[drafted.matrix.worst].inc()
        if drafted.is_degraded:
            _degraded.inc()
        return _json(drafted.answer(name, at, body.language))


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


def _json(payload: bytes) -> ASGIApp:
    async def answer(_: Scope, __: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(payload)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": payload})

    return answer
