"""`pratique brands`: the register of brands, extracts of trade mark registers, and how a catalogue uses brands."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pratique.cli import options
from pratique.cli.options import USAGE, AsJson, ColumnMaps, Encoding, Input, Out, Overlays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pratique.facts import Listing

IMPORT_EXAMPLES = """\b
Examples:
  pratique brands import tmview.csv --to my-rules
  pratique brands import case-files.xml --office US --to my-rules --new

\b
Forms: CSV of TMview, EUIPO, the CNIPA or Madrid Monitor; XML of the USPTO, ST.66 and ST.96; JSON of the USPTO"""
CHECK_EXAMPLES = """\b
Examples:
  pratique brands check catalogue.parquet --out brands.jsonl
  pratique brands check shop.csv --json | head"""

app = typer.Typer(help="Brands: the register, extracts of trade mark offices, and how a catalogue uses brands.", no_args_is_help=True)


@app.callback()
def _brands() -> None:
    """Brands: the register, extracts of trade mark offices, and how a catalogue uses brands."""


@app.command("list")
def show(
    name: Annotated[list[str] | None, typer.Argument(metavar="[BRAND]...", help="Ids or names; all where none is given.")] = None,
    content: Overlays = None,
    json: AsJson = False,
) -> None:
    """Name the brands of the register: owner, registrations, gate, traders with a letter."""
    import msgspec

    from pratique.facts.coverage import same

    known = options.loaded(content).brands
    wanted = {same(one) for one in name or ()}
    rows = [one for one in known.values() if not wanted or wanted & {same(way) for way in (one.id, *one.written())}]
    if wanted and not rows:
        typer.echo(f"error: the register has no brand {', '.join(f'`{one}`' for one in name or ())}", err=True)
        raise typer.Exit(USAGE)
    for one in sorted(rows, key=lambda row: row.id):
        if json:
            typer.echo(msgspec.json.encode(msgspec.structs.replace(one, place=None)).decode())
            continue
        classes = " ".join(map(str, one.nice_classes)) or "-"
        parts = [f"{len(one.marks)} registration(s)", f"{len(one.authorised)} letter(s)", *(["gate"] if one.gate else [])]
        typer.echo(f"{one.id:24} {one.name:26} {one.concept:22} Nice {classes:10} {', '.join(parts)}  {one.owner}")


@app.command("import", epilog=IMPORT_EXAMPLES)
def take(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Extract as the office gives it: .csv, .xml or .json.", exists=True, dir_okay=False)
    ],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Content folder to write brands/<name of the file>.yaml to.")],
    office: Annotated[
        str | None, typer.Option("--office", metavar="CODE", help="Whose register it is, where the file does not say: US, EU, CN, WO.")
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Take brands that the register has not, too.")] = False,
    content: Overlays = None,
    json: AsJson = False,
) -> None:
    """Take registrations into the register: to the brand whose name they are, and with --new as brands of their own.

    New brands are met in fields for brands alone, until somebody who knows that their name is no ordinary word takes `ordinary` away.
    """
    import msgspec

    from pratique.assembly.marks.entry import Entry
    from pratique.assembly.marks.register import as_yaml, lay_over, read
    from pratique.base.clock import today

    if office is not None and not (len(office) == 2 and office.isascii() and office.isalpha()):
        raise typer.BadParameter(f"`{office}` is no office; two letters: US, EU, CN, WO", param_hint="--office")
    known = options.loaded([*(content or []), *([to] if to.is_dir() else [])])
    rejects: list[str] = []
    entries: list[Entry] = []
    with options.usage("FILE"):
        for found in read(file, office.upper() if office else None, today()):
            rejects.append(found) if isinstance(found, str) else entries.append(found)
    laid = lay_over(known.brands, entries, take_new=new)
    target = to / "brands" / f"{file.stem}.yaml"
    if laid.brands:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(as_yaml(laid.brands[name] for name in sorted(laid.brands)), "utf-8")
    for name in sorted(laid.brands):
        place = known.brands[name].place if name in known.brands else None
        if place is not None and Path(place.file).is_relative_to(to) and Path(place.file) != target:
            typer.echo(f"`{name}` stands in {place.file} as well: take it out there, {target} holds the whole of it", err=True)
    counted = {"registrations": len(entries), "of_known_brands": laid.known, "of_new_brands": laid.new, "left_out": laid.left,
               "brands_written": len(laid.brands), "unreadable": len(rejects), "file": str(target) if laid.brands else None}  # fmt: skip
    if json:
        typer.echo(msgspec.json.encode({**counted, "reasons": rejects[:20]}).decode())
        return
    for reason in rejects[:20]:
        typer.echo(f"not read: {reason}", err=True)
    typer.echo(
        f"{len(entries)} registrations: {laid.known} of brands of the register, {laid.new} of new ones, {laid.left} left out"
        + ("" if new or not laid.left else " (--new takes them)")
        + f"; {len(rejects)} not read"
    )
    typer.echo(f"wrote {len(laid.brands)} brands to {target}" if laid.brands else "nothing to write")


@app.command("check", epilog=CHECK_EXAMPLES)
def check(
    source: Input,
    out: Out = None,
    content: Overlays = None,
    column_map: ColumnMaps = None,
    encoding: Encoding = None,
    json: AsJson = False,
) -> None:
    """Look through a catalogue for imitations, altered names, prices far below others of the brand, and gated brands without a letter.

    Findings go to --out as JSON Lines, else to the terminal; the summary to standard error.
    """
    from collections import Counter

    import msgspec

    from pratique.assembly.brand_check import check_brands
    from pratique.assembly.read import read_listings
    from pratique.assembly.screener import Screener

    files = options.input_files(source)
    columns = options.column_map(column_map)
    options.check_encoding(encoding)
    options.check_files(files, out, resume=False)
    if out is not None and out.suffix.lower() != ".jsonl":
        raise typer.BadParameter(f"{out}: findings are written as .jsonl", param_hint="--out")
    known = options.loaded(content)
    screener = Screener(known)
    read: Counter[str] = Counter()

    def listings() -> "Iterator[Listing]":
        for chunk in read_listings(files, columns=columns, encoding=encoding):
            read["listings"] += len(chunk.listings)
            read["rejected"] += len(chunk.rejects)
            yield from chunk.listings

    kinds: Counter[str] = Counter()
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
    sink = out.open("w", encoding="utf-8") if out is not None else None
    try:
        for found in check_brands(screener, listings()):
            kinds[found.kind] += 1
            line = msgspec.json.encode(found).decode()
            if sink is not None:
                sink.write(line + "\n")
            else:
                typer.echo(line if json else f"{found.listing_id:16} {found.brand:20} {found.kind:30} {found.text:24} {found.detail}")
    finally:
        if sink is not None:
            sink.close()
    options.require_rows(read["listings"], read["rejected"])
    if read["rejected"]:
        typer.echo(f"warning: {read['rejected']:,} rows are no listings and were left out; `pratique screen` names them", err=True)
    told = ", ".join(f"{number:,} {kind}" for kind, number in kinds.most_common())
    typer.echo(f"{sum(kinds.values()):,} findings in {read['listings']:,} listings{': ' if told else ''}{told}", err=True)
