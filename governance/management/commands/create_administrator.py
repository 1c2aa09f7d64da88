"""The way into an empty database: an administrator, who then invites everyone else."""

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.people import accounts
from governance.people.models import Member
from governance.refusals import Refused


class Command(BaseCommand):
    help = "Open an administrator's account and print the link by which they choose their password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="how this person is called on the screens")
        parser.add_argument("--site", default="", help="where the application is reached, https://host")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from the standard input, print no link"
        )

    @transaction.atomic
    def handle(self, *, email: str, name: str, site: str, password_stdin: bool, **options: Any) -> None:
        try:
            validate_email(email)
            member = accounts.install_administrator(email, name=name)
            if password_stdin:
                accounts.set_password(member, sys.stdin.readline().rstrip("\r\n"))
        except (Refused, ValidationError) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from None
        self.stdout.write(_("%(name)s is an administrator.") % {"name": member.name})
        self.stdout.write(self.what_next(member, site or default_site()))

    def what_next(self, member: Member, site: str) -> str:
        """The link, or that there is no need of one."""
        if link := accounts.invitation(member):
            address = site.rstrip("/") + reverse("invitation", args=link)
            return _("Within a week, open this address once to choose the password:") + f"\n{address}"
        address = site.rstrip("/") + reverse("account_login")
        return _("This account has a password: sign in at %(address)s") % {"address": address}


def default_site() -> str:
    """Where people most likely reach the application."""
    if settings.DEMO:
        return "http://127.0.0.1:8000"
    return f"https://{settings.ALLOWED_HOSTS[0].lstrip('.')}"
