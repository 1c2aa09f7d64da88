"""Export the organisation to a file that another installation can import."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from charter_site.exchange.exporting import tell, written
from charter_site.exchange.left_out import left_out
from governance.refusals import Refused
from governance.seals import anchor


class Command(BaseCommand):
    help = (
        "Export the organisation, its charter and all that lives around it as JSON (format 1.1), to FILE.json or to "
        "the standard output. The file holds the accounts' names and addresses, drafts that only their authors read, "
        "how many people took part in each project, small groups too: keep it where only you can read it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE.json")
        parser.add_argument("--force", action="store_true", help="replace FILE.json")

    def handle(self, *, file: Path | None, force: bool, **options: Any) -> None:
        try:
            data = written(tell())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        kept = _("Anchor of what is sealed at this moment, to be kept elsewhere: %(anchor)s") % {"anchor": anchor()}
        if file is None:
            self.stdout.write(data.decode(), ending="")
            self.stderr.write(kept)
            return
        write(file, data, force=force)
        self.stdout.write(_("The organisation was exported to %(file)s.") % {"file": file})
        self.stdout.write(kept)
        if kinds := left_out():
            self.stdout.write(_("The format has no place yet for these, which stay in the database alone:"))
            for kind, number in kinds.items():
                self.stdout.write(f"  {kind}: {number}")


def write(file: Path, data: bytes, *, force: bool) -> None:
    """Write for the owner of the file alone, and replace nothing that was not meant to be."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if force else os.O_EXCL)
    try:
        with os.fdopen(os.open(file, flags, 0o600), "wb") as target:
            target.write(data)
    except FileExistsError:
        raise CommandError(_("%(file)s exists. Add --force to replace it.") % {"file": file}) from None
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be written (%(reason)s). Check the name and the rights of the folder.")
            % {"file": file, "reason": error.strerror}
        ) from None
