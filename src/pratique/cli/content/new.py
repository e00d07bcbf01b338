"""`pratique content new rule|concept|market`: write a unit and its tests, ready to go on with."""

import re
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from pratique.base.clock import today
from pratique.base.errors import ContentError
from pratique.cli.content.loading import fail, load, load_or_exit, show_problems
from pratique.cli.options import CONTENT_WRONG, FAILED, USAGE, Overlays
from pratique.policy import scaffold
from pratique.policy.tree import base_root

app = typer.Typer(name="new", help="Write a new rule, concept or market, with its tests.", no_args_is_help=True)

RULE_EXAMPLES = """\b
Example:
  pratique content new rule eu/laser-toy --concept toy.laser_toy --demand prohibited --source eu-2009-48 --topic toys"""
CONCEPT_EXAMPLES = """\b
Example:
  pratique content new concept weapon.boomerang_bladed --term en='bladed boomerang' --term zh=刀刃回旋镖"""
MARKET_EXAMPLES = """\b
Example:
  pratique content new market FR --jurisdiction eu --language fr --currency EUR --pack fr"""

Demand = Literal["prohibited", "restricted", "certificate", "registration", "responsible_person", "label", "disclosure", "age_gate"]
Title = Annotated[str, typer.Option("--title", prompt="Title in English", help="Title in English.")]
TitleZh = Annotated[str, typer.Option("--title-zh", prompt="Title in Chinese", help="Title in Chinese.")]


@app.command("rule", epilog=RULE_EXAMPLES)
def rule(
    name: Annotated[str, typer.Argument(metavar="JURISDICTION/RULE", help="Full id of the new rule.")],
    concept: Annotated[list[str], typer.Option("--concept", help="A concept that wakes it; may be given again.")],
    demand: Annotated[Demand, typer.Option("--demand", help="What it demands.")],
    title: Title,
    title_zh: TitleZh,
    violating: Annotated[
        str, typer.Option("--violating", prompt="Title of a listing that violates it", help="A listing that violates it.")
    ],
    near_miss: Annotated[
        str, typer.Option("--near-miss", prompt="Title of a listing that only looks so", help="A listing that only looks so.")
    ],
    source: Annotated[str, typer.Option("--source", help="Legal instrument it rests on; house rules need none.")] = "",
    needs: Annotated[list[str] | None, typer.Option("--needs", help="A document type it needs; may be given again.")] = None,
    topic: Annotated[str, typer.Option("--topic", help="File it goes to; the family of its first concept where not said.")] = "",
    category: Annotated[str, typer.Option("--category", help="Category path of the two listings.")] = "Other",
    content: Overlays = None,
) -> None:
    """A rule as a draft that nobody has verified, with a violating case and a near miss."""
    jurisdiction, _, short = name.partition("/")
    loaded = load_or_exit(content)
    if not short or jurisdiction not in loaded.packs:
        fail(f"`{name}` does not start with a known jurisdiction: {', '.join(sorted(loaded.packs))}", USAGE)
    if topic and not re.fullmatch(r"[a-z0-9_-]+", topic):
        fail(f"`{topic}` is no topic: lower-case letters, digits, `_` and `-`", USAGE)
    if name in loaded.rules:
        fail(f"there is a rule `{name}` already", USAGE)
    is_law = loaded.packs[jurisdiction].kind == "law"
    folder = f"policies/{jurisdiction}/rules/{topic or concept[0].split('.', 1)[0]}"
    text = scaffold.rule_text(short, (title, title_zh), concept, demand, source, needs or (), today(), is_law)
    expect = {"prohibited": "hold" if is_law else "refuse", "restricted": "hold"}.get(demand, "allow_with_conditions")
    tests = scaffold.test_text(short, "violating", violating, category, expect) + scaffold.test_text(
        short, "near_miss", near_miss, category, "allow"
    )
    _write(content, {f"{folder}.yaml": text, f"{folder}.test.yaml": tests})


