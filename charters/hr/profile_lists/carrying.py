"""A list between its dry run and its confirmation: it travels in the form, and nothing of it stays on the server.

What the file said is compressed and signed, for one member and for a few hours. A file cannot be given back to a
browser, and a list that nobody confirmed leaves nothing to clean up.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from charters.hr.profile_lists.lists import ListRead, ListRow
from governance.people.models import Member
from governance.refusals import Refused

SALT = "charters.hr.profile_lists"
MAX_AGE = 4 * 60 * 60
# What a form may weigh, less its other fields.
_ROOM_FOR_THE_REST = 100_000


def carried(read: ListRead, *, by: Member) -> str:
    """The list as one field of a form. Raises Refused when it would be more than a form may carry."""
    said: dict[str, Any] = {
        "for": str(by.pseudonym),
        "name": read.name,
        "rows": [[row.line, row.words] for row in read.rows],
        "not_taken": read.not_taken,
        "hidden": read.hidden,
    }
    field = signing.dumps(said, salt=SALT, compress=True)
    if len(field) > largest():
        raise Refused(
            _("This list holds too many words for one import. Split it into several files, then import each.")
        )
    return field


def largest() -> int:
    return (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 2_621_440) - _ROOM_FOR_THE_REST


def brought_back(field: str, *, by: Member) -> ListRead:
    """The list that was carried. Raises Refused when it is not whole, not theirs, or too old."""
    try:
        said = signing.loads(field[: largest()], salt=SALT, max_age=MAX_AGE)
    except signing.SignatureExpired:
        raise Refused(_("This page is too old to import from. Nothing was recorded: choose the file again.")) from None
    except signing.BadSignature:
        raise Refused(_unknown()) from None
    if said["for"] != str(by.pseudonym):
        raise Refused(_unknown())
    return ListRead(
        name=said["name"],
        rows=[ListRow(line, words) for line, words in said["rows"]],
        problems=[],
        not_taken=said["not_taken"],
        hidden=said["hidden"],
    )


def _unknown() -> str:
    return _(
        "The list did not come back whole, or someone else prepared it. Nothing was recorded: choose the file again."
    )
