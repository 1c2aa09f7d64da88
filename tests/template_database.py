"""Migrations run once for a given set of them: every worker, and every later run, starts from a copy.

The template's name says which migrations made it. It is made under another name and renamed when it is whole.
"""

import fcntl
import hashlib
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection
from django.db.backends.utils import CursorWrapper

PREFIX = "template_charter_"


def use_template() -> None:
    """Have the test databases made from the template; make it if this is the first run with these migrations."""
    name = PREFIX + fingerprint()
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "test-template.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if name not in templates():
            make(name)
    connection.settings_dict["TEST"]["TEMPLATE"] = name


def fingerprint() -> str:
    """Return what tells one set of migrations from another, those of our dependencies included."""
    files = [file for app in apps.get_app_configs() for file in Path(app.path).glob("migrations/*.py")]
    files.append(settings.BASE_DIR / "requirements.lock")
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def templates() -> set[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return {name for (name,) in cursor.fetchall()}


def make(name: str) -> None:
    """Run the migrations in a draft, then give it its name; former templates go."""
    kept = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = draft = f"draft_{name}"
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
    finally:
        connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"] = kept
        settings.DATABASES["default"]["NAME"] = kept[0]
    former = templates()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
        for other in former:
            drop(cursor, other)


def drop(cursor: CursorWrapper, name: str) -> None:
    """Remove a database, unless another run is copying it."""
    with suppress(ProgrammingError):
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
