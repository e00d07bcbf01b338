"""`python -m pratique.assembly.demo`: tell the demo to the empty database of `DATABASE_URL`; ends with 3 where it is not empty."""

import os
import sys

from pratique.assembly.demo.seed import seed


def main() -> int:
    """Line by line what was done, for whoever started it."""
    try:
        return 0 if seed(os.environ["DATABASE_URL"], lambda line: print(line, flush=True)) else 3
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
