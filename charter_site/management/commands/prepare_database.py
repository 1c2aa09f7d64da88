"""Bring the database up to date with the code, as its owner."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from charter_site.start_checks import answering


class Command(BaseCommand):
    help = "Migrate, create the cache table, and apply the grants: what `serve` does first, as the owner."

    def handle(self, **options: Any) -> None:
        answering(connection)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("apply_grants", verbosity=0)
