"""Which versions of a charter were validated, and which one is in force: what every answer about the charter rests on.

Nothing else is looked at: a text that was submitted and is not validated cannot be found from here.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from charter_site.api.problems import NotThere
from charters.text.models import Charter
from charters.versions.models import VersionStep


@dataclass(frozen=True, slots=True)
class Validated:
    """A validated version: all of it is sealed, and none of it changes any more."""

    number: int
    version: str
    title: str
    language: str
    validated_on: datetime.date
    validating_body: str
    content_hash: str
    chain_hash: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A charter, its validated versions by number, the first one first."""

    slug: str
    versions: dict[int, Validated] = field(default_factory=dict)

    @property
    def in_force(self) -> Validated | None:
        return next((validated for validated in self.versions.values() if validated.in_force), None)

    @property
    def title(self) -> str | None:
        """Its title in the version in force; nothing before there is one: the working title is no one's business."""
        return self.in_force.title if self.in_force else None

    @property
    def depends_on(self) -> tuple[Any, ...]:
        """What tells this state from another: the chain covers all that was validated."""
        return self.slug, [(each.number, each.chain_hash, each.in_force) for each in self.versions.values()]

    def numbered(self, number: int) -> Validated:
        """The validated version of that number. Raises NotThere."""
        if number not in self.versions:
            raise NotThere(_("The charter “%(charter)s” has no validated version %(number)s.") % self._named(number))
        return self.versions[number]

    def _named(self, number: int) -> dict[str, Any]:
        return {"charter": self.slug, "number": number}


def standings() -> list[Standing]:
    """Every charter, the first one first. One query."""
    return [_standing(*row) for row in _rows()]


def standing_of(slug: str | None) -> Standing:
    """One charter, the first one if none is named. One query. Raises NotThere."""
    found = _rows().filter(slug=slug).first() if slug else _rows().first()
    if found is None:
        raise NotThere(_("There is no charter of that name.") if slug else _("There is no charter yet."))
    return _standing(*found)


def _rows() -> Any:
    validations = VersionStep.objects.filter(charter=OuterRef("pk"), kind=VersionStep.Kind.VALIDATED).order_by("number")
    columns = {
        "number": "number", "version": "version_id", "title": "version__title", "language": "version__language",
        "at": "at", "body": "validating_body", "by_function": "by_function", "content_hash": "content_hash",
        "chain_hash": "chain_hash",
    }  # fmt: skip
    told = ArraySubquery(validations.values(row=JSONObject(**columns)))
    return Charter.objects.order_by("pk").values_list("slug", "version_in_force_id", told)


def _standing(slug: str, in_force: Any, rows: list[dict[str, Any]]) -> Standing:
    versions = {
        row["number"]: Validated(
            number=row["number"],
            version=row["version"],
            title=row["title"],
            language=row["language"],
            validated_on=timezone.localdate(datetime.datetime.fromisoformat(row["at"])),
            # where no body was named, the version bears the function of the person who validated it
            validating_body="" if row["body"] == row["by_function"] else row["body"],
            content_hash=row["content_hash"],
            chain_hash=row["chain_hash"],
            in_force=row["version"] == str(in_force),
        )
        for row in rows
    }
    return Standing(slug, versions)
