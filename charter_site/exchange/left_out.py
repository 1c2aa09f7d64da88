"""What the exchange format has no place for yet: an export says it, so that nobody believes that all is there."""

from django.db.models import Q
from django.utils.translation import gettext as _

from charters.models import (
    Anchor,
    ConsentRound,
    DraftStep,
    GridOpinion,
    JobProfile,
    Objective,
    Position,
    ProposalWording,
    RolloutAction,
    Sponsorship,
    WordTemplate,
)
from feedback.models import Comment
from feedback.voices.models import DiscussionStep


def left_out() -> dict[str, int]:
    """How many rows of each kind an export of this database leaves out; only kinds of which there are some."""
    counted = {
        _("consent rounds"): ConsentRound.objects.count(),
        _("positions taken in them"): Position.objects.count(),
        _("answers to comments"): Comment.objects.filter(~Q(outcome="")).count(),
        _("discussions resolved or reopened"): DiscussionStep.objects.count(),
        _("passages that comments are about"): Anchor.objects.count(),
        _("consultations on a version in preparation"): DraftStep.objects.count(),
        _("sponsorships of clauses"): Sponsorship.objects.count(),
        _("former states of rollout actions"): RolloutAction.history.filter(row_version__gt=1).count(),
        _("job descriptions, with what they quote"): JobProfile.objects.count(),
        _("objectives of posts"): Objective.objects.count(),
        _("opinions on the grid of competences"): GridOpinion.objects.count(),
        _("document templates of human resources"): WordTemplate.objects.count(),
        _("former wordings of proposals"): ProposalWording.objects.filter(number__gt=1).count(),
    }
    return {kind: number for kind, number in counted.items() if number}
