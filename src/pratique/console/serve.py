"""`python -m pratique.console.serve`: serve the console on `PRATIQUE_HOST`:`PRATIQUE_CONSOLE_PORT`."""

import os

from granian.constants import Interfaces
from granian.server import Server


def main() -> None:
    """Serve until told to stop."""
    Server(
        "pratique.console.project.wsgi:application",
        address=os.environ.get("PRATIQUE_HOST", "127.0.0.1"),
        port=int(os.environ.get("PRATIQUE_CONSOLE_PORT", "8001")),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


if __name__ == "__main__":
    main()
