"""Adding a committee."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from governance.committees import keeping
from governance.committees.keeping import Shared, add_committee
from governance.models import Committee
from governance.refusals import Refused
from tests.factories import CommitteeFactory, MemberFactory

pytestmark = pytest.mark.django_db

SAID = {"name": "Charter committee", "kind": Committee.Kind.ADVISORY, "role": "It reads every proposal."}


def test_a_committee_is_added_with_what_it_shares():
    CommitteeFactory(code="INST-41")
    information = [Shared("Minutes", ["Everyone"], "5 days"), Shared("Agenda")]

    added = add_committee(by=MemberFactory(facilitator=True), information=information, **SAID)

    stored = Committee.objects.get(pk=added.pk)
    assert stored.code == "INST-42"
    assert [(item.document, item.shared_with) for item in stored.information.all()] == [
        ("Minutes", ["Everyone"]),
        ("Agenda", []),
    ]
    assert stored.history.get().history_change_reason == "Committee added"


@pytest.mark.parametrize("role", ["hr", "executive", None])
def test_others_are_told_whom_to_ask(role):
    member = MemberFactory(**({role: True} if role else {}))
    with pytest.raises(PermissionDenied, match="facilitators"):
        add_committee(by=member, **SAID)


def test_two_committees_do_not_share_a_short_name():
    CommitteeFactory(acronym="COPIL", name="The first")
    with pytest.raises(Refused, match="The first"):
        add_committee(by=MemberFactory(administrator=True), acronym="copil", **SAID)
    assert Committee.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_committees_added_at_once_get_two_codes(monkeypatch):
    first, second = MemberFactory.create_batch(2, facilitator=True)
    saving, save = threading.Event(), keeping.save_signed

    def slow_save(*args, **kwargs):
        if not saving.is_set():
            saving.set()
            released.wait(timeout=5)
        return save(*args, **kwargs)

    released = threading.Event()

    def add_second():
        saving.wait(timeout=5)
        threading.Timer(0.2, released.set).start()
        try:
            add_committee(by=second, **SAID)
        finally:
            connection.close()

    monkeypatch.setattr(keeping, "save_signed", slow_save)
    other = threading.Thread(target=add_second)
    other.start()
    add_committee(by=first, **SAID)
    other.join(timeout=5)

    assert set(Committee.objects.values_list("code", flat=True)) == {"INST-01", "INST-02"}
