"""Every request has an id, is counted and timed; what is not screening is logged, and of screening what failed or was slow."""

import os
import re
import time

import structlog
from prometheus_client import Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_ID = b"x-request-id"
SLOW = 1.0
"""Seconds from which a screening is worth a line."""
PATH, ACTOR = "pratique.path", "pratique.actor"
"""What an endpoint puts down in the scope: its own path, as the document has it, and who asked."""
_OURS = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_log = structlog.get_logger("pratique.service")

requests = Counter("pratique_requests", "Requests answered", ("path", "method", "status"))
seconds = Histogram(
    "pratique_request_seconds",
    "Seconds from a request to its answer",
    ("path",),
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.5, 2),
)
content_since = Gauge(
    "pratique_content_since_seconds", "Since when a content decides, as Unix time", ("version",), multiprocess_mode="mostrecent"
)


def request_id(headers: dict[bytes, bytes]) -> bytes:
    """The id whoever asks gave it, else a new one."""
    given = headers.get(REQUEST_ID, b"")
    return given if _OURS.fullmatch(given) else os.urandom(8).hex().encode()


class Observing:
    """Wraps an application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        name, status = request_id(dict(scope["headers"])), 500

        async def answered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (REQUEST_ID, name)]
            await send(message)

        with structlog.contextvars.bound_contextvars(request=name.decode()):
            try:
                await self._app(scope, receive, answered)
            finally:
                observed(scope.get(PATH, "other"), scope["method"], status, time.perf_counter() - started, scope.get(ACTOR))


def observed(path: str, method: str, status: int, taken: float, actor: str | None) -> None:
    """Count, time and log what was answered."""
    requests.labels(path, method if method in _METHODS else "other", status).inc()
    seconds.labels(path).observe(taken)
    if path != "other" or status >= 400:
        level = _log.error if status >= 500 else _log.info
        level("request", path=path, method=method, status=status, seconds=round(taken, 4), actor=actor)
