"""What happens around a version besides its steps: consultation, opinions, reasons clause by clause, sponsors.

Every row is inserted once. What follows is another row, and people are pseudonyms with the function they held.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from charters.text.models import Clause
from charters.versions.models import Version, VersionDraft, VersionStep
from governance.committees.models import Committee
from governance.sealed import sealed


@sealed
class DraftStep(models.Model):
    """The consultation on a version in preparation was opened (or prolonged), or closed.

    ``until`` is the last day that was announced; ``counted_upto`` the last day whose contributions are answered in this
    version: those that came later wait for the next one, and ``reason`` says why when it is before the opening.
    """

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", _("Consultation opened")
        REVIEW = "review", _("Consultation closed")

    draft = models.ForeignKey(VersionDraft, on_delete=models.PROTECT, db_index=False, related_name="steps")
    sequence = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    until = models.DateField(_("last day"), null=True)
    counted_upto = models.DateField(_("contributions counted up to"), null=True)
    reason = models.TextField(_("why"), max_length=1000, blank=True)
    by = models.UUIDField()
    by_function = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("step of a consultation")
        ordering = ["draft", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "sequence"], name="draft_step_once"),
            models.CheckConstraint(
                name="draft_step_has_its_day",
                condition=Q(kind="consultation", until__isnull=False, counted_upto=None)
                | Q(kind="review", until=None, counted_upto__isnull=False),
            ),
            models.CheckConstraint(name="draft_step_reason_is_of_a_closing", condition=Q(kind="review") | Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@sealed
class OpinionRequest(models.Model):
    """A committee is asked for its opinion on a submitted version. A ``required`` one holds validation back.

    ``touches`` holds what the version touches (kinds of section) that makes it required.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, db_index=False, related_name="opinion_requests")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    required = models.BooleanField()
    touches = ArrayField(models.CharField(max_length=20), default=list)
    by = models.UUIDField()
    by_function = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("request for an opinion")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "committee"],
                name="opinion_asked_once",
                violation_error_message=_("The opinion of this committee was already asked for."),
            ),
            models.CheckConstraint(
                name="opinion_required_says_for_what",
                condition=Q(required=True, touches__len__gte=1) | Q(required=False, touches=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id}"


@sealed
class Opinion(models.Model):
    """What a committee says of a submitted version. A correction is another row, which says why.

    ``committee_name`` is what the committee was called then: a version prints it for ever.
    """

    class Verdict(models.TextChoices):
        FAVOURABLE = "favourable", pgettext_lazy("opinion", "Favourable")
        RESERVATIONS = "reservations", pgettext_lazy("opinion", "Favourable, with reservations")
        UNFAVOURABLE = "unfavourable", pgettext_lazy("opinion", "Unfavourable")
        SPLIT = "split", pgettext_lazy("opinion", "Split")
        NOT_REQUIRED = "not_required", pgettext_lazy("opinion", "Not required")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, db_index=False, related_name="opinions")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    committee_name = models.CharField(max_length=200)
    sequence = models.PositiveSmallIntegerField()
    verdict = models.CharField(_("opinion"), max_length=12, choices=Verdict)
    on = models.DateField(_("given on"))
    reference = models.CharField(_("reference"), max_length=200)
    words = models.TextField(_("in the committee's words"), max_length=4000, blank=True)
    correction_reason = models.TextField(_("why it is corrected"), max_length=1000, blank=True)
    recorded_by = models.UUIDField()
    recorded_by_function = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opinion")
        ordering = ["version", "recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "committee", "sequence"], name="opinion_once"),
            models.CheckConstraint(
                name="opinion_is_explained",
                condition=Q(verdict__in=["favourable", "split"]) | ~Q(words=""),
                violation_error_message=_("Say what the committee said: its reservations, or why it was not asked."),
            ),
            models.CheckConstraint(
                name="opinion_correction_says_why",
                condition=Q(sequence=1, correction_reason="") | (Q(sequence__gt=1) & ~Q(correction_reason="")),
                violation_error_message=_("Say why the opinion is corrected: the former one stays readable."),
            ),
            models.CheckConstraint(name="opinion_has_its_reference", condition=~Q(reference="")),
            # a word that no page could say would stop the desk for ever: the row cannot be taken back
            models.CheckConstraint(
                name="opinion_is_of_a_known_kind",
                condition=Q(verdict__in=["favourable", "reservations", "unfavourable", "split", "not_required"]),
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()


@sealed
class ReturnReason(models.Model):
    """Why a version comes back because of one clause: said by management, read by everyone."""

    step = models.ForeignKey(VersionStep, on_delete=models.PROTECT, db_index=False, related_name="reasons")
    code = models.CharField(max_length=7)
    reason = models.TextField(max_length=2000)

    class Meta:
        verbose_name = _("reason of a return")
        constraints = [
            models.UniqueConstraint(fields=["step", "code"], name="return_reason_once"),
            models.CheckConstraint(name="return_reason_is_said", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.code


@sealed
class Sponsorship(models.Model):
    """Someone of executive management takes a clause under their care, or gives it up. The last row says which."""

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, db_index=False, related_name="sponsorships")
    sequence = models.PositiveSmallIntegerField()
    by = models.UUIDField()
    by_function = models.CharField(max_length=200)
    takes = models.BooleanField()
    words = models.TextField(_("what you will do for it"), max_length=1000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("sponsorship")
        ordering = ["clause", "sequence"]
        constraints = [models.UniqueConstraint(fields=["clause", "sequence"], name="sponsorship_step_once")]

    def __str__(self) -> str:
        return self.by_function
