"""Verify that nothing sealed was changed, and say exactly what was."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters.versions.verifying import verify
from governance.refusals import Refused
from governance.seals import parse_anchor


class Command(BaseCommand):
    help = (
        "Compute again the seal of every version, decision, commitment and history of the text. Exit with 0 and the "
        "anchor to keep outside the database; with 1, and a line for each fault, if anything was changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", metavar="COUNT:HASH", help="an anchor that was kept: tells if the end was cut")

    def handle(self, *, anchor: str | None, **options: Any) -> None:
        try:
            report = verify(parse_anchor(anchor) if anchor is not None else None)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        for fault in report.faults:
            self.stdout.write(fault)
        if count := len(report.faults):
            raise CommandError(ngettext("%(count)s fault found.", "%(count)s faults found.", count) % {"count": count})
        self.stdout.write(
            _("Every seal holds. Sealed rows: %(rows)s. Versions: %(versions)s. Anchor: %(anchor)s")
            % {"rows": report.rows, "versions": report.versions, "anchor": report.anchor}
        )
