"""Outside resources that a clause rests on."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from charters.grounding import resources
from charters.models import OutsideResource
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import ClauseFactory, MemberFactory
from tests.grounds_factories import resource

pytestmark = pytest.mark.django_db


def test_a_resource_is_added_with_what_it_brings():
    clause, facilitator = ClauseFactory(), MemberFactory(facilitator=True)
    resource(clause, by=facilitator)

    stored = OutsideResource.objects.get()
    assert (stored.title, stored.address, stored.because) == ("A guide", "https://guide.example/page", "It shows how.")
    assert (stored.brought_by, stored.brought_on) == (facilitator.pseudonym, timezone.localdate())
    assert resources.host_of(stored) == "guide.example"
    assert stored.history.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "ftp://guide.example/", "data:text/html,x", "guide.example", "", "https://",
        "https://someone@guide.example/", "https://someone:secret@guide.example/", "http://[::1",
        "https://guide\u202e.example/", "https://guide.example/\u00ad", "https://guide.example/\u2066x",
    ],
)  # fmt: skip
def test_only_the_address_of_a_page_is_kept(address):
    with pytest.raises(Refused, match="whole address"):
        resource(ClauseFactory(), address=address)
    assert not OutsideResource.objects.exists()


def test_a_resource_has_a_title_and_a_reason():
    for missing in ("title", "because"):
        with pytest.raises(Refused, match="title, and say what it brings"):
            resource(ClauseFactory(), **{missing: " "})


def test_an_address_is_cited_once_until_it_is_withdrawn():
    clause, facilitator = ClauseFactory(), MemberFactory(facilitator=True)
    first = resource(clause)
    with pytest.raises(Refused, match="already cites this address"):
        resource(clause, title="Another title")
    with pytest.raises(Refused, match="Say why"):
        resources.withdraw_resource(first, by=facilitator, seen=1, reason=" ")
    with pytest.raises(Stale):
        resources.withdraw_resource(first, by=facilitator, seen=4, reason="r")
    gone = resources.withdraw_resource(first, by=facilitator, seen=1, reason="It is out of date.")

    stored = OutsideResource.objects.get()
    assert (stored.withdrawn_on, stored.withdrawn_because) == (timezone.localdate(), "It is out of date.")
    assert stored.history.count() == 2
    with pytest.raises(Refused, match="withdrawn already"):
        resources.withdraw_resource(gone, by=facilitator, seen=2, reason="r")
    resource(clause)
    assert OutsideResource.objects.standing().count() == 1


def test_only_facilitators_add_and_withdraw():
    clause, agent = ClauseFactory(), MemberFactory()
    there = resource(clause)

    with pytest.raises(PermissionDenied):
        resource(clause, by=agent)
    with pytest.raises(PermissionDenied):
        resources.withdraw_resource(there, by=agent, seen=1, reason="r")
