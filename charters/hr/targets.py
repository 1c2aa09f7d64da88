"""The level that a post aims at, for each competence: what human resources decided, else what is proposed.

A target describes a post. No level of any person is stored, here or elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from charters.hr.keeping import refuse_ended
from charters.hr.models import JobProfile
from charters.permissions import KEEP_JOB_PROFILES
from charters.text.models import Competence
from charters.versions.models import Version
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

MANAGER_TARGET, AGENT_TARGET = 3, 2
RANKS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The four behaviours of a competence, for an agent or for a manager, as a version froze them."""

    for_manager: bool
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """The level of a competence that the post aims at, in behaviours one can see. Never anyone's own level.

    A manager is read on both ladders; ``behaviour`` is that of the ladder which says the most of the post.
    """

    code: str
    label: str
    definition: str
    criterion: str
    rank: int
    level: str
    decided: bool
    ladders: tuple[Ladder, ...]

    @property
    def behaviour(self) -> str:
        return self.ladders[-1].steps[self.rank - 1]


@transaction.atomic
def aim_at(profile: JobProfile, *, by: Member, targets: dict[str, int], seen: int) -> JobProfile:
    """Decide the levels that a post aims at; a competence left out comes back to what is proposed.

    Raises Refused for a competence or a level that the scale does not have, Stale.
    """
    KEEP_JOB_PROFILES.require(by)
    stored = lock_seen(profile, seen=seen)
    refuse_ended(stored)
    known = set(Competence.objects.values_list("code", flat=True)) | set(stored.targets)
    if not targets.keys() <= known or not set(targets.values()) <= set(RANKS):
        raise Refused(_("The scale has no such level. Reload the page, then choose again."))
    if targets == stored.targets:
        return stored
    stored.targets = targets
    return save_signed(stored, by=by, reason=_("Target levels decided"), fields=["targets"])


def proposed_rank(profile: JobProfile) -> int:
    """Where to begin: the document says to adjust it with whoever holds the post."""
    return MANAGER_TARGET if profile.is_manager else AGENT_TARGET


def target_levels(version: Version, profile: JobProfile) -> dict[str, Target]:
    """By code, the target of the post for each competence of the scale that a version froze, in its order."""
    names = level_names(version)
    competences: list[dict[str, Any]] = version.competence_scale.get("competences", [])
    return {competence["code"]: _target(competence, profile, names) for competence in competences}


def level_names(version: Version) -> dict[int, str]:
    """What each level of the scale of a version is called, by rank."""
    return {level["rank"]: level["label"] for level in version.competence_scale.get("levels", [])}


def _target(competence: dict[str, Any], profile: JobProfile, names: dict[int, str]) -> Target:
    rank = profile.targets.get(competence["code"])
    ladders = [Ladder(for_manager=False, steps=tuple(competence["agent_levels"]))]
    if profile.is_manager:
        ladders.append(Ladder(for_manager=True, steps=tuple(competence["manager_levels"])))
    chosen = rank or proposed_rank(profile)
    return Target(
        code=competence["code"],
        label=competence["label"],
        definition=competence.get("definition", ""),
        criterion=competence.get("criterion", ""),
        rank=chosen,
        level=names.get(chosen, ""),
        decided=rank is not None,
        ladders=tuple(ladders),
    )
