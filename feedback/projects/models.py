"""Projects, and the structured experience people bring back from them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.voices.models import Contribution, Thread
from governance.directory.models import Stakeholder, Tool
from governance.people.models import Department, StaffCategory
from governance.signing import Signed, SignedQuerySet, SignedRecords


class Term(models.Model):
    """An entry of a closed list: ways of cooperating, hindrances, levers, degrees of participation."""

    class List(models.TextChoices):
        COOPERATION_MODE = "cooperation_mode", _("Way of cooperating")
        HINDRANCE = "hindrance", _("Hindrance")
        LEVER = "lever", _("Lever")
        PARTICIPATION = "participation", _("Degree of participation")

    list = models.CharField(max_length=20, choices=List)
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    definition = models.TextField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["list", "position"]
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="term_once_in_its_list")]

    def __str__(self) -> str:
        return self.label


class Project(models.Model):
    """A project of the organisation, told by one or several feedback entries."""

    name = models.CharField(_("project"), max_length=200)

    def __str__(self) -> str:
        return self.name


class FeedbackQuerySet(SignedQuerySet):
    def visible_to(self, member: object) -> FeedbackQuerySet:
        """Published entries are everyone's; a draft is its author's, or of whoever typed it for them."""
        if not member.is_authenticated:
            return self.none()
        return self.filter(Q(status=Feedback.Status.PUBLISHED) | Q(author=member) | Q(entered_by=member))

    def for_listing(self) -> FeedbackQuerySet:
        """All that one row of the list prints, in a stable order."""
        return self.select_related("project", "thread", "department").order_by("-period_end", "code")


class Feedback(Contribution, Signed):
    """An entry of experience: what a project lived, what helped, what hindered, what it teaches."""

    class Outcome(models.TextChoices):
        SUCCESS = "reussi", _("Success")
        MIXED = "mitige", _("Mixed")
        STOPPED = "arrete", _("Stopped")

    class Status(models.TextChoices):
        DRAFT = "brouillon", _("Draft")
        PUBLISHED = "publie", _("Published")

    code = models.CharField(_("code"), max_length=18, unique=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="feedback")
    period_start = models.DateField(_("first month"))
    period_end = models.DateField(_("last month"))
    context = models.TextField(_("what the project was about"), max_length=4000)
    cooperation_modes = models.ManyToManyField(
        Term,
        related_name="+",
        blank=True,
        verbose_name=_("ways of cooperating"),
        limit_choices_to={"list": Term.List.COOPERATION_MODE},
    )
    cooperation_modes_detail = models.TextField(_("how people cooperated"), max_length=4000, blank=True)
    lessons = ArrayField(models.CharField(max_length=1000), default=list, blank=True, verbose_name=_("lessons"))
    departments = models.ManyToManyField(
        Department, related_name="feedback", verbose_name=_("departments that took part")
    )
    categories = ArrayField(
        models.CharField(max_length=1, choices=StaffCategory),
        default=list,
        blank=True,
        verbose_name=_("staff categories that took part"),
    )
    participants_estimate = models.PositiveIntegerField(_("about how many people took part"), default=0)
    stakeholders = models.ManyToManyField(
        Stakeholder, related_name="feedback", blank=True, verbose_name=_("outside organisations")
    )
    tools = models.ManyToManyField(Tool, related_name="feedback", blank=True, verbose_name=_("tools used"))
    project_outcome = models.CharField(_("how it ended"), max_length=10, choices=Outcome)
    recorded_by = models.CharField(_("told by"), max_length=160, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.DRAFT)
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="feedback")

    called_by = "project__name"

    objects = FeedbackQuerySet.as_manager()
    history = SignedRecords(excluded_fields=["thread", "printed_as", "author_told"])

    class Meta(Contribution.Meta):
        verbose_name = _("feedback entry")
        ordering = ["code"]
        constraints = [
            *Contribution.Meta.constraints,
            models.CheckConstraint(
                name="feedback_period_in_order",
                condition=Q(period_end__gte=F("period_start")),
                violation_error_message=_("The last month is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.project}"

    def get_absolute_url(self) -> str:
        return reverse("feedback", args=[self.code])


class Experienced(models.Model):
    """Something that helped or hindered, of a listed kind, in the words of those who lived it."""

    position = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=1000)

    class Meta:
        abstract = True
        ordering = ["feedback", "position"]

    def __str__(self) -> str:
        return self.text[:60]


class Lever(Experienced):
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="levers")
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="+", limit_choices_to={"list": Term.List.LEVER}
    )

    class Meta(Experienced.Meta):
        verbose_name = _("lever")


class Hindrance(Experienced):
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="hindrances")
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="+", limit_choices_to={"list": Term.List.HINDRANCE}
    )

    class Meta(Experienced.Meta):
        verbose_name = _("hindrance")
