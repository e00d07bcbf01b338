"""The same application as the tests of the service."""

from tests.service.conftest import client, compiled

__all__ = ["client", "compiled"]
