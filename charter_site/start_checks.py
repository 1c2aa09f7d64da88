"""What stops a start: a database that would let a promise be broken."""

from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from charter_site.embedded_postgres import EmbeddedPostgresError
from charter_site.embedded_postgres.cluster import refuse_lossy
from charter_site.grants import excess_rights

OLDEST_POSTGRES = 15


def answering(connection: BaseDatabaseWrapper) -> None:
    """Refuse a database that cannot be reached; the reason comes from PostgreSQL, without the password."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(
            _("The database does not answer: check its address in DATABASE_URL and OWNER_DATABASE_URL. (%(reason)s)")
            % {"reason": str(error).strip().splitlines()[0]}
        ) from None


def check_database() -> None:
    """Refuse, with what to do, a database where the application could rewrite or lose what is kept."""
    answering(connection)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) < OLDEST_POSTGRES * 10_000:
            raise CommandError(_("PostgreSQL is too old: version 15 or later is needed."))
        try:
            refuse_lossy(cursor)
        except EmbeddedPostgresError as error:
            raise CommandError(str(error)) from None
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
    if tables := excess_rights(connection):
        raise CommandError(
            _(
                "The database role “%(role)s” could rewrite what is sealed (%(tables)s). DATABASE_URL must name "
                "another role than the owner's, without rights of its own: CREATE ROLE charter_app LOGIN PASSWORD '…'; "
                "then start again, and OWNER_DATABASE_URL gives it what it needs."
            )
            % {"role": role, "tables": ", ".join(tables[:3]) + (", …" if tables[3:] else "")}
        )


def check_migrations() -> None:
    """Refuse to serve a database that the code is ahead of, when nobody here may migrate it."""
    answering(connection)
    try:
        call_command("migrate", "--check", verbosity=0)
    except SystemExit:
        raise CommandError(
            _("The database is not up to date, and only its owner may change it: set OWNER_DATABASE_URL.")
        ) from None
