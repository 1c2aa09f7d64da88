"""Job profiles, and the validated clauses they quote. No evaluation of anyone is ever stored here."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.hr.kinds import DocumentKind, Ending
from charters.hr.outdated import outdated
from charters.versions.life import Opinion
from charters.versions.models import Version, VersionClause, VersionStep
from governance.committees.models import Committee
from governance.people.models import Department, StaffCategory
from governance.sealed import sealed
from governance.signing import Signed, SignedQuerySet, SignedRecords


class QuotesRecord(models.Model):
    """What a history row of a job description says besides its words: the quotes, when that save chose them."""

    quotes = models.JSONField(null=True)

    class Meta:
        abstract = True


class JobProfileQuerySet(SignedQuerySet):
    def in_use(self) -> JobProfileQuerySet:
        """The posts that exist still: what ended is kept, and no longer followed."""
        return self.filter(ended_on=None)

    def quoting(self) -> JobProfileQuerySet:
        """Those that quote at least one clause."""
        return self.filter(models.Exists(Quote.objects.filter(profile=models.OuterRef("pk"))))

    def named(self, words: str) -> JobProfileQuerySet:
        """Those whose title, number, family or department holds these words, whatever their case."""
        if not words:
            return self
        asked = Q(title__icontains=words) | Q(reference__icontains=words) | Q(family__icontains=words)
        return self.filter(asked | Q(department__name__icontains=words))

    def for_listing(self) -> JobProfileQuerySet:
        """All that a row of the list prints, in one query: how many quotes, of which version, still as it says?"""
        quotes = Quote.objects.filter(profile=models.OuterRef("pk")).order_by("clause__position")
        numbers = VersionStep.objects.filter(version=models.OuterRef("quoted_version"), kind=VersionStep.Kind.VALIDATED)
        return (
            self.select_related("department")
            .annotate(
                quote_count=models.Count("quotes"),
                to_read_again=models.Exists(Quote.objects.filter(profile=models.OuterRef("pk"), to_read_again=True)),
                is_outdated=models.Exists(Quote.objects.outdated().filter(profile=models.OuterRef("pk"))),
                lacks_own_practice=Q(is_manager=True)
                & ~Q(
                    models.Exists(
                        Objective.objects.filter(profile=models.OuterRef("pk"), own_practice=True, withdrawn=False)
                    )
                ),
                quoted_version=models.Subquery(quotes.values("clause__version")[:1]),
                version_in_force=models.Subquery(quotes.values("clause__version__charter__version_in_force")[:1]),
                quoted_number=models.Subquery(numbers.values("number")[:1]),
            )
            .order_by("title", "pk")
        )


class JobProfile(Signed):
    """A job description, kept light: what cooperation needs; the rest stays in HR's own document.

    ``reference`` is the number that human resources know the post by: a list that is imported finds it again by it.
    ``targets`` holds, by code of competence, the level that the post aims at; where it says nothing, one is proposed
    (``charters.hr.targets``). It describes a post, never whoever holds it.
    """

    title = models.CharField(_("title of the post"), max_length=200)
    reference = models.CharField(_("number of the post"), max_length=40, blank=True)
    occupation = models.CharField(_("occupation in the national repertory"), max_length=160, blank=True)
    family = models.CharField(_("family of posts"), max_length=120, blank=True)
    job_group = models.CharField(_("statutory job group"), max_length=120, blank=True)
    category = models.CharField(_("staff category"), max_length=1, choices=StaffCategory, blank=True)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    is_manager = models.BooleanField(_("manages people"), default=False)
    is_field_staff = models.BooleanField(_("works in the field"), default=False)
    reports_to = models.CharField(_("function it reports to"), max_length=200, blank=True)
    workplace = models.CharField(_("place of work"), max_length=200, blank=True)
    team = models.CharField(_("team it manages"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose of the post"), max_length=2000, blank=True)
    missions = models.TextField(_("missions and activities"), max_length=6000, blank=True)
    relations = models.TextField(_("working relations"), max_length=3000, blank=True)
    autonomy = models.TextField(_("autonomy and responsibilities"), max_length=3000, blank=True)
    skills = models.TextField(_("skills"), max_length=3000, blank=True)
    training = models.TextField(_("training"), max_length=2000, blank=True)
    conditions = models.TextField(_("working conditions"), max_length=3000, blank=True)
    means = models.TextField(_("means"), max_length=2000, blank=True)
    targets = models.JSONField(_("target levels"), default=dict, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = JobProfileQuerySet.as_manager()
    history = SignedRecords(bases=(QuotesRecord,))

    class Meta:
        verbose_name = _("job description")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="one_job_profile_for_a_reference",
                violation_error_message=_("Another job description has this number: open it, or take another number."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("job-profile", args=[self.pk])


class QuoteQuerySet(models.QuerySet):
    def outdated(self) -> QuoteQuerySet:
        """Those whose clause the version in force says otherwise, or no longer."""
        return self.filter(outdated("clause"))


class Quote(models.Model):
    """A clause of a version, quoted by a job description: what each kind of document says of it, word for word.

    An empty wording is not said in that document. The link to the clause, its version and the hash of that version
    stays, however the words were adapted. ``to_read_again`` says that words of human resources were kept though the
    charter's own changed: they wait for someone to read them beside the new ones.
    """

    profile = models.ForeignKey(JobProfile, on_delete=models.CASCADE, related_name="quotes")
    clause = models.ForeignKey(VersionClause, on_delete=models.PROTECT, related_name="quotes")
    wording = models.TextField(_("wording for the job description"), max_length=1000, blank=True)
    mission_letter = models.TextField(_("wording for a mission letter"), max_length=1000, blank=True)
    interview = models.TextField(_("wording for the yearly interview"), max_length=1000, blank=True)
    to_read_again = models.BooleanField(default=False)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("quote")
        ordering = ["profile", "clause__position"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "clause"], name="quote_once"),
            models.CheckConstraint(
                name="quote_says_something",
                condition=~Q(wording="", mission_letter="", interview=""),
                violation_error_message=_("Write at least one wording for this clause, or take it out."),
            ),
        ]

    def __str__(self) -> str:
        return (self.wording or self.mission_letter or self.interview)[:60]


class Objective(Signed):
    """An objective that goes with a post, for the yearly interview. It is never anyone's result.

    ``clause_code`` is the clause it puts into practice, if any. A post that manages people has at least one about
    the manager's ``own_practice`` (``charters.hr.objectives``).
    """

    profile = models.ForeignKey(JobProfile, on_delete=models.PROTECT, related_name="objectives")
    words = models.TextField(_("objective"), max_length=1000)
    own_practice = models.BooleanField(_("about the manager's own practice"), default=False)
    means = models.TextField(_("means given"), max_length=1000, blank=True)
    indicator = models.TextField(_("what will show it"), max_length=1000, blank=True)
    due = models.CharField(_("by when"), max_length=120, blank=True)
    clause_code = models.CharField(_("clause"), max_length=7, blank=True)
    withdrawn = models.BooleanField(default=False, editable=False)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("objective")
        ordering = ["profile", "pk"]

    def __str__(self) -> str:
        return self.words[:60]


@sealed
class GridOpinion(models.Model):
    """What the statutory committee said of the grid of competences, as one version froze it.

    Until it is heard, every document says that it only supports an exchange; a scale that changes is another grid,
    of which it has to be heard again (``scale_digest``). A correction is another row, with its reason.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    scale_digest = models.CharField(max_length=64)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    committee_name = models.CharField(max_length=200)
    sequence = models.PositiveSmallIntegerField()
    verdict = models.CharField(_("opinion"), max_length=12, choices=Opinion.Verdict)
    on = models.DateField(_("given on"))
    reference = models.CharField(_("reference"), max_length=200)
    words = models.TextField(_("in the committee's words"), max_length=4000, blank=True)
    correction_reason = models.TextField(_("why it is corrected"), max_length=1000, blank=True)
    recorded_by = models.UUIDField()
    recorded_by_function = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opinion on the grid")
        ordering = ["scale_digest", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["scale_digest", "sequence"], name="grid_opinion_once"),
            models.CheckConstraint(
                name="grid_opinion_correction_says_why", condition=Q(sequence=1) | ~Q(correction_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_name}, {self.on}"


class MadeDocumentQuerySet(models.QuerySet):
    def last_of_each(self) -> MadeDocumentQuerySet:
        """The last document of each kind, format and template, for each job description in use.

        One made from a template that was retired since counts as one of the house: the next one replaces it.
        """
        of_the_house = Q(template=None) | Q(template__retired=True)
        newer = MadeDocument.objects.filter(
            profile=models.OuterRef("profile"),
            kind=models.OuterRef("kind"),
            ending=models.OuterRef("ending"),
            made_at__gt=models.OuterRef("made_at"),
            followed=True,
        )
        replaced = models.Exists(newer.filter(of_the_house))
        followed_up = models.Exists(newer.filter(template=models.OuterRef("template")))
        return self.filter(profile__ended_on=None, followed=True).filter(
            (of_the_house & ~Q(replaced)) | (Q(template__retired=False) & ~Q(followed_up))
        )

    def outdated(self) -> MadeDocumentQuerySet:
        """Those that quote a clause which the version in force says otherwise, or no longer."""
        quoted = MadeDocument.clauses.through.objects.filter(outdated("versionclause"))
        return self.filter(models.Exists(quoted.filter(madedocument=models.OuterRef("pk"))))


class MadeDocument(models.Model):
    """A document that left, remembered by what it quoted and not by its content.

    ``version`` is None if it quoted nothing, ``template`` if it was made from that of the house. One that would say
    nothing any more is no longer ``followed``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    profile = models.ForeignKey(JobProfile, on_delete=models.PROTECT, related_name="documents")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=DocumentKind)
    ending = models.CharField(max_length=4, choices=Ending)
    template = models.ForeignKey("WordTemplate", on_delete=models.PROTECT, null=True, related_name="documents")
    clauses = models.ManyToManyField(VersionClause, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.UUIDField()
    followed = models.BooleanField(default=True)

    objects = MadeDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document made")
        ordering = ["-made_at", "pk"]
        indexes = [models.Index(fields=["profile", "kind", "ending", "-made_at"], name="last_document_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.kind}.{self.ending}"
