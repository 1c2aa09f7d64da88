"""What departments promise about a version, and the plan that brings the charter to life."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.text.models import Audience, Charter
from charters.versions.models import Version
from governance.committees.models import lines
from governance.people.models import Department
from governance.sealed import sealed
from governance.signing import Signed, SignedQuerySet, SignedRecords


class CommitmentQuerySet(models.QuerySet):
    def current(self) -> CommitmentQuerySet:
        """The last word of each department on each version."""
        last = Commitment.objects.order_by("charter_id", "department_id", "version_label", "-sequence").distinct(
            "charter_id", "department_id", "version_label"
        )
        return self.filter(pk__in=last.values("pk"))


@sealed
class Commitment(models.Model):
    """Where a department stands on a version, inserted once; what follows is another row.

    ``version_label`` is the number as people say it (1.0): a department may sign the version under consultation
    before it is in force, so ``version`` may be unknown for ever.
    """

    class Status(models.TextChoices):
        TO_PLAN = "a_planifier", _("To be planned")
        IN_DISCUSSION = "en_discussion", _("In discussion")
        SIGNED = "signee", _("Signed")
        SIGNED_WITH_RESERVATIONS = "signee_avec_reserve", _("Signed with reservations")
        DECLINED = "refusee", _("Declined")

    SIGNED = (Status.SIGNED, Status.SIGNED_WITH_RESERVATIONS)

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="commitments")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="commitments")
    version_label = models.CharField(_("version"), max_length=9)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="commitments")
    sequence = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(_("state"), max_length=24, choices=Status)
    date = models.DateField(_("date"), null=True)
    signed_by_function = models.CharField(_("signed by"), max_length=200)
    team_discussion_date = models.DateField(_("discussed with the team on"), null=True)
    clause_codes = ArrayField(models.CharField(max_length=7), default=list, verbose_name=_("commitments"))
    comment = models.TextField(_("in the department's words"), max_length=2000, blank=True)
    recorded_by = models.UUIDField(null=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        ordering = ["department", "version_label", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "department", "version_label", "sequence"], name="commitment_step_once"
            ),
            models.CheckConstraint(
                name="commitment_signed_is_dated",
                condition=~Q(status__in=["signee", "signee_avec_reserve"])
                | Q(date__isnull=False, clause_codes__len__gte=1, clause_codes__len__lte=3),
                violation_error_message=_("A signed commitment has a date and one to three clauses."),
            ),
            models.CheckConstraint(
                name="commitment_discussed_before_signed",
                condition=Q(date=None) | Q(team_discussion_date=None) | Q(team_discussion_date__lte=F("date")),
                violation_error_message=_("The team discussion comes before the signature."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.version_label}"


class RolloutAction(Signed):
    """A step of the rollout plan: what is done, when, by whom, for whom."""

    class Concerned(models.TextChoices):
        ALL_STAFF = Audience.ALL_STAFF.value, Audience.ALL_STAFF.label
        FIELD_STAFF = Audience.FIELD_STAFF.value, Audience.FIELD_STAFF.label
        MANAGERS = Audience.MANAGERS.value, Audience.MANAGERS.label
        PROJECT_LEADERS = Audience.PROJECT_LEADERS.value, Audience.PROJECT_LEADERS.label
        EXECUTIVE = Audience.EXECUTIVE.value, Audience.EXECUTIVE.label
        HR = Audience.HR.value, Audience.HR.label
        DEPARTMENTS = "directions", _("Departments")
        STAFF_COMMITTEE = "cst", _("Staff-management committee")

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="rollout")
    position = models.PositiveSmallIntegerField(_("order"))
    step = models.CharField(_("step"), max_length=200)
    period_start = models.DateField(_("first month"))
    period_end = models.DateField(_("last month"), null=True)
    actions = lines(300, verbose_name=_("what is done"))
    owner_function = models.CharField(_("in charge"), max_length=200)
    audience = ArrayField(models.CharField(max_length=30, choices=Concerned), default=list)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("rollout action")
        ordering = ["charter", "position"]
        constraints = [
            models.UniqueConstraint(fields=["charter", "position"], name="rollout_place_once"),
            models.CheckConstraint(
                name="rollout_period_in_order",
                condition=Q(period_end=None) | Q(period_end__gte=F("period_start")),
            ),
        ]

    def __str__(self) -> str:
        return self.step
