"""Load the demonstration organisation and its accounts into an empty database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from charter_site import demo, demonstration
from governance.refusals import Refused


class Command(BaseCommand):
    help = "Load the demonstration organisation and its accounts; refused in a database that holds anyone else."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        try:
            loaded = demonstration.load()
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if not verbosity:
            return
        if not loaded:
            self.stdout.write(_("The demonstration is already loaded: nothing was changed."))
            return
        self.stdout.write(_("Demonstration loaded. Accounts, password %(password)s:") % {"password": demo.PASSWORD})
        for account in demo.ACCOUNTS:
            self.stdout.write(f"  {account.email:<38} {account.can}")
