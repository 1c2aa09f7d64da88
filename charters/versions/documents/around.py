"""What is known of a version besides its words: its validation, the opinions it received, where the ledger stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from charters.versions.dossier import opinions_printed
from charters.versions.life import Opinion
from charters.versions.models import Version, VersionStep
from charters.versions.reading import validation_of
from governance.seals import Seal, seal_of
from governance.templatetags.french import day


@dataclass(frozen=True, slots=True)
class OpinionReceived:
    """A committee's opinion, as documents print it. ``sense`` is its code, ``label`` its words."""

    committee: str
    sense: str
    label: str
    on: date
    reference: str = ""

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
    """What surrounds a version, which comes from ``with_steps``. Two queries at most.

    Opinions are recorded before the validation and never after: what surrounds a validated version no longer changes.
    """
    validation = validation_of(version)
    return Around(validation, tuple(map(_received, opinions_printed(version))), _anchor(validation))


def _received(opinion: Opinion) -> OpinionReceived:
    label = str(opinion.get_verdict_display())
    return OpinionReceived(opinion.committee_name, opinion.verdict, label, opinion.on, opinion.reference)


def _anchor(validation: VersionStep | None) -> str:
    """Where the ledger stood when the version was validated; nothing before the commit that validates it."""
    if validation is None:
        return ""
    try:
        return str(seal_of(validation))
    except Seal.DoesNotExist:
        return ""
