"""Back the whole database up to a folder."""

from pathlib import Path
from typing import Any

import django.db
import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from charter_site import env
from charter_site.backups.backing_up import back_up
from charter_site.backups.folder import SUMS, hash_of
from charter_site.supervisor import interruptible
from governance.refusals import Refused


class Command(BaseCommand):
    help = (
        "Back the whole database up to DIR, a new folder, in one snapshot and with the hash of every row; the "
        "application may go on serving. Sessions and the cache are left out, and so are the two keys."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR")

    def handle(self, *, directory: Path, **options: Any) -> None:
        try:
            with interruptible():
                made = back_up(directory)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        except KeyboardInterrupt:
            raise CommandError(_("Interrupted: nothing of the backup was kept.")) from None
        except (psycopg.Error, django.db.Error) as error:
            raise CommandError(
                _("The backup was not made, and nothing of it was kept. PostgreSQL says: %(words)s")
                % {"words": str(error).strip().splitlines()[0]}
            ) from None
        found = made.contents
        self.stdout.write(
            _("Backed up to %(directory)s: %(tables)s tables, %(rows)s rows, %(size)s bytes, in %(seconds)s s.")
            % {
                "directory": directory,
                "tables": len(found.tables),
                "rows": found.rows,
                "size": made.size,
                "seconds": made.seconds,
            }
        )
        self.stdout.write(_("To keep elsewhere, on paper for instance, so that nobody can change the backup unseen:"))
        self.stdout.write(f"  {SUMS} {hash_of(directory / SUMS)}")
        if found.anchor:
            self.stdout.write(_("  ledger of seals %(anchor)s") % {"anchor": found.anchor})
        self.stdout.write(
            _(
                "The two keys, SECRET_KEY and CONTRIBUTION_KEY, are not in it, on purpose: keep them apart. Without "
                "the second, nobody finds their own anonymous words again."
            )
        )
        if settings.DEMO and not env.text("CONTRIBUTION_KEY"):
            self.stdout.write(
                _("The demonstration keeps them in %(folder)s.") % {"folder": settings.VAR_DIR / "secrets"}
            )
