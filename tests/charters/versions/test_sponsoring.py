"""Sponsoring a clause: in front of everyone, taken and given up by the same person."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from charters.text.drafting import remove_clause
from charters.versions import sponsoring
from charters.versions.dossier import current_sponsors
from governance.refusals import Refused
from tests.factories import MemberFactory


def test_management_takes_a_clause_under_its_care_and_gives_it_up(world):
    sponsoring.take_sponsorship(world.clause, by=world.executive, words="I open two posts.")
    other = MemberFactory(executive=True)
    sponsoring.take_sponsorship(world.clause, by=other)
    sponsoring.give_up_sponsorship(world.clause, by=world.executive, words="I leave.")

    assert [row.by for row in current_sponsors()] == [other.pseudonym]
    assert [row.takes for row in sponsoring.sponsorships_of(world.clause)] == [False, True, True]


def test_once_each_and_only_what_one_has(world):
    sponsoring.take_sponsorship(world.clause, by=world.executive)
    with pytest.raises(Refused, match="already sponsor"):
        sponsoring.take_sponsorship(world.clause, by=world.executive)
    with pytest.raises(Refused, match="do not sponsor"):
        sponsoring.give_up_sponsorship(world.clause, by=MemberFactory(executive=True), words="r")
    with pytest.raises(Refused, match="Say why"):
        sponsoring.give_up_sponsorship(world.clause, by=world.executive, words=" ")


@pytest.mark.parametrize("role", ["facilitator", "hr", "administrator", ""])
def test_nobody_else_sponsors(world, role):
    member = MemberFactory(**({role: True} if role else {}))
    with pytest.raises(PermissionDenied):
        sponsoring.take_sponsorship(world.clause, by=member)


def test_a_removed_clause_has_nobody_to_care_for_it(world):
    remove_clause(world.clause, by=world.facilitator, reason="r", seen=world.clause.row_version)

    with pytest.raises(Refused, match="removed"):
        sponsoring.take_sponsorship(world.clause, by=world.executive)
