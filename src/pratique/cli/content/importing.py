"""`pratique content import`: an official list, in the form its publisher gives, as a list of content."""

from pathlib import Path
from typing import Annotated

import typer

from pratique.base.errors import ContentError, InputError
from pratique.cli.content.loading import fail, load, load_or_exit, show_problems
from pratique.cli.options import CONTENT_WRONG, FAILED, USAGE, Overlays, written_day
from pratique.policy.syntax.problems import did_you_mean
from pratique.policy.tree import base_root
from pratique.policy.units.names import LIST_ID

EXAMPLES = """\b
Examples:
  pratique content import cosing COSING_Annex_II.csv --list eu/cosmetics-annex-2 --source eu-1223-2009 --date 2026-05-01 --content my-rules
  pratique content import prop65 p65.csv --list us-ca/prop-65 --source us-ca-prop65 --date 2026-01-02 --only met.txt --content my-rules

\b
Forms: cosing, echa, prop65, cites, ozone, opss, sdn, csl, plain"""


def import_list(
    form: Annotated[str, typer.Argument(metavar="FORM", help="The publisher's form; `plain` for any table with a column `name`.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file as the publisher gives it: CSV or JSON.")],
    name: Annotated[str, typer.Option("--list", metavar="JURISDICTION/NAME", help="The list it becomes, or is laid over.")],
    source: Annotated[str, typer.Option("--source", help="Legal instrument that holds the list.")],
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="State of the file: 2026-05-01.")],
    title: Annotated[str, typer.Option("--title", help="Title in English; that of the instrument where the list is new.")] = "",
    title_zh: Annotated[str, typer.Option("--title-zh", help="Title in Chinese.")] = "",
    only: Annotated[
        Path | None, typer.Option("--only", metavar="FILE", help="Take only the entries of these names or CAS numbers, one a line.")
    ] = None,
    content: Overlays = None,
) -> None:
    """Take an official list into content: new entries are added, known ones get further names, what its author wrote by hand stays.

    Entries that the file no longer has are named and kept. The list is written to the last content folder.
    """
    from pratique.assembly.official import FORMS, entries_of, merged
    from pratique.assembly.official.merge import list_text

    state = written_day(date, "--date")
    if form not in FORMS:
        fail(f"unknown form `{form}`; {did_you_mean(form, FORMS) or 'known are ' + ', '.join(FORMS)}", USAGE)
    loaded = load_or_exit(content)
    jurisdiction, _, short = name.partition("/")
    if not short or jurisdiction not in loaded.packs:
        fail(f"`{name}` does not start with a known jurisdiction: {', '.join(sorted(loaded.packs))}", USAGE)
    if not LIST_ID.pattern.fullmatch(short):
        fail(f"`{short}` names no list; it is {LIST_ID.expects}", USAGE)
    if source not in loaded.sources:
        fail(f"unknown source `{source}`; {did_you_mean(source, loaded.sources) or 'write it under sources/ first'}", USAGE)
    try:
        found, without = entries_of(file, FORMS[form])
        wanted = {line.strip().casefold() for line in only.read_text("utf-8").splitlines()} - {""} if only is not None else None
    except InputError as error:
        fail(str(error), USAGE)
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{only}: cannot be read: {error}", USAGE)
    before = loaded.lists.get(name)
    gone = merged(before, found).gone
    if wanted is not None:
        found = [entry for entry in found if wanted & {entry.name.casefold(), *(term.casefold() for term in entry.terms)}]
    result = merged(before, found)
    if not result.entries:
        fail(f"{file}: no entry is left to write", USAGE)
    titles = before.title if before else loaded.sources[source].title
    titles = {"en": title or titles["en"], "zh": title_zh or titles["zh"]}
    root = content[-1] if content else base_root()
    path = root / "policies" / jurisdiction / "lists" / f"{short}.yaml"
    _write(path, list_text(short, titles, source, state, result.entries), content)
    typer.echo(str(path))
    told = f"{len(result.entries):,} entries: {result.new:,} new, {result.wider:,} with further names"
    typer.echo(f"{told}; {without:,} rows gave none" if without else told, err=True)
    if gone:
        shown = ", ".join(gone[:10]) + (" …" if len(gone) > 10 else "")
        typer.echo(f"not in the file, and kept: {len(gone):,} ({shown})", err=True)


def _write(path: Path, text: str, overlays: list[Path] | None) -> None:
    """Write the list; take it back where the whole no longer loads."""
    before = path.read_bytes() if path.exists() else None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        load(overlays)
    except ContentError as error:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)
        show_problems(error.problems)
        fail("nothing was written", CONTENT_WRONG)
    except OSError as error:
        fail(f"cannot write `{error.filename}`: {error.strerror}", FAILED)
