from django.core.management.base import BaseCommand, CommandError

from charter_site import catalogue


class Command(BaseCommand):
    help = "Say what is missing or wrong in the French catalogue. (Development: needs polib.)"

    def handle(self, **options):
        faults = catalogue.faults(catalogue.load(), messages := catalogue.extracted())
        if not catalogue.is_compiled():
            faults.append("The compiled catalogue is not in step. Run: manage.py compile_catalogue")
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} fault(s) in the French catalogue.")
        self.stdout.write(f"The French catalogue is whole: {len(messages)} sentences.")
