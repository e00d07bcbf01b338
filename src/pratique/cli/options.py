"""Options that verbs share, and what is asked of their values. Heavy modules are imported where they are used, so that help is quick."""

import difflib
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pratique.assembly.read import InputFile
    from pratique.policy.model import Content

FAILED, USAGE, CONTENT_WRONG, ANSWER_IS_NO = 1, 2, 3, 4
"""Exit codes other than 0."""

Input = Annotated[
    str,
    typer.Argument(metavar="INPUT", help="CSV, JSON Lines, JSON or Parquet file (also .gz), a folder of them, or - for standard input."),
]
Markets = Annotated[
    list[str] | None,
    typer.Option("--market", "-m", metavar="CODE", help="Market to decide for; may be given again. Default: the listing's own, else all."),
]
ChannelName = Annotated[str | None, typer.Option("--channel", metavar="NAME", help="Channel whose house rules apply as well.")]
AsOf = Annotated[
    datetime | None, typer.Option("--as-of", metavar="DATE", formats=["%Y-%m-%d"], help="Day of which the law is asked. Default: today.")
]
Stage = Annotated[
    str,
    typer.Option(
        "--stage", metavar="STAGE", help="Station of the product's way: onboard, publish, live, promote, transact, fulfil or after_sale."
    ),
]
StrategyName = Annotated[str, typer.Option("--strategy", metavar="NAME", help="Thresholds and fallbacks to decide by.")]
Overlays = Annotated[
    list[Path] | None, typer.Option("--content", metavar="DIR", help="Lay this content folder over the packaged one; may be given again.")
]
ColumnMaps = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="OURS=THEIRS",
        help="Read our column from another of the file: title=product_name. listing_id=#row numbers the rows.",
    ),
]
Encoding = Annotated[str | None, typer.Option("--encoding", metavar="NAME", help="Encoding of a text file. Default: found out.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write rows to this .jsonl or .parquet file.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where an interrupted run with the same --out stopped.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@contextmanager
def usage(parameter: str) -> Iterator[None]:
    """What is wrong with a value inside is the caller's to mend: exit code 2."""
    from pratique.base.errors import InputError

    try:
        yield
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint=parameter) from None


def input_files(source: str) -> "list[InputFile]":
    """The files of an input."""
    from pratique.assembly import read

    if source == "-" and sys.stdin.isatty():
        raise typer.BadParameter("nothing is piped in; name a file", param_hint="INPUT")
    with usage("INPUT"):
        return read.input_files(source)


def check_files(files: "Sequence[InputFile]", out: Path | None, resume: bool) -> None:
    """What can be known to be wrong with the output before hours of work."""
    from pratique.assembly.write import format_of

    if out is not None:
        with usage("--out"):
            format_of(out)
        if any(file.path is not None and out.exists() and out.samefile(file.path) for file in files):
            raise typer.BadParameter("would overwrite the input", param_hint="--out")
    if resume and (out is None or any(file.path is None for file in files)):
        raise typer.BadParameter("needs --out, and an input that can be read again", param_hint="--resume")


def column_map(pairs: Sequence[str] | None) -> dict[str, str]:
    """`ours=theirs`, each of ours once."""
    from pratique.assembly.read import ColumnMap

    found: dict[str, str] = {}
    for pair in pairs or ():
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise typer.BadParameter(f"`{pair}` is not OURS=THEIRS, as in title=product_name", param_hint="--map")
        found[ours.strip()] = theirs.strip()
    with usage("--map"):
        ColumnMap(found)
    return found


def loaded(overlays: Sequence[Path] | None) -> "Content":
    """The effective content."""
    from pratique.policy.load import load_content

    with usage("--content"):
        return load_content(tuple(overlays or ()))


def market_codes(codes: Sequence[str] | None, content: "Content") -> tuple[str, ...] | None:
    """Codes as the content writes them, whatever their case; `None` where none were given."""
    if not codes:
        return None
    given = [part for code in codes for part in code.replace(" ", ",").split(",") if part]
    return tuple(dict.fromkeys(named("market", code.upper(), content.markets, "--market") for code in given))


def named(what: str, name: str, known: Iterable[str], parameter: str) -> str:
    """The name if it is known; else a usage error that says what may have been meant."""
    names = sorted(known)
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(names)}" if names else "none is known"
    raise typer.BadParameter(f"unknown {what} `{name}`; {hint}", param_hint=parameter)


def day(as_of: datetime | None) -> date:
    """The day asked for, else today."""
    from pratique.base.clock import today

    return as_of.date() if as_of is not None else today()
