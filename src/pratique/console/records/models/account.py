"""Who may sign in, as whom they then act, and where they are signed in."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Account(AbstractUser):
    """A person of the house, a trader, a rights holder or an authority. What they may is `pratique.base.actor.Actor`'s."""

    first_name = None  # type: ignore[assignment]  # people have names, not halves of names
    last_name = None  # type: ignore[assignment]  # Django takes a field of its parent away so
    name = models.TextField()
    actor = models.TextField(unique=True)
    """Who they are in the log: `user_lin`, `trader_0042`. Never given to anybody else."""
    roles = ArrayField(models.TextField(), default=list, blank=True)
    channels = ArrayField(models.TextField(), null=True, blank=True)
    """Wall: only these; empty in the form is all of them."""
    markets = ArrayField(models.TextField(), null=True, blank=True)
    subject = models.TextField(null=True, blank=True)
    """For a trader, rights holder or authority: the record that is their own."""
    languages = ArrayField(models.TextField(), default=list, blank=True)
    """Languages they review in; none is any."""
    is_demo = models.BooleanField(default=False)
    blurs = models.TextField(default="", blank=True)
    """How they want pictures: `always` or `never` blurred; empty: those of grave kinds."""
    greys = models.BooleanField(default=False)
    """Whether they want pictures without colour."""

    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "name", "actor"]

    class Meta:
        db_table = "account"

    def get_full_name(self) -> str:
        """What screens call them."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """The same."""
        return self.get_full_name()


class SavedView(models.Model):
    """Filters of a list somebody keeps under a name."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    list = models.TextField()
    """Name of the address of the list."""
    name = models.TextField()
    query = models.TextField()
    is_shared = models.BooleanField(default=False)

    class Meta:
        db_table = "saved_view"
        constraints = [models.UniqueConstraint(fields=["account", "list", "name"], name="saved_view_once")]


class AccountSession(AbstractBaseSession):
    """One browser somebody is signed in with."""

    account = models.BigIntegerField(null=True, db_index=True)
    agent = models.TextField(default="")
    address = models.TextField(default="")
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_session"

    @classmethod
    def get_session_store_class(cls) -> type:
        """Asked for by Django's base class."""
        from pratique.console.accounts.sessions import SessionStore

        return SessionStore

    @property
    def browser(self) -> str:
        """What a person calls it."""
        from pratique.console.accounts.sessions import browser

        return browser(self.agent)
