"""Which PostgreSQL, and as which role: the one place that says it.

Two roles. The owner changes the schema and applies the grants; the application reads and writes, and cannot
rewrite what is sealed. ``manage.py`` chooses the owner for the commands that need it, by DATABASE_ROLE.
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from charter_site import env

# What a request may cost at most. Migrations take the time they need, but do not wait behind a long lock.
# Triggers ask which of them to ignore: unset, each would fail inside a subtransaction, whose end looks again at all
# that waits for the commit, and a transaction would cost the square of the rows that it writes.
IGNORE_NOTHING = "-c pgtrigger.ignore={}"
APPLICATION_LIMITS = (
    "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s " + IGNORE_NOTHING
)
OWNER_LIMITS = f"-c lock_timeout=30s {IGNORE_NOTHING}"


def application_role() -> str:
    """Return the name of the role that receives the grants."""
    return unquote(urlsplit(env.database_url("DATABASE_URL")).username or "charter_app")


def default(var_dir: Path) -> dict[str, Any]:
    """Return the one entry of DATABASES.

    EMBEDDED_DATABASE_URL is how the supervisor hands its embedded server to the processes it starts: with the
    password of the one role that they need.
    """
    as_owner = env.text("DATABASE_ROLE") == "owner"
    name = "OWNER_DATABASE_URL" if as_owner else "DATABASE_URL"
    if url := env.database_url(name) or env.database_url("EMBEDDED_DATABASE_URL"):
        settings: dict[str, Any] = {"OPTIONS": {}, **dj_database_url.parse(url)}
    elif env.database_url("DATABASE_URL"):
        raise ImproperlyConfigured("This command acts as the database's owner: set OWNER_DATABASE_URL as well.")
    else:
        # Started by the first connection, stopped after the last user.
        settings = {
            "ENGINE": "charter_site.embedded_postgres",
            "NAME": "charter",
            "OPTIONS": {},
            "EMBEDDED": {"directory": var_dir / "postgres", "role": "owner" if as_owner else "app"},
        }
    options = settings["OPTIONS"]
    limits = OWNER_LIMITS if as_owner else APPLICATION_LIMITS
    options["options"] = " ".join(filter(None, [options.get("options"), limits]))
    settings["CONN_HEALTH_CHECKS"] = True
    if size := env.integer("DATABASE_POOL", default=0, most=100):
        options["pool"] = {"min_size": 1, "max_size": size, "timeout": 10, "name": "charter"}
    return settings
