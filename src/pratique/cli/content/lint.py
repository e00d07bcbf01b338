"""`pratique content lint`: everything that is wrong with the content, or soon will be."""

from pratique.cli.content.loading import AsJson, Overlays, load_or_exit


def lint(content: Overlays = None, as_json: AsJson = False) -> None:
    """Check the content: what cannot be read, and what reads well but is wrong."""
    load_or_exit(content, as_json)
