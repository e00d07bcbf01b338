"""Run every benchmark, print the table, write it to the documentation."""

import gc
import json
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import budgets, console, duplicates, growth, peers, service
from benchmarks.matching import kept, throughput
from benchmarks.measure import Figure
from pratique.policy.load import load_content
from pratique.policy.model import Content

DOCS = Path(__file__).parents[1] / "docs" / "reference"

ALL: dict[str, Callable[[Content], Iterator[Figure]]] = {
    "one": budgets.one_listing,
    "batch": budgets.whole_catalogue,
    "files": budgets.files,
    "memory": budgets.memory,
    "start": budgets.start,
    "rules": growth.of_rules,
    "length": growth.of_length,
    "peers": lambda _: (figure for rules in (500, 5_000) for figure in peers.of_rules(rules)),
    "terms": peers.of_text,
    "service": service.screening,
    "console": console.first_bytes,
    "matching": throughput.against_notices,
    "splink": throughput.beside_splink,
    "recalls": kept.in_the_service,
    "duplicates": duplicates.of_catalogue,
}


def main(names: list[str]) -> None:
    """All benchmarks, or the named ones; figures of the others are kept from the last run."""
    content = load_content()
    gc.collect()
    gc.freeze()
    figures: list[Figure] = []
    for name in names or ALL:
        for figure in ALL[name](content):
            figures.append(figure)
            print(_line(figure), flush=True)
    if names:
        kept = [Figure(**figure) for figure in json.loads((DOCS / "benchmarks.json").read_text())["figures"]]
        anew = {(figure.section, figure.what, figure.peer.partition(",")[0]): figure for figure in figures}
        figures = [anew.pop((figure.section, figure.what, figure.peer.partition(",")[0]), figure) for figure in kept] + list(anew.values())
    about = {
        "content": content.version,
        "concepts": len(content.concepts),
        "terms": sum(len(concept.terms) for concept in content.concepts.values()),
        "rules": len(content.rules),
        "markets": len(content.markets),
        "python": platform.python_version(),
    }
    (DOCS / "benchmarks.json").write_text(
        json.dumps({"about": about, "figures": [figure._asdict() for figure in figures]}, indent=1, ensure_ascii=False) + "\n"
    )
    (DOCS / "benchmarks.md").write_text(_page(about, figures))
    missed = [figure.what for figure in figures if figure.met is False]
    if missed:
        print(f"over budget: {'; '.join(missed)}", file=sys.stderr)


def _line(figure: Figure) -> str:
    mark = {True: "✓", False: "✗", None: " "}[figure.met]
    beside = figure.budget or (f"{figure.ratio:,.0f} times quicker than {figure.peer}" if figure.ratio else "")
    return f"{mark} {figure.section:22} {figure.what:60} {_shown(figure.value):>10} {figure.unit:20} {beside}"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _page(about: dict[str, object], figures: list[Figure]) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. Processor time on one core unless said; the best of three rounds. A shared machine is noisy: trust ratios, which are",
        "taken in one run, before absolute figures. Peers give the same answers, asserted before they are timed.",
        "",
        "Content: "
        + ", ".join(f"{name} {value:,}" if isinstance(value, int) else f"{name} {value}" for name, value in about.items())
        + ".",
        "",
        "| what | measured | | budget or peer | met |",
        "|---|--:|---|---|---|",
    ]
    section = ""
    for figure in figures:
        if figure.section != section:
            section = figure.section
            lines.append(f"| **{section}** | | | | |")
        beside = figure.budget or (f"{figure.ratio:,.0f} times quicker than {figure.peer}" if figure.ratio else "")
        met = {True: "yes", False: "**no**", None: ""}[figure.met]
        lines.append(f"| {figure.what} | {_shown(figure.value)} | {figure.unit} | {beside} | {met} |")
    note = DOCS / "benchmarks-notes.md"
    return "\n".join(lines) + "\n" + ("\n" + note.read_text() if note.exists() else "")


if __name__ == "__main__":
    main(sys.argv[1:])
