from django.core.management.base import BaseCommand

from charter_site import catalogue


class Command(BaseCommand):
    help = "Write the compiled French catalogue beside the written one. (Development: needs polib.)"

    def handle(self, **options):
        catalogue.write(po := catalogue.load())
        self.stdout.write(f"{len(po)} sentences compiled into {catalogue.PO_PATH.with_suffix('.mo')}")
