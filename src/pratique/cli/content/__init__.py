"""`pratique content …`: write, check, test, compare and read the knowledge."""

from pratique.cli.content.app import app

__all__ = ["app"]
