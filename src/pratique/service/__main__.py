"""`python -m pratique.service`: serve the API on `PRATIQUE_HOST`:`PRATIQUE_PORT` with `PRATIQUE_WORKERS` processes."""

import os

from granian.constants import HTTPModes, Interfaces, Loops, RuntimeModes
from granian.server import Server

from pratique.service.preload import compile_once
from pratique.service.runtime import Settings


def main() -> None:
    """Serve until told to stop."""
    compile_once(Settings.of_environment().database_url)
    Server(
        "pratique.service.app:application",
        factory=True,
        address=os.environ.get("PRATIQUE_HOST", "127.0.0.1"),
        port=int(os.environ.get("PRATIQUE_PORT", "8000")),
        interface=Interfaces.ASGI,
        workers=int(os.environ.get("PRATIQUE_WORKERS", "2")),
        respawn_failed_workers=True,
        workers_kill_timeout=15,
        http=HTTPModes.http1,
        runtime_mode=RuntimeModes.st,
        loop=Loops.uvloop,
        log_access=False,
        backpressure=2048,
        backlog=2048,
    ).serve()


if __name__ == "__main__":
    main()
