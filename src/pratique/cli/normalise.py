"""`pratique normalise`: text as the detectors see it, and the word that a disguised one means."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pratique.cli import options
from pratique.cli.options import Overlays

EXAMPLES = """\b
Examples:
  pratique normalise "ｃｈｅａｐ V1@GRA"
  pratique normalise --words words.txt"""


def normalise(
    text: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT]...", help="Text to normalise; without it, lines of standard input.")
    ] = None,
    words: Annotated[
        Path | None,
        typer.Option("--words", metavar="FILE", help="A file of words, one a line (- for standard input): one line of answer for each."),
    ] = None,
    content: Overlays = None,
) -> None:
    """Print the normal form, a tab, and the word meant: the normal form itself where nothing is disguised."""
    if text and words is not None:
        raise typer.BadParameter("give either text or --words", param_hint="--words")
    lines = _lines(words) if words is not None or not text else text
    known = options.loaded(content)

    from pratique.assembly.words import WordResolver
    from pratique.signals.text.normal import normalise as normal_form

    resolver = WordResolver(known)
    for line in lines:
        meant = resolver.resolve(line) if words is not None else " ".join(map(resolver.resolve, line.split()))
        sys.stdout.write(f"{_on_one_line(normal_form(line))}\t{_on_one_line(meant)}\n")


def _lines(words: Path | None) -> list[str]:
    """One a line; line ends are line feeds alone, since a disguised word may hold any other."""
    try:
        written = sys.stdin.buffer.read() if words is None or str(words) == "-" else words.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{words}: {error.strerror or error}", param_hint="--words") from None
    lines = written.decode("utf-8-sig", "replace").split("\n")
    return [line.removesuffix("\r") for line in (lines[:-1] if lines[-1] == "" else lines)]


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
