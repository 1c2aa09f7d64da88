"""Which versions departments are asked to commit to: the one in force, and the one that awaits its decision."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from charters.commitments.models import Commitment
from charters.text.models import Charter
from charters.versions.models import Version, VersionStep
from charters.versions.reading import FINAL, VALIDATIONS
from governance.people.models import Department


@dataclass(frozen=True, slots=True)
class AskedVersion:
    """A version that can be signed, and the number that it has, or will take."""

    version: Version
    number: int
    in_force: bool

    @property
    def label(self) -> str:
        return label_of(self.number)


def label_of(number: int) -> str:
    """A number as commitments write it: 3.0."""
    return f"{number}.0"


def number_in(label: str) -> int:
    """The number that a label tells: 3 for 3.0; nothing for a label of another making."""
    whole, _point, rest = label.partition(".")
    return int(whole) if whole.isdecimal() and not rest.strip("0") else 0


def asked_versions(charter: Charter) -> list[AskedVersion]:
    """The version in force, then the one that awaits its decision, if there are some. One query."""
    validated = VALIDATIONS.filter(version=OuterRef("pk")).values("number")[:1]
    last = VALIDATIONS.filter(charter=OuterRef("charter")).order_by("-number").values("number")[:1]
    ended = Exists(VersionStep.objects.filter(version=OuterRef("pk"), kind__in=FINAL))
    versions = Version.objects.filter(charter=charter).annotate(
        number=Subquery(validated), last_number=Subquery(last), ended=ended
    )
    found = versions.filter(Q(pk=charter.version_in_force_id) | Q(ended=False)).order_by("submission")
    asked = [
        AskedVersion(version, version.number or (version.last_number or 0) + 1, bool(version.number))
        for version in found
    ]
    return sorted(asked, key=lambda one: not one.in_force)


def words_on(charter: Charter, department: Department, label: str) -> QuerySet[Commitment]:
    """All that a department said on a version, the last word first."""
    said = Commitment.objects.filter(charter=charter, department=department, version_label=label)
    return said.order_by("-sequence")


def is_on_text_in_force(word: Commitment, charter: Charter, number: int | None = None) -> bool:
    """Whether a word is about the text in force itself: one that was returned had its number for a while.

    A word of a file may only know the number. One query when that of the version in force is not given.
    """
    if charter.version_in_force_id is None or word.version_id not in (None, charter.version_in_force_id):
        return False
    if number is None:
        number = VALIDATIONS.filter(version=charter.version_in_force_id).values_list("number", flat=True).first()
    return word.version_label == label_of(number or 0)


def binds(word: Commitment | None, version: Version) -> bool:
    """Whether a word is a signature of these very words: a returned text may give its number to another one."""
    return word is not None and word.is_signed and word.version_id in (None, version.pk)
