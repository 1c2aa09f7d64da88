"""Send the messages of the outbox, and do what is done once a day."""

import logging
import sys
from types import TracebackType
from typing import Any

from django.core.management.base import BaseCommand

from charter_site.clockwork import Clockwork


class Command(BaseCommand):
    help = "Send what waits in the outbox, and do what is done once a day, until a signal. `serve` starts it."

    def handle(self, **options: Any) -> None:
        sys.excepthook = _log
        Clockwork().run()


def _log(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What ends the worker is told in the journal, which leaves out what people wrote."""
    logging.getLogger("charter_site.clockwork").critical("The worker stops.", exc_info=(kind, error, trace))
