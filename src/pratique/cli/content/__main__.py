"""`python -m pratique.cli.content lint`, where the command itself is not on the path."""

from pratique.cli.content import app

app(prog_name="pratique content")
