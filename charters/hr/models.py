"""Job profiles, and the validated clauses they quote. No evaluation of anyone is ever stored here."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from charters.versions.models import VersionClause, VersionStep
from governance.people.models import Department, StaffCategory
from governance.signing import Signed, SignedQuerySet, SignedRecords


class QuotesRecord(models.Model):
    """What a history row of a job description says besides its words: the quotes, when that save chose them."""

    quotes = models.JSONField(null=True)

    class Meta:
        abstract = True


class JobProfileQuerySet(SignedQuerySet):
    def for_listing(self) -> JobProfileQuerySet:
        """All that a row of the list prints, in one query: how many quotes, of which version, still in force?"""
        quotes = Quote.objects.filter(profile=models.OuterRef("pk")).order_by("clause__position")
        numbers = VersionStep.objects.filter(version=models.OuterRef("quoted_version"), kind=VersionStep.Kind.VALIDATED)
        return (
            self.select_related("department")
            .annotate(
                quote_count=models.Count("quotes"),
                quoted_version=models.Subquery(quotes.values("clause__version")[:1]),
                version_in_force=models.Subquery(quotes.values("clause__version__charter__version_in_force")[:1]),
                quoted_number=models.Subquery(numbers.values("number")[:1]),
            )
            .order_by("title", "pk")
        )


class JobProfile(Signed):
    """A job description, kept light: what cooperation needs; the rest stays in HR's own document."""

    title = models.CharField(_("title of the post"), max_length=200)
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
    purpose = models.TextField(_("purpose of the post"), max_length=2000, blank=True)

    objects = JobProfileQuerySet.as_manager()
    history = SignedRecords(bases=(QuotesRecord,))

    class Meta:
        verbose_name = _("job description")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("job-profile", args=[self.pk])


class Quote(models.Model):
    """A clause of a version, quoted in a job description; ``wording`` is what the document says."""

    profile = models.ForeignKey(JobProfile, on_delete=models.CASCADE, related_name="quotes")
    clause = models.ForeignKey(VersionClause, on_delete=models.PROTECT, related_name="quotes")
    wording = models.TextField(_("wording"), max_length=1000)

    class Meta:
        verbose_name = _("quote")
        ordering = ["profile", "clause__position"]
        constraints = [models.UniqueConstraint(fields=["profile", "clause"], name="quote_once")]

    def __str__(self) -> str:
        return self.wording[:60]
