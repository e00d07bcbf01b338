"""Coverage-guided fuzzing of the content loader: `python tests/fuzz/fuzz_loader.py -max_total_time=60`.

Runs only by hand or by `make fuzz`; needs the dependency group `fuzz`.
"""

import os
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports():
    from pratique.base.errors import ContentError
    from pratique.policy.assemble import Assembly
    from pratique.policy.tree import read_layers

FILES = (
    "content.yaml",
    "taxonomy/a.yaml",
    "concepts/toy.yaml",
    "concepts/toy.examples.yaml",
    "policies/xx/pack.yaml",
    "policies/xx/sources/a.yaml",
    "policies/xx/parameters/a.yaml",
    "policies/xx/lists/a.yaml",
    "policies/xx/rules/a.yaml",
    "policies/xx/rules/a.test.yaml",
    "markets/XX.yaml",
    "channels/a.yaml",
    "documents/a.yaml",
    "strategies/default.yaml",
    "content.lock",
)


def load_one(raw: bytes) -> None:
    """The first byte chooses the file, the rest is what stands in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILES[raw[0] % len(FILES) if raw else 0]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw[1:])
        assembly = Assembly(read_layers((), Path(folder)))
        assembly.content()
        if assembly.problems.found:
            str(ContentError(assembly.problems.found))


if __name__ == "__main__":
    os.environ.setdefault("PRATIQUE_CACHE", tempfile.mkdtemp())
    atheris.Setup(sys.argv, load_one)
    atheris.Fuzz()
