"""Versions: what was submitted, word for word, and the append-only steps of its life."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from charters.text.models import Charter, Section
from governance.committees.models import lines
from governance.sealed import sealed
from governance.signing import Signed, SignedQuerySet, SignedRecords


class VersionDraft(Signed):
    """A version being prepared: what will be said to management, and which clauses wait for the next one.

    ``left_out`` holds codes of clauses whose change since the version in force is kept for later: the version
    then carries the words in force (or nothing, for a clause that is new). ``reasons`` says, by code, why a clause
    stands without experience behind it; ``opinions_from`` holds the codes of the committees whose opinion is asked
    for when the version is submitted.
    """

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="drafts")
    message = models.TextField(_("what this version brings"), max_length=4000, blank=True)
    left_out = ArrayField(models.CharField(max_length=7), default=list, blank=True)
    reasons = models.JSONField(_("why a clause stands without experience"), default=dict, blank=True)
    opinions_from = ArrayField(models.CharField(max_length=18), default=list, blank=True)
    answer_expected_on = models.DateField(_("answer expected on"), null=True, blank=True)
    is_erratum = models.BooleanField(_("it only corrects an error of the version in force"), default=False)
    prepared_by = models.UUIDField(editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("version in preparation")
        constraints = [
            models.UniqueConstraint(
                fields=["charter"],
                condition=Q(closed_at=None),
                name="one_version_in_preparation",
                violation_error_message=_("A version is already being prepared."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.charter}"


@sealed
class Version(models.Model):
    """What was submitted, frozen. Its state is read from its last step; its number comes with validation.

    ``form`` is that of its content hash (``charters.versions.sealing``). ``counted_upto`` is the last day whose
    contributions were answered before it was submitted: nothing, when all of them were. ``kept_for_later`` holds the
    codes of the clauses whose change, and the contributions about it, wait for a later version. ``draft`` is what was
    submitted; a version that came from a file has none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="versions")
    draft = models.OneToOneField(VersionDraft, on_delete=models.PROTECT, null=True, related_name="version")
    submission = models.PositiveIntegerField(editable=False)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    preamble = models.TextField(blank=True)
    scope = models.TextField(blank=True)
    message = models.TextField(blank=True)
    competence_scale = models.JSONField(default=dict)
    form = models.PositiveSmallIntegerField(default=1)
    reasons_without_experience = models.JSONField(default=dict)
    is_erratum = models.BooleanField(default=False)
    counted_upto = models.DateField(null=True)
    kept_for_later = ArrayField(models.CharField(max_length=7), default=list)
    answer_expected_on = models.DateField(null=True)
    prepared_by = models.UUIDField()
    submitted_by = models.UUIDField()
    submitted_at = models.DateTimeField(default=timezone.now)
    content_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("version")
        ordering = ["charter", "-submission"]
        constraints = [
            models.UniqueConstraint(fields=["charter", "submission"], name="version_submission_once"),
            models.CheckConstraint(
                name="version_erratum_corrects_another", condition=Q(is_erratum=False) | Q(based_on__isnull=False)
            ),
            models.CheckConstraint(
                name="version_says_what_its_hash_covers",
                condition=Q(form__gte=2)
                | Q(
                    form=1,
                    reasons_without_experience={},
                    is_erratum=False,
                    counted_upto=None,
                    kept_for_later=[],
                    answer_expected_on=None,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.submission})"

    def get_absolute_url(self) -> str:
        return reverse("version-submitted", args=[self.charter.slug, self.submission])


@sealed
class VersionSection(models.Model):
    """A section as the version froze it; an empty one is frozen too."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=4)
    kind = models.CharField(max_length=20, choices=Section.Kind)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="version_section_place_once")]

    def __str__(self) -> str:
        return self.title


@sealed
class VersionClause(models.Model):
    """A clause as the version froze it: every word of it, its place, and the revision it was."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="clauses")
    section = models.ForeignKey(VersionSection, on_delete=models.PROTECT, related_name="clauses")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=7)
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    note = models.TextField(blank=True)
    indicators = lines(500)
    audience = ArrayField(models.CharField(max_length=30), default=list)
    hr_job_description = models.TextField(blank=True)
    hr_mission_letter = models.TextField(blank=True)
    hr_interview = models.TextField(blank=True)
    competences = ArrayField(models.CharField(max_length=7), default=list)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="version_clause_once"),
            models.UniqueConstraint(fields=["version", "position"], name="version_clause_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


@sealed
class VersionStep(models.Model):
    """A fact in the life of a submitted version. Steps are only ever added; the last one is its state.

    A validation carries the number and the chain: ``chain_hash`` covers the content, the number, the previous
    chain hash and ``history_digest``, a digest of the history of the text since the last validation;
    ``history_upto`` is the last row that it covers, for each history table (see ``charters.versions.sealing``).
    """

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", pgettext_lazy("version", "Submitted")
        OPINION = "opinion", pgettext_lazy("version", "Opinion received")
        RETURNED = "returned", pgettext_lazy("version", "Returned with reasons")
        POSTPONED = "postponed", pgettext_lazy("version", "Postponed")
        VALIDATED = "validated", pgettext_lazy("version", "Validated")
        WITHDRAWN = "withdrawn", pgettext_lazy("version", "Withdrawn")

    FINAL = (Kind.RETURNED, Kind.VALIDATED, Kind.WITHDRAWN)

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="steps")
    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    by = models.UUIDField(null=True)
    by_function = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    until = models.DateField(null=True)
    content_hash = models.CharField(max_length=64)
    number = models.PositiveIntegerField(null=True)
    validating_body = models.CharField(max_length=200, blank=True)
    history_upto = models.JSONField(null=True)
    history_digest = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    chain_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("step")
        ordering = ["version", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["version", "sequence"], name="version_step_once"),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(kind__in=["returned", "validated", "withdrawn"]),
                name="version_ends_once",
            ),
            models.UniqueConstraint(
                fields=["charter", "number"], condition=Q(kind="validated"), name="version_number_once"
            ),
            models.CheckConstraint(
                name="validation_is_numbered_and_chained",
                condition=(Q(kind="validated", number__isnull=False) & ~Q(chain_hash="") & ~Q(history_digest=""))
                | (~Q(kind="validated") & Q(number=None, chain_hash="", history_digest="")),
            ),
            models.CheckConstraint(
                name="version_step_is_of_a_known_kind",
                condition=Q(
                    kind__in=["submitted", "opinion", "returned", "postponed", "validated", "withdrawn"],
                ),
            ),
            models.CheckConstraint(
                name="return_says_why",
                condition=~Q(kind__in=["returned", "postponed"]) | ~Q(reason=""),
                violation_error_message=_("Say why, so that those who wrote can work on it."),
            ),
            models.CheckConstraint(name="only_a_postponement_has_a_day", condition=Q(kind="postponed") | Q(until=None)),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}"
