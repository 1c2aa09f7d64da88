"""Where a quotation comes from: which version, validated by whom and when, still in force or not."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from charters.text.models import Charter
from charters.versions.models import Version, VersionStep
from charters.versions.reading import awaiting_version
from governance.templatetags.french import day


@dataclass(frozen=True, slots=True)
class Source:
    """What a document must say of the version that it quotes. ``number`` is None before validation."""

    version: Version
    number: int | None
    validated_at: datetime | None
    validating_body: str
    seal: str
    in_force: bool
    current_number: int | None

    @property
    def draft(self) -> bool:
        """Only what quotes the version in force is not a draft."""
        return not self.in_force

    @property
    def name(self) -> str:
        """How readers call it."""
        if self.number is None:
            return _("text submitted on %(day)s") % {"day": day(self.version.submitted_at)}
        return _("version %(number)s") % {"number": self.number}

    @property
    def reference(self) -> str:
        """The sentence that every page, sheet and file carries."""
        if self.number is None:
            return _("Text submitted on %(day)s, not validated") % {"day": day(self.version.submitted_at)}
        facts = {"number": self.number, "day": day(self.validated_at), "body": self.validating_body}
        return _("Version %(number)s, validated on %(day)s by: %(body)s") % facts

    @property
    def warning(self) -> str:
        """Why this is a draft; nothing when it is not."""
        if self.in_force:
            return ""
        if self.number is None:
            return _("The clauses come from a text that was submitted and is not validated: they may still change.")
        if self.current_number:
            return _("It quotes version %(old)s, replaced by version %(new)s.") % {
                "old": self.number,
                "new": self.current_number,
            }
        return _("It quotes version %(old)s, which is no longer in force.") % {"old": self.number}


def source_of(version: Version) -> Source:
    """What there is to say of a version. One query, none when nothing was ever validated."""
    return sources_of([version])[version.pk]


def sources_of(versions: Iterable[Version]) -> dict[uuid.UUID, Source]:
    """What there is to say of versions, by their ids. One query, none when nothing was ever validated.

    ``version.charter`` is read: fetch it with each version.
    """
    told = {version.pk: version for version in versions}
    in_force = {version.charter.version_in_force_id for version in told.values()} - {None}
    steps: dict[object, VersionStep] = {}
    if in_force:
        validated = VersionStep.objects.filter(kind=VersionStep.Kind.VALIDATED, version__in={*told, *in_force})
        steps = {step.version_id: step for step in validated}
    return {pk: _source(version, steps) for pk, version in told.items()}


def _source(version: Version, steps: dict[object, VersionStep]) -> Source:
    in_force = version.charter.version_in_force_id
    own, current = steps.get(version.pk), steps.get(in_force)
    return Source(
        version=version,
        number=own.number if own else None,
        validated_at=own.at if own else None,
        validating_body=(own.validating_body or own.by_function) if own else "",
        seal=own.chain_hash if own else version.content_hash,
        in_force=version.pk == in_force,
        current_number=current.number if current else None,
    )


def quotable_version() -> Version | None:
    """The version in force of the charter; before there is one, the text submitted to management; else nothing."""
    charter = Charter.objects.select_related("version_in_force").order_by("pk").first()
    if charter is None:
        return None
    version = charter.version_in_force or awaiting_version(charter)
    if version is not None:
        version.charter = charter
    return version
