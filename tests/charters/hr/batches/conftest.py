"""A handful of job descriptions that quote clauses in force."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from charters.hr import keeping
from charters.hr.batches.asking import ask_for_batch, each_of
from charters.hr.kinds import DocumentKind, Ending, Wording
from charters.hr.models import JobProfile
from tests.charters.hr.conftest import quote, validated


@pytest.fixture
def desk(world: Any) -> SimpleNamespace:
    """Four posts: three that quote something, and one that quotes nothing."""
    version = validated(world.charter, by=world.facilitator)
    profiles = [keeping.create_profile(by=world.hr, words={"title": f"Poste {n}"}) for n in range(4)]
    for profile in profiles[:3]:
        quote(world, version, {"V1": [Wording.JOB_DESCRIPTION]}, profile=profile)

    def ask(**said: Any) -> Any:
        asked = {"kinds": [DocumentKind.INSERT], "ending": Ending.DOCX, "template": None, **said}
        return ask_for_batch(each_of(asked.pop("profiles", profiles), **asked), by=world.hr)

    return SimpleNamespace(world=world, version=version, profiles=profiles, ask=ask, count=JobProfile.objects.count)
