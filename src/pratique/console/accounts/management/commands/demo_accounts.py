"""`python -m pratique.console demo_accounts`: an account for every role, for `pratique up --demo`."""

from django.core.management.base import BaseCommand

from pratique.console.accounts import demo


class Command(BaseCommand):
    """Make what is missing."""

    help = "Make the accounts of the demo."

    def handle(self, *_args: object, **_options: object) -> None:
        """Say how many were made."""
        self.stdout.write(str(demo.make()))
