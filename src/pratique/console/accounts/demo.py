"""An account for every role of the demo. They stand on the log-in page, and only in a demo."""

from collections.abc import Sequence

import msgspec
from django.utils.translation import get_language

from pratique.assembly.demo.people import ACCOUNTS, DemoAccount, storied_trader
from pratique.base.actor import OUTSIDE
from pratique.console.frame.connection import looking
from pratique.console.records.models import Account

PASSWORD = "a-living-demo"  # noqa: S105 - of the demo, shown on its log-in page


def make() -> int:
    """Make those that are missing; gives how many."""
    made = 0
    for one in ACCOUNTS:
        if Account.objects.filter(username=one.username).exists():
            continue
        subject = (_storied() or one.actor.subject) if "trader" in one.actor.roles else one.actor.subject
        account = Account(
            username=one.username,
            name=_name(one, "en", subject),
            email=f"{one.username}@pratique.example",
            actor=one.actor.id,
            roles=sorted(one.actor.roles),
            channels=sorted(one.actor.channels) if one.actor.channels is not None else None,
            markets=sorted(one.actor.markets) if one.actor.markets is not None else None,
            subject=subject,
            languages=sorted(one.actor.languages),
            is_demo=True,
            is_staff="administrator" in one.actor.roles,
            is_superuser="administrator" in one.actor.roles,
        )
        account.set_password(PASSWORD)
        account.save()
        made += 1
    return made


def _storied() -> str | None:
    with looking() as tx:
        return storied_trader(tx.connection)


class Shown(msgspec.Struct, frozen=True):
    """Somebody one can be."""

    username: str
    name: str
    does: str
    roles: tuple[str, ...]
    channels: tuple[str, ...]
    is_outside: bool


def shown(accounts: Sequence[Account]) -> list[Shown]:
    """Those that are there, in the order of the story."""
    there = {account.username: account.subject for account in accounts}
    language = "zh" if (get_language() or "en").startswith("zh") else "en"
    return [_shown(one, language, there[one.username]) for one in ACCOUNTS if one.username in there]


def _name(one: DemoAccount, language: str, subject: str | None) -> str:
    """Their name; of a trader with the number of whom they turned out to be."""
    number = (subject or "").removeprefix("trader_") if "trader" in one.actor.roles else ""
    return f"{one.name[language]} {number}".strip()


def _shown(one: DemoAccount, language: str, subject: str | None) -> Shown:
    outside = not one.actor.roles.isdisjoint(OUTSIDE)
    channels = tuple(sorted(one.actor.channels or ()))
    return Shown(one.username, _name(one, language, subject), one.does[language], tuple(sorted(one.actor.roles)), channels, outside)
