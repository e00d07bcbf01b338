"""`python -m pratique` is the command line."""

from pratique.cli.main import run

run()
