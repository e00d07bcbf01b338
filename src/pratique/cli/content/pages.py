"""`pratique content pages`: the register of what is covered and a page for every rule, as Markdown."""

import datetime
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from pratique.assembly.register import LEVELS, ClassCoverage, Level, register
from pratique.assembly.screener import Screener
from pratique.base.clock import today
from pratique.cli import options
from pratique.cli.content.loading import fail, load_or_exit
from pratique.cli.options import FAILED, AsOf, Overlays
from pratique.policy.cells import Cell, cells
from pratique.policy.coverage import distinct
from pratique.policy.model import Content, Rule
from pratique.policy.prose import Section, rule_page

EXAMPLES = """\b
Examples:
  pratique content pages --out register
  pratique content pages --out register --as-of 2030-08-01"""

Out = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder to write to; pages there are replaced.")]
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_MARKUP = re.compile(r"[\\*`\[\]|]")
SHAPES: dict[Level, str] = {"automated": "#", "assisted": "+", "manual": "-", "gap": "."}


def pages(out: Out, as_of: AsOf = None, content: Overlays = None) -> None:
    """Write the coverage register (`coverage.md`) and a page for every rule (`rules/<jurisdiction>/<rule>.md`) with an index."""
    day = options.day(as_of) or today()
    loaded = load_or_exit(content)
    try:
        _write(out / "coverage.md", coverage_page(loaded, day))
        _write(out / "index.md", index_page(loaded))
        for rule in loaded.rules.values():
            _write(out / "rules" / f"{rule.id}.md", page_of(rule, loaded, day))
    except OSError as error:
        fail(f"{out}: cannot be written: {error.strerror or error}", FAILED)
    typer.echo(f"{out}: coverage.md, index.md and {len(loaded.rules)} rules", err=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def page_of(rule: Rule, content: Content, day: datetime.date) -> str:
    """A rule as a page: what it finds, its law, the listings it is tried on, and what looks like it and is not met."""
    sections = rule_page(rule, content, day)
    lines = [f"# {_plain(sections[0].heading)}", ""]
    for number, section in enumerate(sections):
        if number:
            lines += [f"## {section.heading}", ""]
        lines += [*_items(section), ""]
    return "\n".join(lines)


def _items(section: Section) -> Iterator[str]:
    for line in section.lines:
        inner = len(line) - len(line.lstrip())
        yield f"{' ' * inner}* {_plain(line.strip())}"


def _plain(line: str) -> str:
    """Words as Markdown that says the same: nothing in them becomes a link, an image, code or HTML."""
    return f"<{line}>" if _ADDRESS.fullmatch(line) else _MARKUP.sub(r"\\\g<0>", line.replace("&", "&amp;").replace("<", "&lt;"))


def index_page(content: Content) -> str:
    """Every rule under its jurisdiction and topic."""
    lines = ["# Rules", "", "See also the [coverage register](coverage.md).", ""]
    by_pack: dict[str, list[Rule]] = {}
    for rule in content.rules.values():
        by_pack.setdefault(rule.jurisdiction, []).append(rule)
    for pack, rules in sorted(by_pack.items()):
        lines += [f"## {content.packs[pack].title['en']} · {content.packs[pack].title['zh']}", ""]
        for rule in sorted(rules, key=lambda rule: (rule.topic, rule.id)):
            en, zh = _plain(rule.title["en"]), _plain(rule.title["zh"])
            lines.append(f"* {rule.topic}: [{en}](rules/{rule.id}.md) · {zh} ({rule.demand}, {rule.verified.by})")
        lines.append("")
    return "\n".join(lines)


def coverage_page(content: Content, day: datetime.date) -> str:
    """Topics by markets, product classes by markets, and the declared gaps with their reasons."""
    markets = sorted(content.markets)
    once = distinct(content)
    checked = ", ".join(f"{count} {by.replace('_', ' ')}" for by, count in sorted(once.items()))
    lines = [
        "# Coverage register",
        "",
        "Written by `pratique content pages`. Law only: rules of the house hold everywhere and would hide every gap.",
        "",
        f"{len(markets)} markets, {sum(once.values())} distinct rules of law ({checked}), {len(content.concepts)} concepts; as of {day}.",
        "",
        "## Topics by markets",
        "",
        "Rules in force; `+` rules to come alone, `gap` a declared gap, `·` nobody has looked.",
        "",
    ]
    lines += _topics(content, cells(content, day), markets)
    lines += ["", "## Product classes by markets", ""]
    lines += [f"* `{SHAPES[level]}` **{level}**: {meaning}" for level, meaning in LEVELS.items()]
    rows = register(content, Screener(content, as_of=day).detector, day, markets)
    lines += ["", "```", *class_lines(rows, markets), "```", "", "## Declared gaps", ""]
    lines += [
        f"* {pack.title['en']}, {content.topics[gap.topic].title['en'].lower()}: {_plain(gap.reason['en'])}"
        for pack in sorted(content.packs.values(), key=lambda pack: pack.id)
        for gap in pack.gaps
    ]
    return "\n".join(lines) + "\n"


def _topics(content: Content, found: dict[str, dict[str, Cell]], markets: Sequence[str]) -> Iterator[str]:
    yield f"| market | {' | '.join(topic.replace('-', ' ') for topic in content.topics)} |"
    yield "|---|" + "--:|" * len(content.topics)
    for code in markets:
        yield f"| {code} | {' | '.join(_cell(found[code][topic]) for topic in content.topics)} |"


def _cell(cell: Cell) -> str:
    return str(len(cell.rules)) if cell.rules else "+" if cell.later else "gap" if cell.gap else "·"


def class_width(rows: Sequence[ClassCoverage]) -> int:
    """How wide the names of the classes are in `class_lines`."""
    return max((len(row.title["en"]) + 2 * row.depth for row in rows), default=0)


def class_lines(rows: Sequence[ClassCoverage], markets: Sequence[str]) -> Iterator[str]:
    """The register as a grid of shapes; market codes stand upright above their columns."""
    width = class_width(rows)
    for line in range(max(map(len, markets), default=0)):
        yield " " * width + "  " + " ".join(code[line : line + 1] or " " for code in markets)
    for row in rows:
        yield ("  " * row.depth + row.title["en"]).ljust(width) + "  " + " ".join(SHAPES[row.levels[code]] for code in markets)
