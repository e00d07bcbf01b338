"""Services to stand beside ours: one that only answers, and one as it is usually written, that inserts a row and decides nothing."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def _echo(request: Request) -> JSONResponse:
    return JSONResponse({"listing_id": (await request.json())["listing"]["listing_id"]})


starlette = Starlette(routes=[Route("/v1/screen", _echo, methods=["POST"])])


@asynccontextmanager
async def _pool(app: FastAPI) -> AsyncIterator[None]:
    async with AsyncConnectionPool(os.environ["DATABASE_URL"], min_size=8, max_size=8, open=False, kwargs={"autocommit": True}) as pool:
        async with pool.connection() as connection:
            await connection.execute(
                "CREATE TABLE IF NOT EXISTS peer (id bigserial PRIMARY KEY, listing text, at timestamptz DEFAULT now())"
            )
        app.state.pool = pool
        yield


fastapi = FastAPI(lifespan=_pool)


@fastapi.post("/v1/screen")
async def _insert(body: dict[str, Any]) -> dict[str, str]:
    async with fastapi.state.pool.connection() as connection:
        await connection.execute("INSERT INTO peer (listing) VALUES (%s)", (str(body["listing"]),))
    return {"listing_id": body["listing"]["listing_id"]}
