"""Figures for Prometheus: of this worker, or of all workers together where `PROMETHEUS_MULTIPROC_DIR` names a folder they share."""

import os

from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector


def registry() -> CollectorRegistry:
    """What is to be shown."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together
