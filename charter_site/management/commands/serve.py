"""Serve the application: database, schema, web server, all stopped by one signal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from charter_site import env
from charter_site.supervisor import Supervisor


class Command(BaseCommand):
    help = "Start everything that the application needs, and serve it. Ctrl-C stops everything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=env.text("HOST", default="127.0.0.1"))
        parser.add_argument("--port", type=int, default=env.integer("PORT", default=8000, least=1, most=65535))

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        Supervisor(host=host, port=port, say=self._say).run()

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
