"""What grounds clauses: passages of experience with a stance, outside resources, sentences said in workshops."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from charters.deliberation.models import Proposal
from charters.text.models import Clause
from feedback.projects.models import Feedback
from feedback.workshops.models import Statement
from governance.sealed import sealed
from governance.signing import Signed, SignedQuerySet, SignedRecords

WITHDRAWN_WITH_A_REASON = Q(withdrawn_on=None) ^ ~Q(withdrawn_because="")


class GroundingQuerySet(SignedQuerySet):
    def standing(self) -> GroundingQuerySet:
        """Those that nobody withdrew."""
        return self.filter(withdrawn_on=None)


class Grounds(Signed):
    """What a clause rests on, brought by someone on a day; withdrawn with a reason, never deleted."""

    brought_by = models.UUIDField(null=True, editable=False)
    brought_on = models.DateField(null=True, editable=False)
    withdrawn_on = models.DateField(null=True, editable=False)
    withdrawn_because = models.TextField(_("why it is withdrawn"), max_length=1000, blank=True, editable=False)

    class Meta:
        abstract = True


class Citation(Grounds):
    """A clause cites a feedback entry, with a stance; ``passage`` is the exact words when there are some.

    The passage is kept as it was cited. When the entry is corrected and says it no more, pages say so.
    """

    class Stance(models.TextChoices):
        SUPPORTS = "supports", _("Supports")
        QUALIFIES = "qualifies", _("Qualifies")
        CONTRADICTS = "contradicts", _("Contradicts")

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="citations")
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="citations")
    stance = models.CharField(_("stance"), max_length=12, choices=Stance, default=Stance.SUPPORTS)
    passage = models.TextField(_("passage"), max_length=1000, blank=True)
    because = models.TextField(_("what it says of the clause"), max_length=1000, blank=True)

    objects = GroundingQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("citation")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "feedback", "passage"],
                condition=Q(withdrawn_on=None),
                name="citation_once",
                violation_error_message=_("The clause already cites these very words."),
            ),
            models.CheckConstraint(name="citation_withdrawn_with_a_reason", condition=WITHDRAWN_WITH_A_REASON),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.feedback_id}"


class OutsideResource(Grounds):
    """Something outside the organisation that a clause rests on: a title, an address, and what it brings."""

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="resources")
    title = models.CharField(_("title"), max_length=200)
    address = models.URLField(_("address"), max_length=500)
    because = models.TextField(_("what it brings to the clause"), max_length=1000, blank=True)

    objects = GroundingQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("outside resource")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "address"],
                condition=Q(withdrawn_on=None),
                name="outside_resource_once",
                violation_error_message=_("The clause already cites this address."),
            ),
            models.CheckConstraint(name="outside_resource_withdrawn_with_a_reason", condition=WITHDRAWN_WITH_A_REASON),
        ]

    def __str__(self) -> str:
        return self.title


@sealed
class ProposalOrigin(models.Model):
    """A proposal that was made from a sentence said in a workshop."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, primary_key=True, related_name="origin")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="proposals")

    def __str__(self) -> str:
        return f"{self.statement_id}"
