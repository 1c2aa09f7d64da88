"""Put a backup back: checked before, compared after, and all of it in one transaction, so that nothing is in between.

Whatever fails before the commit, a signal or the death of the machine included, leaves the database as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from charter_site.backups import archive, programs
from charter_site.backups.contents import contents
from charter_site.backups.folder import DUMP, Manifest, read_verified
from charter_site.backups.occupancy import empty, refuse_occupied
from charter_site.backups.serving import alone
from charter_site.grants import apply_grants, excess_rights
from governance.mail.tending import doubt
from governance.refusals import Refused

# A browser that kept a page from before must not be told that it still has it: the number leaps to one that no page
# had, whatever was written since the backup, and whatever numbers the transactions of another server have.
LEAP = """
    UPDATE governance_pulse SET writer = txid_current(),
        beat = GREATEST(beat + 1, (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint)
"""
PULSE = "governance_pulse"
OUTBOX = "governance_outgoingmail"
VERIFY = "verify_versions"


def restore(directory: Path, *, replace: bool, say: Callable[[str], Any]) -> Manifest:
    """Put a backup into the database, as its owner; raise Refused, with the database as it was, if it does not fit.

    ``replace`` says that what the database holds may be lost. What comes after the commit (migrations that the backup
    has not seen, the verification of versions) raises Refused too, and its sentence says that the backup is in.
    """
    manifest = read_verified(directory)
    say(_("The files are those that were backed up on %(day)s.") % {"day": _day(manifest)})
    with alone():
        connection.ensure_connection()
        refuse_unfit(manifest)
        try:
            with transaction.atomic(durable=True):
                refuse_occupied(replace=replace)
                _fill(directory / DUMP, manifest)
        finally:
            connection.close()  # and with it all that the dump said to this session
        say(_("Every row is the one that was backed up (%(rows)s rows).") % {"rows": manifest.contents.rows})
        if migrations_known() - set(manifest.contents.migrations):
            _bring_up_to_date()
        _look_at_what_is_sealed()
    return manifest


def migrations_known() -> set[str]:
    """Every migration of this release, those of its dependencies included."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _day(manifest: Manifest) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(manifest.made_at)), "DATETIME_FORMAT")


def refuse_unfit(manifest: Manifest) -> None:
    """Refuse what this server, or this release, could not understand."""
    raw: Any = connection.connection
    if raw.info.server_version // 10_000 < manifest.postgresql:
        raise Refused(
            _(
                "This backup comes from PostgreSQL %(theirs)s, and this server is PostgreSQL %(ours)s: it may not "
                "understand it. Nothing was touched. Restore to PostgreSQL %(theirs)s or later."
            )
            % {"theirs": manifest.postgresql, "ours": raw.info.server_version // 10_000}
        )
    if unknown := sorted(set(manifest.contents.migrations) - migrations_known()):
        raise Refused(
            _(
                "This backup was made by a later release (%(release)s), which changed the database in ways that this "
                "one does not know (%(names)s). Nothing was touched. Install that release, then restore."
            )
            % {"release": manifest.release, "names": ", ".join(unknown[:3])}
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [settings.APPLICATION_ROLE])
        if not cursor.fetchone()[0]:
            raise Refused(
                _(
                    "The role of the application, “%(role)s”, is not on this server. Nothing was touched. Create it, "
                    "CREATE ROLE %(role)s LOGIN PASSWORD '…', then restore again."
                )
                % {"role": settings.APPLICATION_ROLE}
            )


def _fill(dump: Path, manifest: Manifest) -> None:
    """Replace all, compare all, and give the application its rights: in the transaction that is open."""
    raw: Any = connection.connection
    empty()
    archive.load(programs.find("pg_restore", major=manifest.pg_dump), dump, raw)
    with connection.cursor() as cursor:
        cursor.execute("RESET ALL")
    if differences := manifest.contents.differences(contents(connection)):
        raise Refused(
            _("What was restored is not what was backed up, and the database was left as it was. %(differences)s")
            % {"differences": "; ".join(differences[:10])}
        )
    apply_grants(connection, role=settings.APPLICATION_ROLE)
    if PULSE in manifest.contents.tables:
        with connection.cursor() as cursor:
            cursor.execute(LEAP)
    if OUTBOX in manifest.contents.tables:
        doubt()


def _bring_up_to_date() -> None:
    """Run what the backup has not seen: a migration may need the commit, and has its own transaction."""
    try:
        call_command("prepare_database", verbosity=0)
    except DatabaseError as error:
        raise Refused(
            _(
                "The backup is restored as it was made, but it could not be brought up to date (%(reason)s). Do not "
                "serve it: run manage.py prepare_database once the reason is gone."
            )
            % {"reason": str(error).strip().splitlines()[0]}
        ) from None


def _look_at_what_is_sealed() -> None:
    if tables := excess_rights(connection, role=settings.APPLICATION_ROLE):
        raise Refused(
            _("The backup is restored, but “%(role)s” could rewrite what is sealed (%(tables)s): do not serve it.")
            % {"role": settings.APPLICATION_ROLE, "tables": ", ".join(tables[:3])}
        )
    if VERIFY in get_commands():
        try:
            call_command(VERIFY)
        except CommandError:
            raise Refused(
                _(
                    "The backup is restored as it was made, but what it holds does not verify: the rows at fault "
                    "are named above. Look for an older backup."
                )
            ) from None
