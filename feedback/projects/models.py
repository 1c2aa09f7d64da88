"""Projects, and the structured experience people bring back from them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.voices.models import Contribution, Thread
from governance.committees.models import Committee
from governance.directory.models import Stakeholder, Tool
from governance.people.models import Department, StaffCategory
from governance.signing import Signed, SignedQuerySet, SignedRecords


class Term(Signed):
    """An entry of a closed list: ways of cooperating, hindrances, levers, degrees of participation.

    Its code never changes, since entries and files refer to it. One that is retired is offered no more, and stays on
    what was already told with it.
    """

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
    retired = models.BooleanField(_("no longer offered"), default=False)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("entry of a list")
        ordering = ["list", "position"]
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="term_once_in_its_list")]

    def __str__(self) -> str:
        return self.label


class ProjectQuerySet(SignedQuerySet):
    def known_to_all(self) -> models.QuerySet[Project]:
        """Those that were opened or that a published entry tells: one that only a draft names is its author's own."""
        told = Feedback.objects.filter(project=OuterRef("pk"), status=Feedback.Status.PUBLISHED)
        return self.filter(Q(opened_on__isnull=False) | Exists(told))


class Project(Signed):
    """A project of the organisation: told by feedback entries, and, when it was opened here, how it is set up.

    ``opened_on`` is empty for a project that is only told about; ``opened_by`` is the pseudonym of whoever opened it
    here, and keeps it. ``participation`` says, for each degree of
    participation (the code of a term), which groups of people take part in that way.
    """

    code = models.CharField(_("code"), max_length=18, unique=True)
    name = models.CharField(_("project"), max_length=200)
    brief = models.TextField(_("project brief"), max_length=4000, blank=True)
    mission_letter = models.TextField(_("mission letter"), max_length=4000, blank=True)
    committee = models.ForeignKey(
        Committee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("committee that steers it"),
    )
    governance = models.TextField(_("who decides what in it"), max_length=2000, blank=True)
    participation = models.JSONField(_("who takes part, and how far"), default=dict, blank=True)
    time_freed = models.CharField(_("working time freed"), max_length=300, blank=True)
    sponsor_function = models.CharField(_("sponsor in executive management"), max_length=200, blank=True)
    leader_function = models.CharField(_("who leads it"), max_length=200, blank=True)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("department that carries it"),
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    opened_by = models.UUIDField(null=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = ProjectQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("project")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="project_closed_after_it_opened",
                condition=Q(closed_on=None) | Q(opened_on__isnull=False, closed_on__gte=F("opened_on")),
                violation_error_message=_("A project is closed after it was opened."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class StoryRecord(models.Model):
    """What a history row of an entry says besides its own fields: the rows around it, as plain values."""

    told = models.JSONField(default=dict)

    class Meta:
        abstract = True


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
    period_start = models.DateField(_("first month"), null=True, blank=True)
    period_end = models.DateField(_("last month"), null=True, blank=True)
    context = models.TextField(_("what the project was about"), max_length=4000, blank=True)
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
    hours_planned = models.PositiveIntegerField(_("working hours planned for cooperating"), null=True, blank=True)
    hours_spent = models.PositiveIntegerField(_("working hours spent cooperating"), null=True, blank=True)
    stakeholders = models.ManyToManyField(
        Stakeholder, related_name="feedback", blank=True, verbose_name=_("outside organisations")
    )
    tools = models.ManyToManyField(Tool, related_name="feedback", blank=True, verbose_name=_("tools used"))
    project_outcome = models.CharField(_("how it ended"), max_length=10, choices=Outcome, blank=True)
    recorded_by = models.CharField(_("told by"), max_length=160, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.DRAFT)
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="feedback")

    called_by = "project__name"

    objects = FeedbackQuerySet.as_manager()
    history = SignedRecords(bases=(StoryRecord,), excluded_fields=["thread", "printed_as", "author_told"])

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
            models.CheckConstraint(
                name="feedback_published_is_whole",
                condition=~Q(status="publie")
                | (Q(period_start__isnull=False, period_end__isnull=False) & ~Q(context="") & ~Q(project_outcome="")),
                violation_error_message=_("Say when it was, what it was about and how it ended, then publish."),
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
