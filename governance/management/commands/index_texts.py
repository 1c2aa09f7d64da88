"""Make the index of the search again, from the texts themselves."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from governance.searching.filling import index_texts


class Command(BaseCommand):
    help = "Make the index of the search again. The database keeps it by itself: only after a repair by hand."

    def handle(self, **options: Any) -> None:
        total = sum(index_texts().values())
        self.stdout.write(
            ngettext("%(total)s text can be found.", "%(total)s texts can be found.", total) % {"total": total}
        )
