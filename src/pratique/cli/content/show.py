"""`pratique content show RULE`: a rule as prose."""

from typing import Annotated, Literal

import msgspec
import typer

from pratique.base.clock import today
from pratique.cli.content.loading import fail, load_or_exit, print_json
from pratique.cli.options import USAGE, AsJson, AsOf, Overlays, day
from pratique.policy.model import Content
from pratique.policy.prose import Section, rule_page
from pratique.policy.syntax.problems import did_you_mean

EXAMPLES = """\b
Examples:
  pratique content show us/infant-walker-certificate
  pratique content show infant-walker-certificate --language zh
  pratique content show eu/gpsr-warnings --as-of 2027-01-01 --json"""

RuleName = Annotated[str, typer.Argument(metavar="RULE", help="Id of the rule; the jurisdiction may be left out where only one has it.")]
Language = Annotated[Literal["en", "zh"], typer.Option("--language", help="Language of titles and fixes.")]


def show(rule: RuleName, as_of: AsOf = None, language: Language = "en", content: Overlays = None, as_json: AsJson = False) -> None:
    """A rule as prose: what, where, when, by which law, what puts it right, and the words that show it."""
    asked = day(as_of) or today()
    loaded = load_or_exit(content, as_json)
    name = _find(rule, loaded)
    found = loaded.rules[name]
    sections = rule_page(found, loaded, asked, language)
    if as_json:
        row = msgspec.to_builtins(found, str_keys=True)
        print_json({"rule": row, "page": [{"heading": section.heading, "lines": section.lines} for section in sections]})
        return
    for number, section in enumerate(sections):
        _print(section, is_title=number == 0)


def _find(name: str, content: Content) -> str:
    found = [rule for rule in content.rules if name in (rule, rule.split("/", 1)[1])]
    if len(found) > 1:
        fail(f"several jurisdictions have a rule `{name}`: {', '.join(found)}", USAGE)
    if not found:
        hint = did_you_mean(name, [*content.rules, *(rule.split("/", 1)[1] for rule in content.rules)])
        fail(f"unknown rule `{name}`{f'; {hint}' if hint else ''}", USAGE)
    return found[0]


def _print(section: Section, is_title: bool) -> None:
    typer.secho(section.heading, bold=True, fg=None if is_title else "cyan")
    for line in section.lines:
        typer.echo(f"  {line}")
    typer.echo("")
