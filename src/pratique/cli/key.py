"""`pratique key …`: keys of the API."""

import datetime as dt
from typing import Annotated

import typer

from pratique.cli.database import opened, operator
from pratique.cli.options import AsJson, written_day

EXAMPLES = """\b
Examples:
  pratique key new "listing service" --scope screen --channel lazada --per-second 2000
  pratique key new console --scope casework:read --scope casework:write --role reviewer --person user_ann --expires 2027-12-31
  pratique key revoke key_01m8jzyfthfqyvepfq6kpt4m21"""

app = typer.Typer(help="Keys of the API: make, list, take away.", no_args_is_help=True)


@app.callback()
def _key() -> None:
    """Keys of the API: make, list, take away."""


@app.command("new", epilog=EXAMPLES)
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which system holds it.")],
    scope: Annotated[list[str], typer.Option("--scope", metavar="SCOPE", help="What it is good for; may be given again.")],
    role: Annotated[list[str] | None, typer.Option("--role", metavar="ROLE", help="As whom it acts. Default: machine.")] = None,
    channel: Annotated[list[str] | None, typer.Option("--channel", metavar="NAME", help="Only this channel. Default: all.")] = None,
    market: Annotated[list[str] | None, typer.Option("--market", "-m", metavar="CODE", help="Only this market. Default: all.")] = None,
    subject: Annotated[str | None, typer.Option("--subject", metavar="ID", help="The trader or rights holder whose key it is.")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="ID", help="Who holds it, user_ann; needed for roles of staff.")] = None,
    per_second: Annotated[int, typer.Option("--per-second", metavar="N", help="Requests a second.")] = 1_000,
    expires: Annotated[str | None, typer.Option("--expires", metavar="DATE", help="Last day on which it is good.")] = None,
    json: AsJson = False,
) -> None:
    """Make a key. Its secret goes to standard output, this once: only its hash is kept."""
    import msgspec

    from pratique.assembly.operations import keys
    from pratique.policy.load import load_content

    last = written_day(expires, "--expires") if expires else None
    form = keys.KeyForm(
        name=name,
        scopes=tuple(scope),
        roles=tuple(role or ("machine",)),
        channels=tuple(channel) if channel else None,
        markets=tuple(market) if market else None,
        subject=subject,
        person=person,
        per_second=per_second,
        expires_at=dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), dt.UTC) if last else None,
    )
    with opened() as tx:
        made = keys.make(tx, operator(), load_content(), form)
    if json:
        typer.echo(msgspec.json.encode(made).decode())
        return
    typer.echo(f"made {made.id}; this is its secret, which is not kept anywhere:", err=True)
    typer.echo(made.secret)


@app.command("list")
def listed(json: AsJson = False) -> None:
    """List all keys, without their secrets."""
    import msgspec

    from pratique.assembly.operations import keys

    with opened() as tx:
        found = keys.listed(tx, operator())
        now = tx.at
    if json:
        typer.echo(msgspec.json.encode(found).decode())
        return
    for key in found:
        state = "revoked" if key.revoked_at else "good" if key.is_good(now) else "expired"
        where = f"channels {', '.join(key.channels)}" if key.channels is not None else "all channels"
        typer.echo(f"{key.id}  {state:8} {key.name}: {', '.join(key.scopes)}; {', '.join(key.roles)}; {where}; {key.per_second}/s")


@app.command("revoke")
def revoke(key: Annotated[str, typer.Argument(metavar="KEY", help="Its id: key_…")]) -> None:
    """Take a key away: it opens nothing after five seconds."""
    from pratique.assembly.operations import keys

    with opened() as tx:
        keys.revoke(tx, operator(), key)
    typer.echo(f"revoked {key}", err=True)
