"""Gathers the models of the rooms; nothing is defined here."""

from charters.commitments.models import Commitment, RolloutAction
from charters.deliberation.models import Proposal, Support
from charters.grounding.models import Citation
from charters.hr.models import JobProfile, Quote
from charters.text.models import Audience, Charter, Clause, Competence, Level, Section
from charters.versions.models import Version, VersionClause, VersionDraft, VersionSection, VersionStep

__all__ = [
    "Audience",
    "Charter",
    "Citation",
    "Clause",
    "Commitment",
    "Competence",
    "JobProfile",
    "Level",
    "Proposal",
    "Quote",
    "RolloutAction",
    "Section",
    "Support",
    "Version",
    "VersionClause",
    "VersionDraft",
    "VersionSection",
    "VersionStep",
]
