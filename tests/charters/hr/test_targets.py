"""The level that a post aims at: proposed or decided, read on the ladders that the version froze."""

import pytest
from django.core.exceptions import PermissionDenied

from charters.hr import targets
from charters.hr.kinds import Wording
from charters.hr.models import JobProfile
from charters.hr.sheets import read_sheet
from charters.text.models import Competence
from governance.refusals import Refused
from governance.signing import Stale, save_signed
from tests.charters.hr.conftest import quote, validated
from tests.factories import MemberFactory


def sheet(world):
    return read_sheet(JobProfile.objects.get(pk=world.profile.pk))


def aim(world, **levels):
    world.profile.refresh_from_db()
    return targets.aim_at(world.profile, by=world.hr, targets=levels, seen=world.profile.row_version)


def test_a_level_is_proposed_until_it_is_decided(world):
    version = validated(world.charter, by=world.facilitator)
    quote(world, version, {"V1": Wording.JOB_DESCRIPTION})
    [(proposed, codes)] = sheet(world).targets
    assert (proposed.code, proposed.rank, proposed.decided, codes) == ("C2", 2, False, ["V1"])
    aim(world, C2=4, C1=1)
    told = [(target.code, target.rank, target.behaviour, codes) for target, codes in sheet(world).targets]
    assert told == [("C1", 1, "Agent 1.1", []), ("C2", 4, "Agent 2.4", ["V1"])]
    aim(world)
    assert [target.code for target, _codes in sheet(world).targets] == ["C2"]
    kept = world.profile.history.order_by("row_version").values_list("targets", flat=True)
    assert {"C2": 4, "C1": 1} in list(kept)


def test_a_manager_is_read_on_both_ladders(world):
    version = validated(world.charter, by=world.facilitator)
    world.profile.is_manager = True
    save_signed(world.profile, by=None, reason="For a test", fields=["is_manager"])
    quote(world, version, {"V1": Wording.JOB_DESCRIPTION})
    [(target, _codes)] = sheet(world).targets
    assert [(ladder.for_manager, ladder.steps[0]) for ladder in target.ladders] == [
        (False, "Agent 2.1"),
        (True, "Encadrant 2.1"),
    ]
    assert (target.rank, target.behaviour, target.level) == (3, "Encadrant 2.3", "Maîtrise")


def test_the_scale_is_that_of_the_version_quoted(world):
    version = validated(world.charter, by=world.facilitator)
    quote(world, version, {"V1": Wording.JOB_DESCRIPTION})
    competence = Competence.objects.get(code="C2")
    competence.agent_levels = ["Autre"] * 4
    save_signed(competence, by=None, reason="For a test", fields=["agent_levels"])
    assert sheet(world).targets[0][0].behaviour == "Agent 2.2"


@pytest.mark.parametrize("levels", [{"C9": 2}, {"C1": 0}, {"C1": 5}])
def test_the_scale_has_no_other_level(world, levels):
    with pytest.raises(Refused):
        aim(world, **levels)
    assert JobProfile.objects.get(pk=world.profile.pk).targets == {}


def test_levels_are_decided_by_human_resources_on_what_they_saw(world):
    with pytest.raises(PermissionDenied):
        targets.aim_at(world.profile, by=MemberFactory(), targets={"C1": 2}, seen=1)
    aim(world, C1=3)
    with pytest.raises(Stale):
        targets.aim_at(world.profile, by=world.hr, targets={"C1": 2}, seen=1)
