"""What the first reader would wait for is made ready when the console starts: connections, the content that decides."""

import contextlib
import os
import threading

from pratique.console.frame.connection import AWAY, working


def warm() -> None:
    """Begin, beside whatever is asked meanwhile; where the database is away the first reader waits after all."""
    if os.environ.get("DATABASE_URL"):
        threading.Thread(target=_warm, name="warming", daemon=True).start()


def _warm() -> None:
    with contextlib.suppress(*AWAY), working():
        pass
