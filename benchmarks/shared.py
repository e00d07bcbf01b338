"""Where the data lies that is kept outside the repository: `PRATIQUE_SHARED`, else `../shared`."""

import os
from pathlib import Path

DATA = Path(os.environ.get("PRATIQUE_SHARED", Path(__file__).parents[2] / "shared")) / "data"
