"""The seal of a version: its canonical form, its content hash, the chain of validations, the digest of the history.

Anyone may re-implement this page in another language and check a version. Every hash is SHA-256, written as 64
lower-case hexadecimal digits. Times are in UTC, written ``2026-12-31T23:59:59.000000Z``, always with six decimals.
Identifiers (UUID) are written in lower case with hyphens.

**Canonical form of a value.** One value has one form, and two different values never have the same: each begins with
the letter of its type, and carries its length before its content.

    text      ``t``, the number of bytes of its UTF-8 in decimal, ``:``, these bytes
    integer   ``i``, the number in decimal (``-`` first when negative), ``;``
    true      ``b1;``          false   ``b0;``          nothing   ``n;``
    list      ``l``, the number of items in decimal, ``:``, the form of each item in order
    map       ``m``, the number of keys in decimal, ``:``, then for each key, in the order of the bytes of its UTF-8:
              the form of the key (a text) and the form of what it holds

There is no other type, and no fraction. Texts are in Unicode NFC: a version is put in NFC when it is submitted, and is
taken as it is stored ever after. ``["M3", 12, null]`` is ``l3:t2:M3i12;n;``.

**Content hash**: that of the form of the map ``content_map`` builds. Its keys: ``format`` (the text
``cooperation-charter-version/2``), ``submission``, ``based_on`` (the content hash of the version in force when this one
was submitted, or nothing), ``title``, ``language``, ``preamble``, ``scope``, ``message``, ``competence_scale`` (the
stored JSON), ``prepared_by`` and ``submitted_by`` (pseudonyms), ``submitted_at``, and ``sections``, the list of the
sections in order. A section is a map of ``position``, ``code``, ``kind``, ``title``, ``summary`` and ``clauses``, the
list of its clauses in order; a clause is a map of ``position``, ``code``, ``revision``, ``title``, ``text``, ``note``,
``indicators``, ``audience``, ``hr_job_description``, ``hr_mission_letter``, ``hr_interview``, ``competences``. Then
``reasons_without_experience`` (a map of texts by clause code), ``is_erratum``, ``kept_for_later`` (a list of clause
codes, in order), ``counted_upto`` and ``answer_expected_on`` (days written ``2026-12-31``, or nothing). A version whose
``form`` is 1 was submitted before these five keys: its format is ``cooperation-charter-version/1``, and its map has
none of them.

**Chain hash** of a validation: that of the form of the list ``cooperation-charter-chain/1``, number, content hash,
chain hash of the version before (an empty text for the first), instant of validation, pseudonym of the validator,
their function, validating body, reason (empty unless one was given), history digest.

**History digest**: that of these forms one after the other: the text ``cooperation-charter-history/1``; then for each
of the tables charter, section, clause, in this order: the name of the table (a text), the last row number covered by
the validation before (0 for the first), the last row number covered by this one; then, for each history row of this
charter between the two, the first excluded and the last included, in the order of row numbers: the list of its columns
in the order of ``HISTORY_COLUMNS``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from charters.text.models import Charter, Clause, Section
from charters.versions.content import Content, frozen_content
from charters.versions.models import Version, VersionStep
from governance.canonical import canonical, sha256

VERSION_FORMAT = "cooperation-charter-version/{}"
VERSION_FORM = 2
CHAIN_FORMAT = "cooperation-charter-chain/1"
HISTORY_FORMAT = "cooperation-charter-history/1"

_RECORD = ("history_id", "history_date", "history_type", "history_user_id", "history_change_reason")
_REVISION = ("opens_revision", "proposals", "id", "row_version", "revision")
HISTORY_COLUMNS = {
    "charter": (
        *_RECORD,
        *_REVISION,
        "slug",
        "title",
        "language",
        "preamble",
        "scope",
        "stage",
        "target_version",
        "version_in_force_id",
    ),
    "section": (*_RECORD, *_REVISION, "charter_id", "code", "position", "kind", "title", "summary"),
    "clause": (
        *_RECORD,
        *_REVISION,
        "charter_id",
        "section_id",
        "code",
        "position",
        "title",
        "text",
        "note",
        "indicators",
        "audience",
        "hr_job_description",
        "hr_mission_letter",
        "hr_interview",
        "competences",
        "removed",
    ),
}
_ROWS_AT_A_TIME = 500


# --- What is submitted -----------------------------------------------------------------------------


def content_hash(version: Version, content: Content | None = None) -> str:
    """The hash of a version, computed from its stored rows (or from ``content``, when they were just read)."""
    return sha256(content_map(version, content or frozen_content(version)))


def content_map(version: Version, content: Content) -> dict[str, Any]:
    """All that the content hash covers; ``version.based_on`` should be loaded."""
    since_form_2 = {
        "reasons_without_experience": version.reasons_without_experience,
        "is_erratum": version.is_erratum,
        "counted_upto": _day(version.counted_upto),
        "kept_for_later": version.kept_for_later,
        "answer_expected_on": _day(version.answer_expected_on),
    }
    return {
        "format": VERSION_FORMAT.format(version.form),
        "submission": version.submission,
        "based_on": version.based_on.content_hash if version.based_on else None,
        "message": version.message,
        "prepared_by": version.prepared_by,
        "submitted_by": version.submitted_by,
        "submitted_at": version.submitted_at,
        **words_map(content),
        **(since_form_2 if version.form >= 2 else {}),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def words_map(content: Content) -> dict[str, Any]:
    """Every word of a content, and the order of everything."""
    return _plain(content)


def fingerprint(content: Content) -> str:
    """What a form carries to say which text its reader saw. It is not a seal: it says nothing of who and when."""
    return sha256(words_map(content))


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


# --- What is validated -----------------------------------------------------------------------------


def chain_hash(step: VersionStep) -> str:
    """The hash that ties a validation to the content, to the history, and to all the validations before."""
    return sha256(
        [
            CHAIN_FORMAT,
            step.number,
            step.content_hash,
            step.previous_hash,
            step.at,
            step.by,
            step.by_function,
            step.validating_body,
            step.reason,
            step.history_digest,
        ]
    )


def history_bounds(charter: Charter) -> dict[str, int]:
    """The last history row of each table. Meant to be read while writers are locked out."""
    return {name: rows.aggregate(last=Max("history_id"))["last"] or 0 for name, rows in _history(charter).items()}


def history_digest(charter: Charter, *, after: Mapping[str, int], upto: Mapping[str, int]) -> str:
    """The digest of the history rows of a charter between two bounds; rows are read a few at a time."""
    digest = hashlib.sha256(canonical(HISTORY_FORMAT))
    for name, rows in _history(charter).items():
        first, last = after.get(name, 0), upto.get(name, 0)
        for part in (name, first, last):
            digest.update(canonical(part))
        between = rows.filter(history_id__gt=first, history_id__lte=last).order_by("history_id")
        for row in between.values_list(*HISTORY_COLUMNS[name]).iterator(chunk_size=_ROWS_AT_A_TIME):
            digest.update(canonical(row))
    return digest.hexdigest()


def _history(charter: Charter) -> dict[str, QuerySet]:
    return {
        "charter": Charter.history.filter(id=charter.pk),
        "section": Section.history.filter(charter_id=charter.pk),
        "clause": Clause.history.filter(charter_id=charter.pk),
    }
