"""A list travels in the form: whole, for one member, for a while."""

import pytest
from django.core import signing

from charters.hr.profile_lists import carrying
from charters.hr.profile_lists.carrying import SALT, brought_back, carried
from governance.refusals import Refused
from tests.charters.hr.profile_lists.files import listed
from tests.factories import MemberFactory

LIST = "Intitulé;Encadrant;Âge du capitaine\nA;oui;\nB;non;3\n"

pytestmark = pytest.mark.django_db


def test_what_is_carried_comes_back_the_same():
    member = MemberFactory(hr=True)
    read = listed(LIST)
    assert brought_back(carried(read, by=member), by=member) == read


def test_it_is_given_back_to_its_member_only():
    field = carried(listed(LIST), by=MemberFactory(hr=True))
    with pytest.raises(Refused):
        brought_back(field, by=MemberFactory(hr=True))


def test_it_expires(monkeypatch):
    member = MemberFactory(hr=True)
    field = carried(listed(LIST), by=member)
    monkeypatch.setattr(carrying, "MAX_AGE", -1)
    with pytest.raises(Refused):
        brought_back(field, by=member)


@pytest.mark.parametrize(
    "forge",
    [
        lambda field: "",
        lambda field: "x",
        lambda field: "\0",
        lambda field: field[:-1],
        lambda field: field.replace(field[5], "A" if field[5] != "A" else "B", 1),
        lambda field: signing.dumps({"for": "x", "rows": []}, salt=SALT, key="another key"),
        lambda field: signing.dumps({"for": "x", "rows": []}, salt="another purpose"),
        lambda field: "." + "A" * 3_000_000,
    ],
)
def test_what_was_forged_is_refused(forge):
    member = MemberFactory(hr=True)
    with pytest.raises(Refused):
        brought_back(forge(carried(listed(LIST), by=member)), by=member)


def test_more_than_a_form_may_carry_is_refused_before(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100_100
    with pytest.raises(Refused):
        carried(listed(LIST), by=MemberFactory(hr=True))
