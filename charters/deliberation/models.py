"""Proposals on the text, and the support they receive."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.text.models import Charter, Clause, Section
from feedback.projects.models import Feedback
from feedback.voices.models import Contribution, Thread
from governance.sealed import sealed


class ProposalQuerySet(models.QuerySet):
    def open(self) -> ProposalQuerySet:
        """Proposals that still wait for their answer."""
        return self.filter(outcome="")

    def by_support(self) -> ProposalQuerySet:
        """Those that wait for an answer first, the most supported first among them.

        Supports that wait, with their proposal, for its author to confirm it, weigh nothing. An empty outcome sorts
        before any other.
        """
        return self.order_by("outcome", "awaits_confirmation", "-support_count", "-written_on", "pk")


class Proposal(Contribution):
    """A change asked for, drafted against one revision of the clause.

    The decision (``outcome``) and the integration (``integrated_revision``) are two facts. ``section`` is the
    section of the clause, or the one a new clause is for; a move says where it leads.
    """

    class Kind(models.TextChoices):
        NEW = "ajout", _("New clause")
        WORDING = "modification", _("New wording")
        MOVE = "deplacement", _("Move")
        MERGE = "fusion", _("Merge")
        REMOVAL = "suppression", _("Removal")

    class Stage(models.TextChoices):
        SUBMITTED = "depose", _("Submitted")
        UNDER_REVIEW = "en_instruction", _("Under review")
        IN_DISCUSSION = "en_discussion", _("In discussion")

    code = models.CharField(_("code"), max_length=18, unique=True, editable=False)
    kind = models.CharField(_("what is asked for"), max_length=12, choices=Kind)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.SUBMITTED)
    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="proposals")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, related_name="proposals")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="proposals")
    base_revision = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField(_("title of the proposal"), max_length=200)
    proposed_title = models.CharField(_("title of the clause"), max_length=200, blank=True)
    proposed_text = models.TextField(_("text of the clause"), max_length=4000, blank=True)
    motive = models.TextField(_("why"), max_length=4000)
    destination_section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    destination_after = models.ForeignKey(
        Clause,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("after which clause"),
    )
    merged_clauses = models.ManyToManyField(Clause, related_name="+", blank=True)
    supporting_feedback = models.ManyToManyField(
        Feedback, related_name="supported_proposals", blank=True, verbose_name=_("experience in support")
    )
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="duplicates")
    integrated_revision = models.PositiveIntegerField(null=True, editable=False)
    sources = models.ManyToManyField("self", symmetrical=False, related_name="merged_into", blank=True)

    # The words above are those of the last wording; the others stay readable.
    wording = models.PositiveIntegerField(default=1, editable=False)
    substance = models.PositiveIntegerField(default=1, editable=False)
    awaits_confirmation = models.BooleanField(default=False, editable=False)
    has_open_round = models.BooleanField(default=False, editable=False)
    # the substance that its last consent round adopted, when it adopted it
    adopted_substance = models.PositiveIntegerField(null=True, editable=False)

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="proposal", editable=False)
    support_count = models.PositiveIntegerField(default=0, editable=False)
    reported_supports = models.PositiveIntegerField(_("supports reported on paper"), default=0)

    called_by = "title"

    objects = ProposalQuerySet.as_manager()

    class Meta(Contribution.Meta):
        verbose_name = _("proposal")
        indexes = [
            *Contribution.Meta.indexes,
            models.Index(fields=["clause"], condition=Q(outcome=""), name="proposal_open_on_clause"),
            models.Index(fields=["charter"], condition=Q(awaits_confirmation=True), name="proposal_to_confirm"),
        ]
        constraints = [
            *Contribution.Meta.constraints,
            models.CheckConstraint(
                name="proposal_new_has_no_clause",
                condition=Q(kind="ajout", integrated_revision=None, clause=None)
                | Q(kind="ajout", integrated_revision__isnull=False)
                | (~Q(kind="ajout") & Q(clause__isnull=False)),
            ),
            models.CheckConstraint(
                name="proposal_text_unless_removal_or_move",
                condition=Q(kind__in=["suppression", "deplacement"], proposed_text="")
                | (~Q(kind__in=["suppression", "deplacement"]) & ~Q(proposed_text="")),
                violation_error_message=_("Write the text you propose."),
            ),
            models.CheckConstraint(
                name="proposal_move_leads_somewhere",
                condition=~Q(kind="deplacement") | Q(destination_section__isnull=False),
                violation_error_message=_("Say where the clause should go."),
            ),
            models.CheckConstraint(
                name="proposal_integrated_once_decided",
                condition=Q(integrated_revision=None) | Q(outcome__in=["retenu", "retenu_partiellement"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.charter.slug, self.code])

    @property
    def is_adopted(self) -> bool:
        """Whether its last consent round adopted it; opening another one starts anew."""
        return self.adopted_substance is not None

    @property
    def is_reworded_since_adopted(self) -> bool:
        """Whether what it asks for changed after a round adopted it, as when the clause changed under its words."""
        return self.adopted_substance is not None and self.adopted_substance < self.substance

    @property
    def counted_supports(self) -> int:
        """Supports given here to what it now asks for; none while it waits for its author to confirm it."""
        return 0 if self.awaits_confirmation else self.support_count

    @property
    def counted_reported(self) -> int:
        """Supports reported on paper: they were given to what was first asked for."""
        return 0 if self.awaits_confirmation or self.substance > 1 else self.reported_supports

    @property
    def all_supports(self) -> int:
        """Supports given here and supports reported on paper, for sentences that need one number."""
        return self.counted_supports + self.counted_reported


@sealed
class ProposalWording(models.Model):
    """The words of a proposal, each time they were set: nothing of what was proposed is lost.

    ``substance`` rises when its author changes what is asked for; the words that merely follow the text of the clause
    keep it. Only a day is kept, under a random id: the proposal may be anonymous.
    """

    class Origin(models.TextChoices):
        PROPOSED = "proposed", _("As it was proposed")
        CARRIED_OVER = "carried_over", _("Carried over to the new text of the clause")
        CONFIRMED = "confirmed", _("Confirmed by its author on the new text")
        AMENDED = "amended", _("Amended by its author")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveIntegerField()
    substance = models.PositiveIntegerField()
    origin = models.CharField(max_length=12, choices=Origin)
    base_revision = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    reason = models.TextField(_("why"), max_length=2000, blank=True)
    on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["proposal", "number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="proposal_wording_numbered_once")]

    def __str__(self) -> str:
        return f"{self.number}"


class Support(models.Model):
    """One person's support of a proposal: a keyed digest of who, for that proposal alone; no member, no time.

    It is given to a substance: once its author changes what is asked for, it counts no more until it is given again.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="supports")
    digest = models.CharField(max_length=64)
    substance = models.PositiveIntegerField(default=1)

    class Meta:
        # the digest first: each reading of the charter looks for the reader's own
        constraints = [models.UniqueConstraint(fields=["digest", "proposal"], name="support_once_each")]

    def __str__(self) -> str:
        return f"{self.proposal_id}"
