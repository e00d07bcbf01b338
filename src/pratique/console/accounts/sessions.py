"""Sessions in the database that know whose they are, so that everybody sees where they are signed in and can end it."""

import datetime as dt
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from pratique.console.records.models import AccountSession

SEEN_EVERY = dt.timedelta(minutes=5)
"""How exact "last seen" is: one write in so many minutes."""


class SessionStore(DatabaseStore):
    """Django's own, with a few more columns; see "Extending database-backed session engines" in its documentation."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table."""
        return AccountSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row of a session."""
        row: Any = super().create_model_instance(data)
        account = data.get("_auth_user_id")
        row.account = int(account) if account is not None else None
        row.agent, row.address = data.get("agent", ""), data.get("address", "")
        row.started_at, row.seen_at = _moment(data.get("started")), _moment(data.get("seen"))
        return row


def begin(request: HttpRequest) -> None:
    """Put down with what somebody signs in."""
    moment = timezone.now().isoformat()
    request.session["agent"] = request.META.get("HTTP_USER_AGENT", "")[:300]
    request.session["address"] = request.META.get("REMOTE_ADDR", "")
    request.session["started"] = request.session["seen"] = moment


def touch(request: HttpRequest) -> None:
    """Put down that the session is in use."""
    seen = _moment(request.session.get("seen"))
    if seen is None or timezone.now() - seen > SEEN_EVERY:
        request.session["seen"] = timezone.now().isoformat()


def running(account: int) -> list[AccountSession]:
    """Where somebody is signed in, the latest first."""
    return list(AccountSession.objects.filter(account=account, expire_date__gt=timezone.now()).order_by("-seen_at")[:50])


def end(account: int, keys: list[str]) -> int:
    """End some of somebody's own sessions; gives how many."""
    return AccountSession.objects.filter(account=account, session_key__in=keys).delete()[0]


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser(agent: str) -> str:
    """What a person calls a browser: `Firefox · Windows`."""
    named = [next((name for sign, name in signs if sign in agent), "") for signs in (_BROWSERS, _SYSTEMS)]
    return " · ".join(name for name in named if name) or agent[:60]
