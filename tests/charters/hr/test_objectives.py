"""Objectives that go with a post: about work, kept in history, and at least one on a manager's own practice."""

import pytest
from django.core.exceptions import PermissionDenied

from charters.hr import keeping, objectives
from charters.hr.kinds import DocumentKind, Wording
from charters.hr.models import JobProfile, Objective
from charters.hr.sheets import read_sheet
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.hr.conftest import quote, validated
from tests.factories import MemberFactory

SAID = {"words": "Réunir les deux équipes chaque mois.", "indicator": "Dix relevés partagés.", "due": "Fin juin"}


def manage(world):
    world.profile.refresh_from_db()
    seen = world.profile.row_version
    keeping.revise_profile(world.profile, by=world.hr, words={"is_manager": True}, seen=seen)
    world.profile.refresh_from_db()


def sheet(world):
    return read_sheet(JobProfile.objects.get(pk=world.profile.pk))


def test_an_objective_is_written_reworded_and_taken_out_with_everything_kept(world):
    objective = objectives.add_objective(world.profile, by=world.hr, words=SAID)
    assert [each.words for each in sheet(world).objectives] == [SAID["words"]]
    objectives.revise_objective(objective, by=world.hr, words={"words": "Autrement."}, seen=1)
    with pytest.raises(Stale):
        objectives.revise_objective(objective, by=world.hr, words={"words": "Encore."}, seen=1)
    objective.refresh_from_db()
    objectives.withdraw_objective(objective, by=world.hr, seen=2)
    assert sheet(world).objectives == ()
    objective.refresh_from_db()
    for act in (
        lambda: objectives.withdraw_objective(objective, by=world.hr, seen=3),
        lambda: objectives.revise_objective(objective, by=world.hr, words={"words": "Encore."}, seen=3),
    ):
        with pytest.raises(Refused):
            act()
    words = objective.history.order_by("row_version").values_list("words", "withdrawn")
    assert list(words) == [(SAID["words"], False), ("Autrement.", False), ("Autrement.", True)]


def test_a_post_that_manages_nobody_has_no_objective_on_a_managers_practice(world):
    with pytest.raises(Refused):
        objectives.add_objective(world.profile, by=world.hr, words=SAID | {"own_practice": True})
    assert not Objective.objects.exists()


def test_what_speaks_of_the_interview_waits_for_a_managers_own_objective(world):
    version = validated(world.charter, by=world.facilitator)
    quote(world, version, {"V1": [Wording.JOB_DESCRIPTION, Wording.INTERVIEW]})
    assert not any(sheet(world).draft_of(kind) for kind in DocumentKind)
    manage(world)
    waits = {DocumentKind.INTERVIEW_GRID, DocumentKind.OBJECTIVES}
    assert {kind for kind in DocumentKind if sheet(world).draft_of(kind)} == waits
    assert JobProfile.objects.for_listing().get().lacks_own_practice
    objectives.add_objective(world.profile, by=world.hr, words=SAID)
    assert sheet(world).lacks_own_practice
    own = objectives.add_objective(world.profile, by=world.hr, words=SAID | {"own_practice": True})
    assert not any(sheet(world).draft_of(kind) for kind in DocumentKind)
    assert not JobProfile.objects.for_listing().get().lacks_own_practice
    objectives.withdraw_objective(own, by=world.hr, seen=1)
    assert sheet(world).lacks_own_practice


def test_human_resources_alone_write_objectives(world):
    with pytest.raises(PermissionDenied):
        objectives.add_objective(world.profile, by=MemberFactory(), words=SAID)
    objective = objectives.add_objective(world.profile, by=world.hr, words=SAID)
    for act in (
        lambda: objectives.revise_objective(objective, by=MemberFactory(), words=SAID, seen=1),
        lambda: objectives.withdraw_objective(objective, by=MemberFactory(), seen=1),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_form_sent_twice_writes_one_objective(world):
    first, again = (objectives.add_objective(world.profile, by=world.hr, words=SAID) for _ in range(2))
    assert again == first
    assert Objective.objects.count() == 1


def test_an_objective_names_a_clause_that_the_post_quotes(world):
    with pytest.raises(Refused, match="V1"):
        objectives.add_objective(world.profile, by=world.hr, words=SAID | {"clause_code": "V1"})
    version = validated(world.charter, by=world.facilitator)
    quote(world, version, {"V1": Wording.INTERVIEW})
    objectives.add_objective(world.profile, by=world.hr, words=SAID | {"clause_code": "V1"})


def test_an_objective_of_a_manager_can_be_reworded_once_the_post_manages_nobody(world):
    manage(world)
    own = objectives.add_objective(world.profile, by=world.hr, words=SAID | {"own_practice": True})
    keeping.revise_profile(world.profile, by=world.hr, words={"is_manager": False}, seen=world.profile.row_version)
    objectives.revise_objective(own, by=world.hr, words={"words": "Autrement.", "own_practice": True}, seen=1)
    assert [record.words for record in objectives.history_of_objectives(world.profile)] == ["Autrement.", SAID["words"]]
