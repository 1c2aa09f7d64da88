"""Reading versions: which one, where it stands, what it changed."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from charters.text.models import Charter
from charters.versions.acts import State, state_after
from charters.versions.changes import Changes, changes_between
from charters.versions.content import Content, frozen_contents
from charters.versions.models import Version, VersionDraft, VersionStep
from governance.people.models import Member
from governance.templatetags.french import day

FINAL = [kind.value for kind in VersionStep.FINAL]
VALIDATIONS = VersionStep.objects.filter(kind=VersionStep.Kind.VALIDATED)


def with_steps() -> QuerySet[Version]:
    """Versions with their charter, the version they started from, and their steps in order. Two queries."""
    return (
        Version.objects.select_related("charter", "based_on")
        .annotate(
            last_number=Subquery(
                VALIDATIONS.filter(charter=OuterRef("charter")).order_by("-number").values("number")[:1]
            )
        )
        .prefetch_related(Prefetch("steps", queryset=VersionStep.objects.order_by("sequence")))
    )


def versions_of(charter: Charter, *, validated_only: bool = False) -> QuerySet[Version]:
    """Everything that was ever submitted, the last one first; for a visitor, only what was validated."""
    versions = with_steps().filter(charter=charter).order_by("-submission")
    return versions.filter(steps__kind=VersionStep.Kind.VALIDATED) if validated_only else versions


def version_numbered(charter: Charter, number: int) -> Version:
    """The validated version of that number. Raises Version.DoesNotExist. Two queries."""
    return with_steps().get(charter=charter, steps__kind=VersionStep.Kind.VALIDATED, steps__number=number)


def awaiting_version(charter: Charter) -> Version | None:
    """The submitted version that still awaits its decision, if there is one."""
    return _awaiting().filter(charter=charter).first()


def _awaiting() -> QuerySet[Version]:
    return Version.objects.filter(~Exists(VersionStep.objects.filter(version=OuterRef("pk"), kind__in=FINAL)))


def charters_to_prepare() -> QuerySet[Charter]:
    """Charters with the number of the version in force, and the submission that awaits its decision. One query."""
    return Charter.objects.select_related("version_in_force").annotate(
        number_in_force=Subquery(VALIDATIONS.filter(version=OuterRef("version_in_force")).values("number")[:1]),
        awaiting=Subquery(_awaiting().filter(charter=OuterRef("pk")).values("submission")[:1]),
    )


def open_draft(charter: Charter) -> VersionDraft | None:
    """The version in preparation, if there is one."""
    return VersionDraft.objects.filter(charter=charter, closed_at=None).first()


def state_of(version: Version) -> State:
    """Where a version stands, from its last step. ``charter`` and ``steps`` should be loaded (``with_steps``)."""
    return state_after(version.steps.all(), in_force=version.charter.version_in_force_id == version.pk)


def validation_of(version: Version) -> VersionStep | None:
    """The step that validated a version: its number, date, body and chain hash. None if it was not validated."""
    return next((step for step in version.steps.all() if step.kind == VersionStep.Kind.VALIDATED), None)


def next_number(version: Version) -> int:
    """The number that the next validation in its charter takes; the version comes from ``with_steps``."""
    return (getattr(version, "last_number", None) or 0) + 1


def name_of(version: Version) -> str:
    """A version as people call it: by its number, or the number it will take; otherwise by its day."""
    if validation := validation_of(version):
        return _("Version %(number)s") % {"number": validation.number}
    if state_of(version) is State.AWAITING:
        return _("Version %(number)s") % {"number": next_number(version)}
    return _("Text submitted on %(day)s") % {"day": day(version.submitted_at)}


def last_validation(charter: Charter) -> VersionStep | None:
    """The validation with the highest number."""
    return VALIDATIONS.filter(charter=charter).select_related("version").order_by("-number").first()


def changes_since(version: Version, previous: Version | None) -> tuple[Content, Changes]:
    """The content of a version, and what it changes from another (or from nothing). One query for both."""
    contents = frozen_contents(version, previous)
    content = contents[version.pk]
    return content, changes_between(contents[previous.pk] if previous else None, content)


def prepared_it(version: Version, member: Member) -> bool:
    """Whether the member had a hand in the preparation: opened it, worked on it, or submitted it. One query at most."""
    if member.pseudonym in (version.prepared_by, version.submitted_by):
        return True
    draft = VersionDraft.objects.filter(charter=version.charter_id, closed_at=version.submitted_at)
    return VersionDraft.history.filter(history_user_id=member.pseudonym, id__in=draft.values("pk")).exists()
