"""Import the minutes of a workshop."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.workshops import keeping
from feedback.workshops.minutes import read_minutes
from feedback.workshops.minutes_files import text_of
from governance.refusals import Refused


class Command(BaseCommand):
    help = "Import the minutes of a workshop (.txt, .md, .eml, .docx, .odt): question, summary, statements by kind."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what is read, keep nothing")

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            minutes = read_minutes(text_of(file.read_bytes(), file.name))
            workshop = None if dry_run else keeping.keep(minutes, by=None, source_name=file.name)
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read (%(reason)s). Check the name and the rights of the file.")
                % {"file": file, "reason": error.strerror}
            ) from None
        except Refused as refused:
            raise CommandError(f"{file}: {refused}") from None
        said = {"code": workshop.code if workshop else _("nothing kept"), "title": minutes.title}
        self.stdout.write(_("%(code)s: %(title)s") % said)
        for label, number in minutes.counts_by_kind():
            self.stdout.write(f"  {label}: {number}")
        if unplaced := len(minutes.unplaced):
            words = ngettext("%(number)s line has no place", "%(number)s lines have no place", unplaced)
            self.stdout.write(words % {"number": unplaced})
