"""Every test keeps parsed content in a folder of its own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of the test."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("PRATIQUE_CACHE", str(folder))
    return folder
