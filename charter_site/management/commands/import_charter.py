"""Import an organisation from a file into an empty database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from charter_site.exchange.checking import check
from charter_site.exchange.importing import store
from governance.refusals import Refused


class Command(BaseCommand):
    help = "Import an organisation, its charter and all that lives around it from a JSON file, whole or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            store(check(file.read_bytes()), source=file.name)
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read (%(reason)s). Check the name and the rights of the file.")
                % {"file": file, "reason": error.strerror}
            ) from None
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(_("%(file)s was imported.") % {"file": file})
