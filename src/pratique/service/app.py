"""The ASGI application of the service, and how a worker starts it."""

import contextlib
from collections.abc import AsyncIterator, Mapping

import msgspec
import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from pratique.assembly.screeners import Screeners
from pratique.base.clock import Clock, now
from pratique.base.logging import configure
from pratique.service import endpoints  # noqa: F401 - fills the registry
from pratique.service.calling import Handler, handler
from pratique.service.hot_path import HotPath
from pratique.service.metrics import registry
from pratique.service.observing import Observing
from pratique.service.openapi import document
from pratique.service.problem import TITLES, problem, unavailable
from pratique.service.registry import ENDPOINTS
from pratique.service.runtime import Runtime, Settings


def application(settings: Settings | None = None, clock: Clock = now, compiled: Screeners | None = None) -> ASGIApp:
    """The application; `settings` from the environment where they are not given. `compiled` spares compiling the content again."""
    runtime = Runtime(settings or Settings.of_environment(), clock, compiled)
    described = _json(document(ENDPOINTS))

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        configure()
        runtime.start()
        app.state.runtime = runtime
        yield
        await runtime.stop()

    async def openapi(_: Request) -> Response:
        return Response(described, media_type="application/json")

    async def alive(_: Request) -> Response:
        """The process answers; nothing is said of the database."""
        return Response(_json({"status": "ok"}), media_type="application/json")

    def ready(_: Request) -> Response:
        """Whether requests can be answered: the database is there. In a thread, since it may have to wait."""
        try:
            with runtime.pool.connection(timeout=1) as connection:
                connection.execute("SELECT 1")
        except Exception:
            return unavailable("the database is away")
        return Response(_json({"status": "ok", "content_version": runtime.content.version}), media_type="application/json")

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(registry()), headers={"Content-Type": CONTENT_TYPE_LATEST})

    routes: list[BaseRoute] = [
        Route("/openapi.json", openapi, methods=["GET"]),
        Route("/livez", alive, methods=["GET"]),
        Route("/healthz", ready, methods=["GET"]),
        Route("/metrics", metrics, methods=["GET"]),
    ]
    by_path: dict[str, dict[str, Handler]] = {}
    for one in ENDPOINTS:
        by_path.setdefault(one.path, {})[one.method] = handler(one, runtime.door, runtime.pool, lambda: runtime.screeners, clock)
    routes += [Route(path, _by_method(methods), methods=list(methods)) for path, methods in by_path.items()]
    others = Starlette(routes=_merged(routes), lifespan=lifespan, exception_handlers={HTTPException: _refused, Exception: _broken})
    return HotPath(runtime, Observing(others))


def _by_method(methods: Mapping[str, Handler]) -> Handler:
    """One route a path, so that whoever uses a method that it does not take is told all that it does."""

    async def answer(request: Request) -> ASGIApp:
        return await methods["GET" if request.method == "HEAD" else request.method](request)

    return answer


def _merged(routes: list[BaseRoute]) -> list[BaseRoute]:
    """Literal paths before those with parameters, so that `/v1/cases/next` is not taken for a case called next."""
    return sorted(routes, key=lambda route: ("{" in route.path, route.path) if isinstance(route, Route) else (False, ""))


async def _refused(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else None
    return problem(status if status in TITLES else 400, code="http", headers=headers)


async def _broken(_: Request, error: Exception) -> Response:
    structlog.get_logger("pratique.service").error("request failed", error=repr(error))
    return problem(500, "the request was not carried out", code="internal")


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)
