"""The hash of one clause, by which it is recognised alone, outside its version.

**Clause hash**: SHA-256, written as 64 lower-case hexadecimal digits, of the canonical form
(``charters.versions.sealing``) of the list ``cooperation-charter-clause/1``, and the map of ``code``, ``title``,
``text``, ``note``, ``indicators``, ``audience``, ``hr_job_description``, ``hr_mission_letter``, ``hr_interview`` and
``competences``. Neither its place nor its revision number is in it: as long as no word of a clause changes, its hash
is the same from one version to the next.
"""

from __future__ import annotations

from dataclasses import fields

from charters.versions.content import ClauseContent
from charters.versions.sealing import sha256

CLAUSE_FORMAT = "cooperation-charter-clause/1"
NOT_WORDS = ("position", "revision")


def clause_hash(clause: ClauseContent) -> str:
    """The hash of every word of a clause, as a version froze it."""
    words = {field.name: getattr(clause, field.name) for field in fields(clause) if field.name not in NOT_WORDS}
    return sha256([CLAUSE_FORMAT, words])
