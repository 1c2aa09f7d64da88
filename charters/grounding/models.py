"""Experience that grounds clauses: what an entry says for, about, or against a clause."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from charters.text.models import Clause
from feedback.projects.models import Feedback


class Citation(models.Model):
    """A clause cites a feedback entry, with a stance; ``passage`` is the exact words when there are some."""

    class Stance(models.TextChoices):
        SUPPORTS = "supports", _("Supports")
        QUALIFIES = "qualifies", _("Qualifies")
        CONTRADICTS = "contradicts", _("Contradicts")

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="citations")
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="citations")
    stance = models.CharField(_("stance"), max_length=12, choices=Stance, default=Stance.SUPPORTS)
    passage = models.TextField(_("passage"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("citation")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["clause", "feedback", "passage"], name="citation_once")]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.feedback_id}"
