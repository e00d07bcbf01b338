"""`pratique webhook …`: who is told what."""

from typing import Annotated

import typer

from pratique.cli.database import opened, operator
from pratique.cli.options import AsJson

EXAMPLES = """\b
Examples:
  pratique webhook new https://hooks.example.com/pratique --topic action.imposed --topic "case.*"
  pratique webhook test webhook_01m8jzyfthfqyvepfq6kpt4m21
  pratique webhook redrive webhook_01m8jzyfthfqyvepfq6kpt4m21"""

app = typer.Typer(help="Webhooks: who is told what, and what became of each message.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="WEBHOOK", help="Its id: webhook_…")]


@app.callback()
def _webhook() -> None:
    """Webhooks: who is told what, and what became of each message."""


@app.command("new", epilog=EXAMPLES)
def new(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where messages go: https://…")],
    topic: Annotated[list[str] | None, typer.Option("--topic", metavar="TOPIC", help="Only these: case.*. Default: everything.")] = None,
    channel: Annotated[list[str] | None, typer.Option("--channel", metavar="NAME", help="Only this channel. Default: all.")] = None,
    json: AsJson = False,
) -> None:
    """Have an address told. The secret of the signatures goes to standard output, this once."""
    from pratique.assembly.operations import subscriptions
    from pratique.policy.load import load_content

    with opened() as tx:
        made = subscriptions.make(tx, operator(), load_content(), url, tuple(topic or ()), tuple(channel) if channel else None)
    _show(made, json)


@app.command("list")
def listed(json: AsJson = False) -> None:
    """List all webhooks and how their messages fare."""
    import msgspec

    from pratique.assembly.operations import subscriptions

    with opened() as tx:
        found = subscriptions.every(tx, operator())
    if json:
        typer.echo(msgspec.json.encode(found).decode())
        return
    for one in found:
        end, counts = one.endpoint, one.deliveries
        fares = ", ".join(f"{counts.get(state, 0)} {state}" for state in ("waiting", "delivered", "dead"))
        failing = f"; nothing got through since {end.failing_since:%Y-%m-%d %H:%M} UTC" if end.failing_since else ""
        typer.echo(f"{end.id}  {end.status:8} {end.url}: {', '.join(end.topics) or 'everything'}; {fares}{failing}")
    if not found:
        typer.echo("there is none; make one: pratique webhook new URL", err=True)


@app.command("test")
def test(webhook: Name) -> None:
    """Send it `webhook.test`; `list` shows whether it arrived."""
    from pratique.assembly.operations import subscriptions

    with opened() as tx:
        message = subscriptions.test(tx, operator(), webhook)
    typer.echo(message)


@app.command("redrive")
def redrive(webhook: Name) -> None:
    """Send again what was given up."""
    from pratique.assembly.operations import subscriptions

    with opened() as tx:
        number = subscriptions.redrive(tx, operator(), webhook)
    typer.echo(f"{number} messages are tried again")


@app.command("rotate")
def rotate(webhook: Name, json: AsJson = False) -> None:
    """Change the secret. For a day messages carry the signature of the old one as well."""
    from pratique.assembly.operations import subscriptions

    with opened() as tx:
        made = subscriptions.rotate(tx, operator(), webhook)
    _show(made, json)


@app.command("switch")
def switch(
    webhook: Name,
    on: Annotated[bool, typer.Option("--on/--off", help="On or off.")],
    reason: Annotated[str, typer.Option("--reason", help="Goes on record.")] = "",
) -> None:
    """Switch one on or off; what waits for one that is off goes out when it is on again."""
    from pratique.assembly.operations import subscriptions

    with opened() as tx:
        done = subscriptions.switch(tx, operator(), webhook, "active" if on else "disabled", reason)
    typer.echo(f"{webhook} is {done.endpoint.status}", err=True)


def _show(made: object, json: bool) -> None:
    import msgspec

    told = msgspec.to_builtins(made)
    if json:
        typer.echo(msgspec.json.encode(told).decode())
        return
    typer.echo(f"{told['id']}; its messages are signed with this secret, which is not shown again:", err=True)
    typer.echo(told["secret"])
