"""Give the application's database role its rights, and no others."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from charter_site.grants import apply_grants


class Command(BaseCommand):
    help = "Give the application's database role its rights, and no others. To be run after each migrate."

    def handle(self, **options: Any) -> None:
        count = apply_grants(connection, role=settings.APPLICATION_ROLE)
        if options["verbosity"]:
            self.stdout.write(f"Rights of {settings.APPLICATION_ROLE} set on {count} table(s).")
