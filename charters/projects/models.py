"""The charter in a project: the checklist it opened with, what it asked of management, what became of each clause."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from charters.text.models import Clause
from charters.versions.models import Version
from feedback.projects.models import Project
from governance.signing import Signed, SignedQuerySet, SignedRecords


class ClauseUse(Signed):
    """A clause in force on the day a project opened, and, when it closes, what the project made of it, and why."""

    class Answer(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("what a project made of a clause", "Applied")
        ADAPTED = "adapted", pgettext_lazy("what a project made of a clause", "Adapted")
        NOT_APPLICABLE = "not_applicable", pgettext_lazy("what a project made of a clause", "Not applicable")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="clause_uses")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="uses")
    answer = models.CharField(_("what became of it"), max_length=16, choices=Answer, blank=True)
    because = models.TextField(_("why"), max_length=2000, blank=True)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("clause on a checklist")
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "clause"], name="clause_use_once"),
            models.CheckConstraint(
                name="clause_use_says_why",
                condition=Q(answer="") | ~Q(because=""),
                violation_error_message=_("Say why: the next project will read it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.clause_id}"


class DecisionRequestQuerySet(SignedQuerySet):
    def waiting(self) -> DecisionRequestQuerySet:
        """Those that nobody answered and the project did not withdraw."""
        return self.filter(answered_on=None, withdrawn_on=None)


class DecisionRequest(Signed):
    """A project that is blocked asks executive management for a decision; ``due_on`` is when it should have one."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="requests")
    number = models.PositiveSmallIntegerField(editable=False)
    question = models.CharField(_("what is to be decided"), max_length=300)
    blocked = models.TextField(_("what is blocked, and since when"), max_length=2000)
    choices = models.TextField(_("the possible answers, as the project sees them"), max_length=2000, blank=True)
    asked_on = models.DateField(editable=False)
    asked_by = models.UUIDField(null=True, editable=False)
    asked_by_function = models.CharField(max_length=120, blank=True, editable=False)
    due_on = models.DateField(editable=False)
    answer = models.TextField(_("decision, and its reason"), max_length=4000, blank=True)
    answered_on = models.DateField(null=True, editable=False)
    answered_by = models.UUIDField(null=True, editable=False)
    answered_by_function = models.CharField(max_length=120, blank=True, editable=False)
    withdrawn_on = models.DateField(null=True, editable=False)
    withdrawn_because = models.TextField(_("why it is withdrawn"), max_length=1000, blank=True, editable=False)

    objects = DecisionRequestQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("request for a decision")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="decision_request_numbered_once"),
            models.CheckConstraint(name="decision_request_due_later", condition=Q(due_on__gte=F("asked_on"))),
            models.CheckConstraint(
                name="decision_request_answered_with_words",
                condition=Q(answered_on=None) ^ ~Q(answer=""),
                violation_error_message=_("Say what is decided, and why."),
            ),
            models.CheckConstraint(
                name="decision_request_withdrawn_with_a_reason",
                condition=Q(withdrawn_on=None) ^ ~Q(withdrawn_because=""),
            ),
            models.CheckConstraint(
                name="decision_request_ends_once", condition=Q(answered_on=None) | Q(withdrawn_on=None)
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(answered_on=None, withdrawn_on=None),
                name="decision_request_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_waiting(self) -> bool:
        return self.answered_on is None and self.withdrawn_on is None

    @property
    def days_waiting(self) -> int:
        """For how many days it waited, until it ended or until today."""
        until: datetime.date = self.answered_on or self.withdrawn_on or timezone.localdate()
        return max(0, (until - self.asked_on).days)

    @property
    def days_late(self) -> int:
        """By how many days the announced day has passed without an answer; 0 while it has not."""
        return max(0, (timezone.localdate() - self.due_on).days) if self.is_waiting else 0
