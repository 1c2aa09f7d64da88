"""What a committee lives through: its mandates, its meetings, what they hand over, and the tasks it is given."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.committees.models import Committee, Decision, InformationItem, lines
from governance.signing import Signed, SignedQuerySet, SignedRecords


class Mandate(Signed):
    """From when until when a committee may act, and who said so. A renewal is another mandate."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="mandates")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    given_by = models.CharField(_("given by"), max_length=200)
    purpose = models.TextField(_("what for"), max_length=2000, blank=True)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("mandate")
        ordering = ["committee", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "starts_on"],
                name="mandate_starts_once",
                violation_error_message=_("A mandate of this committee already begins on that day."),
            ),
            models.UniqueConstraint(
                fields=["committee"],
                condition=Q(ends_on=None),
                name="mandate_without_end_once",
                violation_error_message=_("A mandate of this committee has no end already."),
            ),
            models.CheckConstraint(
                name="mandate_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The mandate ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.starts_on}"


class Meeting(Signed):
    """A meeting of a committee: announced with its agenda, held, then told in its minutes; or cancelled, and why."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField(editable=False)
    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    agenda = lines(300, verbose_name=_("agenda"))
    minutes = models.TextField(_("minutes"), max_length=20000, blank=True)
    minutes_on = models.DateField(_("minutes published on"), null=True, blank=True)
    visibility = models.CharField(
        _("who may read the minutes"),
        max_length=12,
        choices=Decision.Visibility,
        default=Decision.Visibility.EVERYONE,
    )
    cancelled = models.BooleanField(_("cancelled"), default=False, editable=False)
    cancelled_because = models.TextField(_("why it is cancelled"), max_length=1000, blank=True)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("meeting")
        ordering = ["committee", "-held_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="meeting_numbered_once"),
            models.CheckConstraint(name="meeting_minutes_are_dated", condition=Q(minutes_on=None) ^ ~Q(minutes="")),
            models.CheckConstraint(
                name="meeting_minutes_follow_it",
                condition=Q(minutes_on=None) | Q(minutes_on__gte=F("held_on")),
                violation_error_message=_("The minutes come after the meeting."),
            ),
            models.CheckConstraint(
                name="meeting_cancelled_with_a_reason",
                condition=Q(cancelled=False) ^ ~Q(cancelled_because=""),
                violation_error_message=_("Say why the meeting is cancelled."),
            ),
            models.CheckConstraint(
                name="meeting_held_or_cancelled",
                condition=Q(cancelled=False) | Q(minutes=""),
                violation_error_message=_("A meeting that was cancelled has no minutes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.held_on}"


class Sharing(Signed):
    """A piece of decisive information was shared after a meeting, that day, there."""

    information = models.ForeignKey(InformationItem, on_delete=models.PROTECT, related_name="sharings")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="sharings")
    shared_on = models.DateField(_("shared on"))
    place = models.CharField(_("where it is found"), max_length=300, blank=True)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("information shared")
        ordering = ["meeting", "information"]
        constraints = [
            models.UniqueConstraint(
                fields=["information", "meeting"],
                name="sharing_once",
                violation_error_message=_("It is already said that this was shared after that meeting."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.information_id} {self.shared_on}"


class CommitteeTask(Signed):
    """Something a committee is asked to do: who follows it, by when, and what came of it."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of a task", "To do")
        DONE = "done", pgettext_lazy("state of a task", "Done")
        DROPPED = "dropped", pgettext_lazy("state of a task", "Given up")

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="tasks")
    text = models.TextField(_("what is asked"), max_length=2000)
    owner_function = models.CharField(_("who follows it up"), max_length=200, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    came_of_it = models.TextField(_("what came of it"), max_length=2000, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("task of a committee")
        ordering = ["committee", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="committee_task_ended_with_words",
                condition=Q(state="open", ended_on=None, came_of_it="")
                | (~Q(state="open") & Q(ended_on__isnull=False) & ~Q(came_of_it="")),
                violation_error_message=_("Say what came of the task."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
