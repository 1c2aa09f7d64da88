#!/usr/bin/env python3
"""The commands of the application: `manage.py help` lists them."""

import os
import sys

# These change the schema or its grants, or copy all of it: they connect as the database's owner.
OWNER_COMMANDS = {
    "prepare_database", "migrate", "makemigrations", "showmigrations", "createcachetable", "apply_grants", "backup",
    "restore",
}  # fmt: skip


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "charter_site.settings")
    if OWNER_COMMANDS & set(sys.argv[1:2]):
        os.environ["DATABASE_ROLE"] = "owner"

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Not started. {error}")


if __name__ == "__main__":
    main()
