"""Log-in by a company's own directory (OpenID Connect): who they are and what they may comes from its claims, at every log-in anew."""

from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from pratique.base.actor import ROLES
from pratique.console.records.models import Account

_HOUSE = frozenset(ROLES) - {"machine", "notifier", "trader", "rights_holder", "authority"}
"""Roles a directory may give: people from outside are not in it."""


class Directory(OIDCAuthenticationBackend):  # type: ignore[misc]  # the package has no types
    """Accounts are known by issuer and subject, never by an e-mail address that somebody may have set themselves."""

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        """Only whoever has a role here comes in."""
        return bool(claims.get("sub")) and bool(roles_of(claims))

    def filter_users_by_claims(self, claims: dict[str, Any]) -> Any:
        """The account of a person, if there is one."""
        return Account.objects.filter(username=name_of(claims))

    def create_user(self, claims: dict[str, Any]) -> Account:
        """An account at the first log-in."""
        name = name_of(claims)
        account = Account(username=name, actor=f"user_{name}")
        account.set_unusable_password()
        return self.update_user(account, claims)

    def update_user(self, user: Account, claims: dict[str, Any]) -> Account:
        """What the directory says now counts."""
        if not user.is_active:
            raise SuspiciousOperation("the account is closed")
        user.name = str(claims.get("name") or claims.get("preferred_username") or user.username)[:200]
        user.email = str(claims.get("email") or "")[:254]
        user.roles = roles_of(claims)
        user.channels = _walls(claims, "pratique_channels")
        user.markets = _walls(claims, "pratique_markets")
        user.is_staff = user.is_superuser = "administrator" in user.roles
        user.save()
        return user


def roles_of(claims: dict[str, Any]) -> list[str]:
    """Roles of a person; what is none of ours is left out."""
    given = claims.get(settings.OIDC_ROLES_CLAIM) or []
    return sorted(set([given] if isinstance(given, str) else given) & _HOUSE)


def name_of(claims: dict[str, Any]) -> str:
    """The name of the account: the subject of the directory, which never goes to another person."""
    return f"oidc-{str(claims['sub'])[:140]}"


def _walls(claims: dict[str, Any], name: str) -> list[str] | None:
    given = claims.get(name)
    return sorted(map(str, given)) if isinstance(given, list) and given else None
