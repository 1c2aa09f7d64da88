"""Django's PostgreSQL, on a server that the first connection starts."""

from functools import cached_property
from typing import Any

from django.db.backends.postgresql import base

from charter_site.embedded_postgres import Cluster


class DatabaseWrapper(base.DatabaseWrapper):
    """For the commands typed by hand: `serve` starts the server itself and hands over its address."""

    @cached_property
    def _cluster(self) -> Cluster:
        embedded = self.settings_dict["EMBEDDED"]
        return Cluster(embedded["directory"], fast=embedded.get("fast", False))

    def get_connection_params(self) -> dict[str, Any]:
        self._cluster.start()
        return super().get_connection_params() | self._cluster.login(self.settings_dict["EMBEDDED"]["role"])
