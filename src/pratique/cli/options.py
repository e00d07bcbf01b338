"""Options that verbs share, and what is asked of their values. Heavy modules are imported where they are used, so that help is quick."""

import codecs
import difflib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
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
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Day of which the law is asked: 2027-01-01. Default: today.")]
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
Notices = Annotated[
    Path | None,
    typer.Option("--notices", metavar="DIR", help="Hold listings against the recalls and alerts in this folder (pratique feeds pull)."),
]
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


def check_files(files: "Sequence[InputFile]", out: Path | None, resume: bool, *, report: Path | None = None) -> None:
    """What can be known to be wrong with the output before hours of work."""
    from pratique.assembly.write import format_of

    if out is not None:
        with usage("--out"):
            format_of(out)
    if report is not None and (report.is_dir() or (out is not None and report.absolute() == out.absolute())):
        raise typer.BadParameter(f"{report}: name another file for the page", param_hint="--report")
    for path, option in ((out, "--out"), (report, "--report")):
        if path is None:
            continue
        if any(file.path is not None and path.exists() and path.samefile(file.path) for file in files):
            raise typer.BadParameter("would overwrite the input", param_hint=option)
        above = next(folder for folder in path.absolute().parents if folder.exists())
        if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
            raise typer.BadParameter(f"{path}: nothing can be written to {above}", param_hint=option)
    if resume and (out is None or not all(file.again for file in files)):
        raise typer.BadParameter("needs --out, and an input that can be read again", param_hint="--resume")


def check_encoding(encoding: str | None) -> None:
    """Whether there is such an encoding."""
    try:
        codecs.lookup(encoding or "utf-8")
    except (LookupError, ValueError):
        known = "utf-8, utf-16, gb18030, big5, shift_jis, cp1252 and others"
        raise typer.BadParameter(f"no encoding `{encoding}`; known are {known}", param_hint="--encoding") from None


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


def require_rows(listings: int, rejected: int) -> None:
    """An input of which no row can be read is no clean catalogue: exit code 1."""
    if rejected and not listings:
        typer.echo("error: not one row could be read as a listing; does --map name the columns that hold listing_id and title?", err=True)
        raise typer.Exit(FAILED)


def market_codes(codes: Sequence[str] | None, content: "Content") -> tuple[str, ...] | None:
    """Codes as the content writes them, whatever their case; `None` where none were given."""
    if not codes:
        return None
    given = [part for code in codes for part in code.split(",") if part.strip()]
    return tuple(dict.fromkeys(_market(part.strip(), content) for part in given))


def _market(written: str, content: "Content") -> str:
    code = written.upper().replace("_", "-")
    if code in content.markets:
        return code
    called = {title.casefold(): market.code for market in content.markets.values() for title in market.title.values()}
    near = difflib.get_close_matches(written.casefold(), called, n=1, cutoff=0.7) if len(written) > 3 else []
    if near:
        raise typer.BadParameter(f"unknown market `{written}`; did you mean `{called[near[0]]}`?", param_hint="--market")
    return named("market", code, content.markets, "--market")


def named(what: str, name: str, known: Iterable[str], parameter: str) -> str:
    """The name if it is known; else a usage error that says what may have been meant."""
    names = sorted(known)
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(names)}" if names else "none is known"
    raise typer.BadParameter(f"unknown {what} `{name}`; {hint}", param_hint=parameter)


def day(as_of: str | None, parameter: str = "--as-of") -> date | None:
    """The day asked for, `None` where none was."""
    return None if as_of is None else written_day(as_of, parameter)


def written_day(text: str, parameter: str) -> date:
    """A day as it has to be written; a usage error where it is none."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written := text.strip()):
            return date.fromisoformat(written)
    except ValueError:
        raise typer.BadParameter(f"there is no day `{text}`", param_hint=parameter) from None
    raise typer.BadParameter(f"`{text}` is no day; write it as 2027-01-01", param_hint=parameter)
