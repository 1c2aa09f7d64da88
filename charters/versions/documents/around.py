"""What is known of a version besides its words: its validation, the opinions it received, where the ledger stood."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from charters.versions.dossier import last_opinions
from charters.versions.life import Opinion
from charters.versions.models import Version, VersionStep
from charters.versions.reading import validation_of
from governance.seals import seals_of
from governance.templatetags.french import day


@dataclass(frozen=True, slots=True)
class OpinionReceived:
    """A committee's opinion, as documents print it. ``sense`` is its code, ``label`` says it; ``words`` are its own."""

    committee: str
    sense: str
    label: str
    on: date
    reference: str = ""
    words: str = ""

    @property
    def sentence(self) -> str:
        facts = {"committee": self.committee, "opinion": self.label, "day": day(self.on), "reference": self.reference}
        if self.reference:
            return _("%(committee)s: %(opinion)s, on %(day)s (%(reference)s)") % facts
        return _("%(committee)s: %(opinion)s, on %(day)s") % facts


@dataclass(frozen=True, slots=True)
class Around:
    """Facts of the validation, none of which can change any more; empty while the version is not validated.

    ``anchor`` is the line that anyone may keep elsewhere: how many sealed rows there were, and the hash of the last.
    """

    validation: VersionStep | None = None
    opinions: tuple[OpinionReceived, ...] = ()
    anchor: str = ""


def around(version: Version) -> Around:
    """What surrounds one version, which comes from ``with_steps``. Two queries at most."""
    return arounds(version)[version.pk]


def arounds(*versions: Version) -> dict[uuid.UUID, Around]:
    """What surrounds versions, by their ids. Two queries at most, for any number of them.

    Opinions are recorded before the validation and never after: what surrounds a validated version no longer changes.
    """
    validations = {version.pk: validation_of(version) for version in versions}
    heard: dict[uuid.UUID, list[OpinionReceived]] = {pk: [] for pk in validations}
    for opinion in last_opinions(validations):
        heard[opinion.version_id].append(_received(opinion))
    anchors = seals_of(step for step in validations.values() if step)
    return {
        pk: Around(step, tuple(heard[pk]), str(anchors.get(str(step.pk), "")) if step else "")
        for pk, step in validations.items()
    }


def _received(opinion: Opinion) -> OpinionReceived:
    label = str(opinion.get_verdict_display())
    return OpinionReceived(opinion.committee_name, opinion.verdict, label, opinion.on, opinion.reference, opinion.words)
