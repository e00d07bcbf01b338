"""Outlives the supervisor for one moment: when it is gone, however that came, the parts it started are ended and the database is stopped.

Told over standard input which processes there are; the end of the input is the end of the supervisor.
"""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

from pratique.store import server


def main() -> None:
    """Wait for the end of standard input, then clear up. The argument is the database's folder, empty where the database is not ours."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    children: set[int] = set()
    for line in sys.stdin:
        word, _, number = line.strip().partition(" ")
        if number.isdecimal():
            (children.add if word == "started" else children.discard)(int(number))
    for wait, one in ((5.0, signal.SIGTERM), (0.0, signal.SIGKILL)):
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, one)
        end = time.monotonic() + wait
        while time.monotonic() < end and any(_lives(child) for child in children):
            time.sleep(0.1)
    if sys.argv[1]:
        server.stop(Path(sys.argv[1]))


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    main()
