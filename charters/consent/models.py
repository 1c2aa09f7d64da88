"""Consent rounds: a text is good enough when nobody shows that it would do harm.

A round is about one proposal, which may be a merged text. Its steps and its decision are sealed rows; a position is
bound to the exact wording it was taken on.
"""

from __future__ import annotations

import uuid
from types import MappingProxyType

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from charters.deliberation.models import Proposal, RoundResult
from feedback.voices.models import LAST_ANSWERED, UNTOLD, Contribution, Outcome
from governance.committees.models import Committee
from governance.people.models import StaffCategory
from governance.sealed import sealed


class Step(models.TextChoices):
    """What is done in a round, in this order; a facilitator opens each, and may go back to one."""

    CLARIFY = "clarify", pgettext_lazy("step of a consent round", "Clarify")
    REACT = "react", pgettext_lazy("step of a consent round", "React")
    AMEND = "amend", pgettext_lazy("step of a consent round", "Amend")
    OBJECT = "object", pgettext_lazy("step of a consent round", "Object")
    DECIDE = "decide", pgettext_lazy("step of a consent round", "Decide")


class ConsentRound(models.Model):
    """A round on a proposal. ``step`` is that of its last step row; it is closed by its decision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("code"), max_length=18, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="rounds")
    question = models.TextField(_("what the round asks"), max_length=1000, blank=True)
    step = models.CharField(max_length=10, choices=Step, default=Step.CLARIFY, editable=False)
    step_until = models.DateField(editable=False)
    is_open = models.BooleanField(default=True, editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("consent round")
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(is_open=True),
                name="one_round_open_on_a_proposal",
                violation_error_message=_("A consent round is already open on this proposal. Its page leads to it."),
            )
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.proposal.charter.slug, self.code])

    @property
    def is_past_its_day(self) -> bool:
        """Whether the last day announced for its step is behind us: said to everyone, it moves nothing by itself."""
        return self.is_open and self.step_until < timezone.localdate()


@sealed
class RoundStep(models.Model):
    """A step was opened, until a date that was announced; a date put off is a row of the same step."""

    round = models.ForeignKey(ConsentRound, on_delete=models.PROTECT, db_index=False, related_name="steps")
    number = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=10, choices=Step)
    until = models.DateField()
    reason = models.TextField(_("why"), max_length=1000, blank=True)
    wording = models.PositiveIntegerField()
    by = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["round", "number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="round_step_numbered_once")]

    def __str__(self) -> str:
        return self.get_step_display()


ANSWERS_TO_POSITIONS = MappingProxyType(
    {
        Outcome.TAKEN_UP: pgettext_lazy("answer to a position", "Taken into account"),
        Outcome.IN_PART: pgettext_lazy("answer to a position", "Taken into account in part"),
        Outcome.NOT_TAKEN_UP: pgettext_lazy("answer to a position", "Not followed"),
    }
)


class Position(Contribution):
    """What one person says of the exact text: consent, a concern, or an argued objection.

    ``wording`` is the number of the wording it is bound to: on any other, it waits to be confirmed and does not
    count; ``taken_wording`` is that on which it was taken, which no confirmation changes. Whoever changes their mind
    leaves the former position readable (``is_current`` false). ``holder_digest`` makes it one each, anonymous or not;
    the words of a paper card have none.
    """

    class Kind(models.TextChoices):
        CONSENT = "consent", pgettext_lazy("position", "Consent")
        CONCERN = "concern", pgettext_lazy("position", "Consent, with a concern")
        OBJECTION = "objection", pgettext_lazy("position", "Objection")

    class End(models.TextChoices):
        INTEGRATED = "integrated", pgettext_lazy("end of an objection", "Integrated into the text")
        WITHDRAWN = "withdrawn", pgettext_lazy("end of an objection", "Withdrawn by its author")
        NOT_VALID = "not_valid", pgettext_lazy("end of an objection", "Judged not valid")
        ESCALATED = "escalated", pgettext_lazy("end of an objection", "Taken to a committee")

    round = models.ForeignKey(ConsentRound, on_delete=models.PROTECT, related_name="positions")
    kind = models.CharField(_("position"), max_length=10, choices=Kind)
    words = models.TextField(_("in a few words"), max_length=4000, blank=True)
    harm = models.TextField(_("what harm the text would do"), max_length=4000, blank=True)
    scope = models.TextField(_("to whom, where, when"), max_length=1000, blank=True)
    wording = models.PositiveIntegerField()
    taken_wording = models.PositiveIntegerField(editable=False)
    confirmed_on = models.DateField(null=True, editable=False)
    # of a paper card: the pseudonym of whoever confirmed it with its author's agreement
    confirmed_by = models.UUIDField(null=True, editable=False)
    holder_digest = models.CharField(max_length=64, blank=True, editable=False)
    is_current = models.BooleanField(default=True, editable=False)
    # of an objection; the examination is the last of ``examinations``
    examination = models.TextField(_("what the examination showed"), max_length=4000, blank=True, editable=False)
    end = models.CharField(_("how it ended"), max_length=10, choices=End, blank=True, editable=False)
    end_reason = models.TextField(_("why"), max_length=4000, blank=True, editable=False)
    ended_on = models.DateField(null=True, editable=False)
    # the pseudonym of the facilitator who ended it; nobody's when its author took it back
    ended_by = models.UUIDField(null=True, editable=False)
    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("committee")
    )

    called_by = "round__proposal__title"
    own_words = ("words", "harm", "scope")
    held_on = "round"

    class Meta(Contribution.Meta):
        verbose_name = _("position")
        ordering = ["written_on", "pk"]
        constraints = [
            *Contribution.Meta.constraints,
            # the digest first: the home page looks for the reader's own, in all rounds at once
            models.UniqueConstraint(
                fields=["holder_digest", "round"],
                condition=Q(is_current=True) & ~Q(holder_digest=""),
                name="position_once_each",
                violation_error_message=_("You already took a position in this round. Its page shows it."),
            ),
            models.CheckConstraint(
                name="position_objection_is_argued",
                condition=Q(kind="objection", harm__gt="", scope__gt="")
                | (~Q(kind="objection") & Q(harm="", scope="")),
                violation_error_message=_("An objection says what harm the text would do, and to whom."),
            ),
            models.CheckConstraint(
                name="position_concern_is_said",
                condition=~Q(kind="concern") | ~Q(words=""),
                violation_error_message=_("Say what your concern is: it will be read again at the review date."),
            ),
            models.CheckConstraint(
                name="position_end_is_an_objections",
                condition=Q(end="", ended_on=None, ended_by=None, committee=None, end_reason="")
                | Q(kind="objection", ended_on__isnull=False),
            ),
            models.CheckConstraint(
                name="position_end_is_someones",
                condition=Q(end__in=["", "withdrawn"], ended_by=None)
                | Q(end__in=["integrated", "not_valid", "escalated"], ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="position_confirmed_on_later_words",
                condition=Q(wording=F("taken_wording"), confirmed_on=None, confirmed_by=None)
                | Q(wording__gt=F("taken_wording"), confirmed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="position_end_is_reasoned",
                condition=~Q(end__in=["integrated", "not_valid", "escalated"]) | ~Q(end_reason=""),
                violation_error_message=_("Say why the objection ends so: everyone will read it."),
            ),
            models.CheckConstraint(
                name="position_escalated_to_a_committee",
                condition=~Q(end="escalated") ^ Q(committee__isnull=False),
                violation_error_message=_("Name the committee to which the objection is taken."),
            ),
        ]
        indexes = [
            models.Index(LAST_ANSWERED, condition=UNTOLD & Q(holder_digest=""), name="position_untold"),
            models.Index(fields=["round"], condition=UNTOLD & ~Q(holder_digest=""), name="position_untold_in_round"),
            models.Index(fields=["round"], condition=Q(is_current=True), name="position_current_in_round"),
            models.Index(
                fields=["written_on", "id"], condition=Q(outcome="", end="escalated"), name="position_before_committee"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return self.round.get_absolute_url()

    @classmethod
    def said_of(cls, outcome: str) -> str:
        """The answer to a position, which is no proposal that one takes up."""
        return str(ANSWERS_TO_POSITIONS.get(outcome) or super().said_of(outcome))

    @property
    def stands(self) -> bool:
        """Whether its holder still holds it; an objection, as long as it has not ended."""
        return self.is_current and not self.end and not self.is_answered


@sealed
class Examination(models.Model):
    """What an examination of an objection showed. Completed, it is another row: the former stays readable.

    ``Position.examination`` repeats the words of the last one.
    """

    objection = models.ForeignKey(Position, on_delete=models.PROTECT, db_index=False, related_name="examinations")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(_("what the examination showed"), max_length=4000)
    by = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["objection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["objection", "number"], name="objection_examination_numbered_once"),
            models.CheckConstraint(name="objection_examination_is_said", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words[:60]


@sealed
class RoundDecision(models.Model):
    """How a round ended, on which wording, for which reason; and who took part, by category, never how many."""

    Result = RoundResult

    round = models.OneToOneField(ConsentRound, on_delete=models.PROTECT, primary_key=True, related_name="decision")
    result = models.CharField(max_length=12, choices=Result)
    reason = models.TextField(_("why"), max_length=4000)
    wording = models.PositiveIntegerField()
    review_on = models.DateField(_("to be reviewed on"), null=True)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, null=True, related_name="+")
    consents = models.PositiveIntegerField()
    concerns = models.PositiveIntegerField()
    objections = models.PositiveIntegerField()
    unconfirmed = models.PositiveIntegerField()
    categories = ArrayField(models.CharField(max_length=1, choices=StaffCategory), default=list)
    by = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(name="round_decision_is_reasoned", condition=~Q(reason="")),
            models.CheckConstraint(
                name="round_adopted_is_reviewed",
                condition=Q(result="adopted", review_on__isnull=False) | (~Q(result="adopted") & Q(review_on=None)),
            ),
            models.CheckConstraint(
                name="round_escalated_to_a_committee",
                condition=Q(result="escalated", committee__isnull=False) | (~Q(result="escalated") & Q(committee=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.get_result_display()


@sealed
class RoundReview(models.Model):
    """The review that a decision announced: its concerns were read again, and what follows from it."""

    round = models.ForeignKey(ConsentRound, on_delete=models.PROTECT, db_index=False, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(_("what was found"), max_length=4000)
    next_on = models.DateField(_("next review"), null=True)
    by = models.UUIDField()
    on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="round_review_numbered_once"),
            models.CheckConstraint(name="round_review_is_said", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words[:60]
