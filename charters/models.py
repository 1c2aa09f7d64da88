"""Gathers the models of the rooms; nothing is defined here."""

from charters.commitments.models import Commitment, CommitmentFollowUp, RolloutAction, YearlyReview
from charters.consent.models import ConsentRound, Examination, Position, RoundDecision, RoundReview, RoundStep
from charters.deliberation.models import Proposal, ProposalWording, Support
from charters.grounding.models import Citation, OutsideResource, ProposalOrigin
from charters.hr.batches.models import Batch, Piece
from charters.hr.models import GridOpinion, JobProfile, MadeDocument, Objective, Quote
from charters.hr.word_templates.models import WordTemplate, WordTemplateFile
from charters.projects.models import ClauseUse, DecisionRequest
from charters.text.anchors import Anchor, Placement
from charters.text.models import Audience, Charter, Clause, Competence, Level, Section
from charters.versions.life import DraftStep, Opinion, OpinionRequest, ReturnReason, Sponsorship
from charters.versions.models import Version, VersionClause, VersionDraft, VersionSection, VersionStep
from governance.pulse import felt

__all__ = [
    "Anchor",
    "Audience",
    "Batch",
    "Charter",
    "Citation",
    "Clause",
    "ClauseUse",
    "Commitment",
    "CommitmentFollowUp",
    "Competence",
    "ConsentRound",
    "DecisionRequest",
    "DraftStep",
    "Examination",
    "GridOpinion",
    "JobProfile",
    "Level",
    "MadeDocument",
    "Objective",
    "Opinion",
    "OpinionRequest",
    "OutsideResource",
    "Piece",
    "Placement",
    "Position",
    "Proposal",
    "ProposalOrigin",
    "ProposalWording",
    "Quote",
    "ReturnReason",
    "RolloutAction",
    "RoundDecision",
    "RoundReview",
    "RoundStep",
    "Section",
    "Sponsorship",
    "Support",
    "Version",
    "VersionClause",
    "VersionDraft",
    "VersionSection",
    "VersionStep",
    "WordTemplate",
    "WordTemplateFile",
    "YearlyReview",
]

for _shown in (
    Anchor, Charter, Citation, Clause, ClauseUse, Commitment, CommitmentFollowUp, Competence, ConsentRound,
    DecisionRequest, DraftStep, Examination, GridOpinion, JobProfile, Level, Objective, Opinion, OpinionRequest,
    OutsideResource, Placement, Position, Proposal, ProposalOrigin, ProposalWording, Quote, ReturnReason,
    RolloutAction, RoundDecision, RoundReview, RoundStep, Section, Sponsorship, Support, Version, VersionClause,
    VersionDraft, VersionSection, VersionStep, WordTemplate, YearlyReview,
):  # fmt: skip
    felt(_shown)

import charters.covered  # noqa: E402, F401 what the ledger covers of them
import charters.indexed  # noqa: E402, F401 what can be searched of them
