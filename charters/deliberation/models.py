"""Proposals on the text, and the support they receive."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from charters.text.models import Charter, Clause, Section
from feedback.projects.models import Feedback
from feedback.voices.models import Contribution, Thread
from governance.sealed import sealed


class RoundResult(models.TextChoices):
    """How the consent round on a proposal ended."""

    ADOPTED = "adopted", pgettext_lazy("result of a consent round", "Adopted")
    NOT_ADOPTED = "not_adopted", pgettext_lazy("result of a consent round", "Not adopted")
    ESCALATED = "escalated", pgettext_lazy("result of a consent round", "Taken to a committee")


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
    # how its last consent round ended, and on which substance; nothing while one is open
    round_result = models.CharField(max_length=12, choices=RoundResult, blank=True, editable=False)
    round_substance = models.PositiveIntegerField(null=True, editable=False)
    # its last round took it to a committee, which has not answered every objection yet
    awaits_committee = models.BooleanField(default=False, editable=False)

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
            models.Index(fields=["charter", "written_on", "id"], condition=Q(outcome=""), name="proposal_unanswered"),
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
            models.CheckConstraint(
                name="proposal_answered_waits_for_nothing",
                condition=Q(outcome="")
                | Q(outcome="retire", awaits_confirmation=False, has_open_round=False)
                | Q(awaits_confirmation=False, has_open_round=False, awaits_committee=False),
            ),
            models.CheckConstraint(
                name="proposal_round_result_on_its_words",
                condition=Q(round_result="", round_substance=None)
                | Q(
                    round_result__in=["adopted", "not_adopted", "escalated"],
                    has_open_round=False,
                    round_substance__gte=1,
                    round_substance__lte=F("substance"),
                ),
            ),
            models.CheckConstraint(
                name="proposal_committee_after_its_round",
                condition=Q(awaits_committee=False) | Q(round_result__in=["adopted", "escalated"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.charter.slug, self.code])

    @property
    def is_adopted(self) -> bool:
        """Whether its last consent round adopted it, in the words that it asks for now."""
        return self.round_result == RoundResult.ADOPTED and self.round_substance == self.substance

    @property
    def is_reworded_since_adopted(self) -> bool:
        """Whether what it asks for changed after a round adopted it, as when the clause changed under its words."""
        return self.round_result == RoundResult.ADOPTED and self.round_substance != self.substance

    @property
    def is_elsewhere(self) -> bool:
        """Whether others decide on it for now: its consent round, or the committee to which the round took it."""
        return self.has_open_round or self.awaits_committee

    @property
    def was_refused(self) -> bool:
        """Whether its last consent round did not adopt it: nothing comes in without someone's choice."""
        return self.round_result in (RoundResult.NOT_ADOPTED, RoundResult.ESCALATED)

    @property
    def is_refused_as_it_is(self) -> bool:
        """Whether its last consent round did not adopt the very words that it asks for now."""
        return self.round_result == RoundResult.NOT_ADOPTED and self.round_substance == self.substance

    @property
    def comes_in_part_at_most(self) -> bool:
        """Whether nobody consented to what it asks for, once a round was held on it."""
        return self.is_reworded_since_adopted or self.is_refused_as_it_is

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
    keep it. Only a day is kept, under a random id: the proposal may be anonymous. ``by`` is kept for a paper card
    alone: the pseudonym of whoever set its words, with its author's agreement.
    """

    class Origin(models.TextChoices):
        PROPOSED = "proposed", _("As it was proposed")
        CARRIED_OVER = "carried_over", _("Carried over to the new text of the clause")
        CONFIRMED = "confirmed", _("Confirmed by its author on the new text")
        AMENDED = "amended", _("Amended by its author")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, db_index=False, related_name="wordings")
    number = models.PositiveIntegerField()
    substance = models.PositiveIntegerField()
    origin = models.CharField(max_length=12, choices=Origin)
    base_revision = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    reason = models.TextField(_("why"), max_length=2000, blank=True)
    on = models.DateField(default=timezone.localdate)
    by = models.UUIDField(null=True)

    class Meta:
        ordering = ["proposal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposal_wording_numbered_once"),
            models.CheckConstraint(
                name="proposal_wording_amended_is_reasoned", condition=~Q(origin="amended") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class SupportQuerySet(models.QuerySet):
    def counted(self) -> SupportQuerySet:
        """Those given to what their proposal asks for now, unless it waits for its author."""
        return self.filter(substance=F("proposal__substance"), proposal__awaits_confirmation=False)


class Support(models.Model):
    """One person's support of a proposal: a keyed digest of who, for that proposal alone; no member, no time.

    It is given to a substance: once its author changes what is asked for, it counts no more until it is given again.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="supports")
    digest = models.CharField(max_length=64)
    substance = models.PositiveIntegerField(default=1)

    objects = SupportQuerySet.as_manager()

    class Meta:
        # the digest first: each reading of the charter looks for the reader's own
        constraints = [models.UniqueConstraint(fields=["digest", "proposal"], name="support_once_each")]

    def __str__(self) -> str:
        return f"{self.proposal_id}"
