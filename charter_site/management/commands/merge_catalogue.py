from pathlib import Path

import polib
from django.core.management.base import BaseCommand, CommandError

from charter_site import catalogue


class Command(BaseCommand):
    help = (
        "Take translations from other .po files into the French catalogue, and compile it. (Development: needs polib.)"
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path)
        parser.add_argument("--prune", action="store_true", help="take out what is said nowhere any more")

    def handle(self, *, files, prune, **options):
        po = catalogue.load()
        for path in files:
            try:
                fragment = polib.pofile(str(path), encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(f"{path} cannot be read as a catalogue: {error}") from None
            for line in catalogue.merge(po, fragment):
                self.stdout.write(f"{path.name}: {line}")
        if prune:
            for line in catalogue.prune(po, catalogue.extracted()):
                self.stdout.write(f"Taken out: {line}")
        catalogue.write(po)
        self.stdout.write(f"{len(po)} sentences in {catalogue.PO_PATH}")
