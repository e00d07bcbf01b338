"""`POST /v1/screen`: the one path that has to be quick. Decided on the event loop, kept by group commit, then answered."""

import time
from collections.abc import Awaitable, Callable

import msgspec
from prometheus_client import Counter, Histogram
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pratique.assembly.operations import screening
from pratique.base.ids import new_id
from pratique.policy.model import VERDICTS
from pratique.service.calling import answering, read_body
from pratique.service.endpoints.screening import ScreenRequest
from pratique.service.group_commit import AwayError
from pratique.service.problem import unavailable
from pratique.service.runtime import Runtime

_requests = Counter("pratique_screen_requests", "Subjects screened", ("verdict",))
_seconds = Histogram(
    "pratique_screen_seconds", "Seconds from body to answer", buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.5, 2)
)
_degraded = Counter("pratique_degraded", "Decisions in which a detector failed")
_DECODER = msgspec.json.Decoder(ScreenRequest)
_counts = {verdict: _requests.labels(verdict) for verdict in VERDICTS}


class HotPath:
    """The handler of one worker. With an `Idempotency-Key` the slower way is taken, which remembers the answer."""

    def __init__(self, runtime: Runtime, slower: Callable[[Request], Awaitable[Response]]) -> None:
        self._runtime, self._slower = runtime, slower

    async def screen(self, request: Request) -> Response:
        if "idempotency-key" in request.headers:
            return await self._slower(request)
        started = time.perf_counter()
        with answering(request) as box:
            box.append(await self._screen(request))
        _seconds.observe(time.perf_counter() - started)
        return box[0]

    async def _screen(self, request: Request) -> Response:
        runtime = self._runtime
        guest = runtime.door.known(request)
        if guest is None:
            actor = await run_in_threadpool(runtime.door.let_in, request, "screen")
        else:
            actor = runtime.door.admit(guest, "screen")
        body = _DECODER.decode(await read_body(request))
        asked = screening.asked_of(body.listing, body.question, runtime.content, actor)
        drafted = screening.draft(runtime.screeners, asked, runtime.pepper)
        at = runtime.clock()
        kept, parts, snapshot = screening.row_of(drafted, new_id("decision", at), at, actor.id, asked.listing.trader_id)
        try:
            await runtime.writer.keep(kept, parts, snapshot, screening.needs_follow_up(kept))
        except AwayError as away:
            return unavailable(str(away))
        _counts[VERDICTS[kept.worst]].inc()
        if kept.is_degraded:
            _degraded.inc()
        return Response(drafted.answer(kept.id, at), 200, None, "application/json")
