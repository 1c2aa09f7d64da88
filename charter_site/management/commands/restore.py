"""Put a backup back into the database."""

import time
from pathlib import Path
from typing import Any

import django.db
import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from charter_site.backups.restoring import restore
from charter_site.supervisor import interruptible
from governance.refusals import Refused


class Command(BaseCommand):
    help = (
        "Check the backup in DIR, put it into the database, and compare every row; whole or not at all. Refused in a "
        "database that holds anything, or that somebody is using."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR")
        parser.add_argument("--replace", action="store_true", help="lose what the database holds")

    def handle(self, *, directory: Path, replace: bool, **options: Any) -> None:
        began = time.monotonic()
        try:
            with interruptible():
                made = restore(directory, replace=replace, say=self.stdout.write)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        except KeyboardInterrupt:
            raise CommandError(
                _("Interrupted. Unless the rows were said to be those of the backup, nothing was changed.")
            ) from None
        except (psycopg.Error, django.db.Error) as error:
            raise CommandError(
                _("Not restored, and nothing was changed. PostgreSQL says: %(words)s")
                % {"words": str(error).strip().splitlines()[0]}
            ) from None
        self.stdout.write(
            _("Restored: %(tables)s tables, %(rows)s rows, the same hashes, in %(seconds)s s. Everyone signs in again.")
            % {
                "tables": len(made.contents.tables),
                "rows": made.contents.rows,
                "seconds": round(time.monotonic() - began, 2),
            }
        )
        self.stdout.write(
            _("Give the application the SECRET_KEY and the CONTRIBUTION_KEY that went with this backup, then start it.")
        )
