"""`pratique replay DECISION`: make a kept decision again, from the content and the snapshot it was made with."""

from typing import Annotated

import typer

from pratique.cli.database import opened, operator
from pratique.cli.options import ANSWER_IS_NO, AsJson

EXAMPLES = """\b
Examples:
  pratique replay decision_01m8jzyfthfqyvepfq6kpt4m21
  pratique replay decision_01m8jzyfthfqyvepfq6kpt4m21 --json"""


def replay(
    decisions: Annotated[list[str], typer.Argument(metavar="DECISION...", help="Ids of decisions.")],
    json: AsJson = False,
) -> None:
    """Make decisions again and compare them byte for byte. Exits 4 where one comes out otherwise."""
    import msgspec

    from pratique.assembly.operations import screening

    with opened() as tx:
        done = [screening.replay(tx, decision, operator()) for decision in decisions]
    for one in done:
        if json:
            typer.echo(msgspec.json.encode(one).decode())
            continue
        erased = "; personal data was erased since" if one.is_erased else ""
        typer.echo(f"{one.decision_id}: {'the same, byte for byte' if one.is_same else 'not the same'}{erased}")
        for difference in one.differences:
            typer.echo(f"  {difference}")
    if not all(one.is_same for one in done):
        raise typer.Exit(ANSWER_IS_NO)