@app.command("concept", epilog=CONCEPT_EXAMPLES)
def concept(
    name: Annotated[str, typer.Argument(metavar="FAMILY.NAME", help="Id of the new concept.")],
    title: Title,
    title_zh: TitleZh,
    hit: Annotated[str, typer.Option("--hit", prompt="Title of a listing that shows it", help="A listing that shows it.")],
    miss: Annotated[str, typer.Option("--miss", prompt="Title of a listing that only looks so", help="A listing that only looks so.")],
    term: Annotated[
        list[str] | None, typer.Option("--term", metavar="LANGUAGE=WORDS", help="A strong term; without words, none is known.")
    ] = None,
    content: Overlays = None,
) -> None:
    """A concept with its strong terms, one listing that must hit and one that must miss."""
    loaded = load_or_exit(content)
    if name in loaded.concepts:
        fail(f"there is a concept `{name}` already", USAGE)
    terms: dict[str, list[str]] = {}
    for written in term or ():
        language, _, words = written.partition("=")
        terms.setdefault(language.strip(), []).extend([words] if words.strip() else [])
    family = name.partition(".")[0]
    unit = scaffold.concept_text(name, (title, title_zh), terms)
    if family == "class":
        _write(content, {"taxonomy/new.yaml": unit})
    else:
        _write(content, {f"concepts/{family}.yaml": unit, f"concepts/{family}.examples.yaml": scaffold.example_text(name, hit, miss)})


@app.command("market", epilog=MARKET_EXAMPLES)
def market(
    code: Annotated[str, typer.Argument(metavar="CODE", help="ISO 3166 code, upper case.")],
    title: Title,
    title_zh: TitleZh,
    jurisdiction: Annotated[
        list[str] | None, typer.Option("--jurisdiction", help="Pack whose law applies, widest first; may be given again.")
    ] = None,
    language: Annotated[list[str] | None, typer.Option("--language", help="Language of its buyers; may be given again.")] = None,
    currency: Annotated[str, typer.Option("--currency", help="ISO 4217 code.")] = "",
    pack: Annotated[
        str, typer.Option("--pack", metavar="NAME", help="Write a pack of national law too, and put the market under it.")
    ] = "",
    content: Overlays = None,
) -> None:
    """A market, under the law of its jurisdictions, and the pack of its own law where asked for."""
    loaded = load_or_exit(content)
    if code in loaded.markets:
        fail(f"there is a market `{code}` already", USAGE)
    above = [*(jurisdiction or ()), *([pack] if pack else [])]
    if not above:
        fail("a market is under some law: give --jurisdiction or --pack", USAGE)
    files = {f"markets/{code}.yaml": scaffold.market_text(code, (title, title_zh), above, language or (), currency)}
    if pack and pack not in loaded.packs:
        files[f"policies/{pack}/pack.yaml"] = scaffold.pack_text(pack, (title, title_zh), language or ())
    _write(content, files)


def _write(overlays: list[Path] | None, files: dict[str, str]) -> None:
    """Append each text to its file in the last content folder; take everything back where the whole no longer loads."""
    root = overlays[-1] if overlays else base_root()
    before: dict[Path, bytes | None] = {}
    try:
        for name, text in files.items():
            path = root / name
            before[path] = path.read_bytes() if path.exists() else None
            path.parent.mkdir(parents=True, exist_ok=True)
            old = before[path] or b""
            path.write_bytes(old + (b"\n" if old and not old.endswith(b"\n") else b"") + text.encode())
        load(overlays)
    except ContentError as error:
        _restore(before)
        show_problems(error.problems)
        fail("nothing was written", CONTENT_WRONG)
    except OSError as error:
        _restore(before)
        _unwritable(error)
    for path in before:
        typer.echo(str(path))


def _restore(before: dict[Path, bytes | None]) -> None:
    for path, raw in before.items():
        if raw is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(raw)


def _unwritable(error: OSError) -> NoReturn:
    fail(f"cannot write `{error.filename}`: {error.strerror}", FAILED)
