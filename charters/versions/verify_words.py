"""What the verification page says of what it found, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters.versions.recognising import Found
from charters.versions.wordings import Sealed


def of_versions(versions: Sequence[Sealed]) -> str:
    """“of version 3”, “of versions 2, 3 and 5”: what a sentence ends with."""
    numbers = [str(version.number) for version in versions]
    told = numbers[-1]
    if len(numbers) > 1:
        told = _("%(first)s and %(last)s") % {"first": ", ".join(numbers[:-1]), "last": told}
    return ngettext("of version %(numbers)s", "of versions %(numbers)s", len(numbers)) % {"numbers": told}


def sentence(found: Found) -> str:
    """What the words, or the hash, are."""
    said = {"code": found.place.code, "versions": of_versions(found.versions)}
    return {
        "content_hash": _("This is the content hash %(versions)s."),
        "chain_hash": _("This is the chain hash %(versions)s."),
        "clause_hash": _("This is the hash of clause %(code)s %(versions)s."),
        "whole": _("This is the whole text %(versions)s."),
        "title": _("This is the title of the charter %(versions)s."),
        "preamble": _("This is the preamble %(versions)s."),
        "scope": _("This is whom and what the charter applies to, in the words %(versions)s."),
        "message": _("This is the presentation %(versions)s."),
        "section": _("This is the heading of section %(code)s %(versions)s."),
        "clause": _("This is clause %(code)s %(versions)s."),
        "clause_title": _("This is the title of clause %(code)s %(versions)s."),
        "note": _("This is the explanatory note of clause %(code)s %(versions)s."),
        "practices": _("This is among the observable practices of clause %(code)s %(versions)s."),
        "job_description": _("This is the wording of clause %(code)s for a job description %(versions)s."),
        "mission_letter": _("This is the wording of clause %(code)s for a mission letter %(versions)s."),
        "interview": _("This is the wording of clause %(code)s for the yearly interview %(versions)s."),
    }[found.place.kind] % said
