"""What departments promise about a version, and the plan that brings the charter to life."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from charters.text.models import Audience, Charter
from charters.versions.models import Version
from governance.committees.models import Committee, lines
from governance.people.models import Department
from governance.sealed import sealed
from governance.signing import Signed, SignedQuerySet, SignedRecords

MOST_PROMISES = 3
LONGEST_WORDS = 2000
HOW_MANY_PROMISES = Func(F("promises"), function="CARDINALITY", output_field=models.IntegerField())


class Period(models.TextChoices):
    """For how long hours are counted."""

    WEEK = "week", pgettext_lazy("hours freed", "a week")
    MONTH = "month", pgettext_lazy("hours freed", "a month")
    QUARTER = "quarter", pgettext_lazy("hours freed", "a quarter")
    YEAR = "year", pgettext_lazy("hours freed", "a year")


A_YEAR = {Period.WEEK: 52, Period.MONTH: 12, Period.QUARTER: 4, Period.YEAR: 1}
# More, for one department, is a slip of the finger; and promised time never falls afterwards.
MOST_HOURS = {Period.WEEK: 1_000, Period.MONTH: 5_000, Period.QUARTER: 15_000, Period.YEAR: 50_000}
NO_HOURS = Q(hours_freed=None, hours_period="")
# NaN, which the database takes for a number, is above any bound
HOURS = Q(hours_freed__lt=100_000, hours_period__in=Period.values)
NUMBER = Q(version_label__regex=r"^(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})$")


def hours_a_year(hours: Decimal | None, period: str) -> Decimal:
    """Hours freed, brought to a year, so that they can be added and compared."""
    return hours * A_YEAR[Period(period)] if hours is not None and period else Decimal(0)


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

    A trigger of the database (``never_rewritten``, in the migration that brings it) refuses a word that leaves a gap,
    or that takes back or rewrites what any former one signed on the same text, by whatever number. ``version_label``
    is the number as people say it (1.0): a department may sign the version under consultation before it is in force,
    so ``version`` may be unknown for ever. ``promises`` are the words of each clause of ``clause_codes``, in the same
    order; a file of before may have none. ``comment`` holds the reservations, or why the department declines. It is a
    department that promises, by the function of whoever heads it: never a person.
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
    promises = ArrayField(
        models.TextField(max_length=LONGEST_WORDS), default=list, verbose_name=_("words of the promises")
    )
    hours_freed = models.DecimalField(_("hours freed"), max_digits=7, decimal_places=1, null=True)
    hours_period = models.CharField(_("for each"), max_length=8, choices=Period, blank=True)
    stops = models.TextField(_("what is not done instead"), max_length=LONGEST_WORDS, blank=True)
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
            models.CheckConstraint(name="commitment_names_a_version", condition=NUMBER),
            models.CheckConstraint(
                name="commitment_state_is_known",
                condition=Q(status__in=["a_planifier", "en_discussion", "signee", "signee_avec_reserve", "refusee"]),
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
            models.CheckConstraint(
                name="commitment_promises_go_with_clauses",
                condition=Q(promises=[]) | Q(clause_codes__len=HOW_MANY_PROMISES),
            ),
            models.CheckConstraint(
                name="commitment_hours_are_for_a_period",
                condition=NO_HOURS | Q(HOURS, hours_freed__gt=0),
                violation_error_message=_("Hours freed are more than nothing, and for a period."),
            ),
            # a row that nobody recorded here came from a file of before, which says less
            models.CheckConstraint(
                name="commitment_signed_here_is_whole",
                condition=~Q(status__in=["signee", "signee_avec_reserve"], recorded_by__isnull=False)
                | (
                    Q(promises__len__gte=1, hours_freed__isnull=False, team_discussion_date__isnull=False)
                    & ~Q(stops="")
                ),
                violation_error_message=_(
                    "A signature says its promises, the hours freed and what is not done instead."
                ),
            ),
            models.CheckConstraint(
                name="commitment_time_is_signed",
                condition=Q(status__in=["signee", "signee_avec_reserve"])
                | Q(hours_freed=None, hours_period="", stops=""),
                violation_error_message=_("Only a signature frees time: empty the hours and what stops, or sign."),
            ),
            models.CheckConstraint(
                name="commitment_says_why",
                condition=~Q(status__in=["signee_avec_reserve", "refusee"], recorded_by__isnull=False) | ~Q(comment=""),
                violation_error_message=_("Say your reservations, or why the department declines."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.version_label}"

    @property
    def is_signed(self) -> bool:
        return self.status in self.SIGNED

    @property
    def promised(self) -> list[tuple[str, str]]:
        """Each clause with the words of its promise, which a file of before does not have."""
        words = self.promises or [""] * len(self.clause_codes)
        return list(zip(self.clause_codes, words, strict=True))

    @property
    def is_planned(self) -> bool:
        """Whether its team discussion is still to come."""
        return self.team_discussion_date is not None and self.team_discussion_date > timezone.localdate()

    @property
    def hours_freed_a_year(self) -> Decimal:
        return hours_a_year(self.hours_freed, self.hours_period)


@sealed
class CommitmentFollowUp(models.Model):
    """What became of a promise, as the department tells it; the last row is its state, all are shown.

    It is about a promise of a department on a version, whatever the number of words in which it was completed.
    """

    class State(models.TextChoices):
        KEPT = "kept", pgettext_lazy("promise", "Kept")
        NOT_YET = "not_yet", pgettext_lazy("promise", "Not kept yet")
        NOT_KEPT = "not_kept", pgettext_lazy("promise", "Not kept")

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, db_index=False, related_name="follow_ups")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="follow_ups")
    version_label = models.CharField(_("version"), max_length=9)
    clause_code = models.CharField(_("clause"), max_length=7)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=8, choices=State)
    reason = models.TextField(_("why"), max_length=2000)
    hours_freed = models.DecimalField(_("hours really freed"), max_digits=7, decimal_places=1, null=True)
    hours_period = models.CharField(_("for each"), max_length=8, choices=Period, blank=True)
    day = models.DateField(default=timezone.localdate)
    by = models.UUIDField(null=True, editable=False)
    by_function = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("follow-up of a promise")
        ordering = ["department", "version_label", "clause_code", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "department", "version_label", "clause_code", "number"],
                name="follow_up_numbered_once",
                violation_error_message=_("Someone told the state of this promise at the same moment: read it first."),
            ),
            models.CheckConstraint(name="follow_up_names_a_version", condition=NUMBER),
            models.CheckConstraint(
                name="follow_up_state_is_known", condition=Q(state__in=["kept", "not_yet", "not_kept"])
            ),
            models.CheckConstraint(name="follow_up_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="follow_up_hours_are_for_a_period",
                condition=NO_HOURS | Q(HOURS, hours_freed__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause_code} {self.state}"


class RolloutActionQuerySet(SignedQuerySet):
    def late(self, today: date) -> RolloutActionQuerySet:
        """Open actions whose last day has passed; without a day, their last month ends it."""
        open_ones = self.alias(last_month=Coalesce("period_end", "period_start")).filter(state__in=RolloutAction.OPEN)
        return open_ones.filter(Q(due_on__lt=today) | Q(due_on=None, last_month__lt=today.replace(day=1)))


class RolloutAction(Signed):
    """An action of the rollout plan: what is done, when, by whom, for whom, and what shows that it was done."""

    class State(models.TextChoices):
        TO_DO = "to_do", pgettext_lazy("rollout action", "To do")
        IN_PROGRESS = "in_progress", pgettext_lazy("rollout action", "In progress")
        DONE = "done", pgettext_lazy("rollout action", "Done")
        GIVEN_UP = "given_up", pgettext_lazy("rollout action", "Given up")

    OPEN = (State.TO_DO, State.IN_PROGRESS)

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
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rollout",
        verbose_name=_("department"),
    )
    due_on = models.DateField(_("due on"), null=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.TO_DO)
    done_on = models.DateField(_("done on"), null=True)
    proof = models.TextField(_("what shows it"), max_length=2000, blank=True)
    proof_address = models.URLField(_("address of the proof"), max_length=500, blank=True)
    given_up_because = models.TextField(_("why it is given up"), max_length=2000, blank=True)

    objects = RolloutActionQuerySet.as_manager()
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
            models.CheckConstraint(
                name="rollout_state_is_known", condition=Q(state__in=["to_do", "in_progress", "done", "given_up"])
            ),
            models.CheckConstraint(
                name="rollout_done_is_dated_and_shown",
                condition=(Q(state="done", done_on__isnull=False) & (~Q(proof="") | ~Q(proof_address="")))
                | (~Q(state="done") & Q(done_on=None)),
                violation_error_message=_("An action that is done has a day, and something that shows it."),
            ),
            models.CheckConstraint(
                name="rollout_given_up_says_why",
                condition=Q(state="given_up", given_up_because__gt="")
                | (~Q(state="given_up") & Q(given_up_because="")),
                violation_error_message=_("Say why the action is given up."),
            ),
        ]

    def __str__(self) -> str:
        return self.step

    def get_absolute_url(self) -> str:
        return reverse("rollout-action", args=[self.charter.slug, self.position])

    @property
    def last_day(self) -> date:
        """The day after which it is late."""
        if self.due_on:
            return self.due_on
        month = self.period_end or self.period_start
        return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.last_day < timezone.localdate()


@sealed
class YearlyReview(models.Model):
    """The collective look at a year of the charter: what was looked at, found, and what will change.

    ``looked_at`` holds the counts as they were that day (``charters.commitments.reviewing.gather``): of departments and
    actions, never of people.
    """

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, db_index=False, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    version_label = models.CharField(_("version"), max_length=9, blank=True)
    held_on = models.DateField(_("held on"))
    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("committee")
    )
    looked_at = models.JSONField(default=dict)
    findings = models.TextField(_("what was found"), max_length=8000)
    changes = models.TextField(_("what will change"), max_length=8000, blank=True)
    next_on = models.DateField(_("next yearly review"))
    by = models.UUIDField(null=True, editable=False)
    by_function = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("yearly review")
        ordering = ["charter", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "number"],
                name="yearly_review_numbered_once",
                violation_error_message=_("A review was recorded at the same moment: read it first."),
            ),
            models.CheckConstraint(name="yearly_review_is_said", condition=~Q(findings="")),
            models.CheckConstraint(
                name="yearly_review_comes_again",
                condition=Q(next_on__gt=F("held_on")),
                violation_error_message=_("The next review comes after this one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.charter_id} {self.number}"
