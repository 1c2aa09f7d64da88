"""Workshops: their minutes, and what was said in them, sentence by sentence."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.projects.models import Feedback
from governance.committees.meetings import CommitteeTask
from governance.signing import Signed, SignedQuerySet, SignedRecords

LONGEST_MINUTES = 200_000


class Workshop(Signed):
    """A workshop as its minutes tell it. ``minutes`` are the words that were received, and never change."""

    code = models.CharField(_("code"), max_length=18, unique=True)
    title = models.CharField(_("title"), max_length=200)
    held_on = models.DateField(_("day"), null=True, blank=True)
    site = models.CharField(_("place"), max_length=120, blank=True)
    question = models.TextField(_("question asked"), max_length=2000, blank=True)
    summary = models.TextField(_("summary"), max_length=8000, blank=True)
    proposal = models.TextField(_("what is proposed"), max_length=4000, blank=True)
    minutes = models.TextField(_("minutes as they were received"), max_length=LONGEST_MINUTES, editable=False)
    source_name = models.CharField(_("file they came in"), max_length=200, blank=True, editable=False)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords(excluded_fields=["minutes"])

    class Meta:
        verbose_name = _("workshop")
        ordering = ["-held_on", "-code"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workshop", args=[self.code])


class Statement(Signed):
    """A sentence said in a workshop. ``said`` is what the minutes say, ``text`` what it is read as once corrected.

    What became of it: ``entry`` and ``task``; proposals refer to it from the floor above. One that should not be
    there (half a sentence, something said twice) is set aside, with a reason, and keeps its place.
    """

    class Kind(models.TextChoices):
        FINDING = "constat", _("Finding")
        STAKE = "enjeu", _("Stake")
        QUESTION = "question", pgettext_lazy("kind of statement", "Question")
        RESOURCE = "ressource", _("Resource")
        IDEA = "idee", _("Idea")

    class Part(models.TextChoices):
        DISCUSSED = "discute", _("Discussed")
        TO_EXPLORE = "a_creuser", _("To dig into")

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="statements")
    position = models.PositiveIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    part = models.CharField(_("part of the minutes"), max_length=12, choices=Part, default=Part.DISCUSSED)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="details", verbose_name=_("detail of")
    )
    said = models.TextField(_("as the minutes say it"), max_length=4000, blank=True, editable=False)
    text = models.TextField(_("statement"), max_length=4000)
    set_aside = models.BooleanField(_("set aside"), default=False, editable=False)
    entry = models.ForeignKey(Feedback, on_delete=models.PROTECT, null=True, editable=False, related_name="statements")
    task = models.ForeignKey(
        CommitteeTask, on_delete=models.PROTECT, null=True, editable=False, related_name="statements"
    )

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("statement")
        ordering = ["workshop", "position"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "position"], name="statement_place_once"),
            models.CheckConstraint(
                name="statement_has_words",
                condition=~Q(text=""),
                violation_error_message=_("A statement has words: set it aside if it should not be there."),
            ),
            models.CheckConstraint(
                name="statement_is_no_detail_of_itself", condition=Q(parent=None) | ~Q(parent=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return f"{reverse('workshop', args=[self.workshop.code])}#statement-{self.position}"
