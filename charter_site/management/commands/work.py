"""Send the messages of the outbox, and do what is done once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from charter_site.clockwork import Clockwork


class Command(BaseCommand):
    help = "Send what waits in the outbox, and do what is done once a day, until a signal. `serve` starts it."

    def handle(self, **options: Any) -> None:
        Clockwork().run()
