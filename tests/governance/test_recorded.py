"""What changed under someone's eyes is shown beside what they typed, in words: nobody undoes it unread."""

import datetime
import re

import pytest
from django import forms
from django.urls import reverse
from django.utils import translation

from governance.committees import keeping as committees
from governance.directory import keeping as directory
from governance.form_fields import LineField, LinesField
from governance.recorded import recorded_now
from tests.factories import CommitteeFactory, DepartmentFactory, MemberFactory, StakeholderFactory

pytestmark = pytest.mark.django_db


class EveryForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    name = LineField(max_length=20)
    same = LineField(max_length=20)
    rules = LinesField(each=20, most=3, required=False)
    kind = forms.ChoiceField(choices=[("", "Choose"), ("a", "Alpha"), ("b", "Beta")], required=False)
    far = forms.BooleanField(required=False)
    on = forms.DateField(required=False)
    why = LineField(max_length=20)


def test_each_field_that_would_change_says_what_it_holds_in_words():
    now = {
        "seen": 2, "name": "New", "same": "Same", "rules": ["One", "Two"], "kind": "b", "far": True,
        "on": datetime.date(2026, 12, 1),
    }  # fmt: skip
    form = EveryForm({"seen": 1, "name": "Old", "same": "Same", "kind": "", "why": "Because"}, initial=now)
    with translation.override("en"):
        told = recorded_now(form)
    assert told == [
        ("Name", ["New"]), ("Rules", ["One", "Two"]), ("Kind", ["Beta"]), ("Far", ["yes"]),
        ("On", ["1\u00a0December\u00a02026"]),
    ]  # fmt: skip


@pytest.mark.parametrize("empty", ["", None, []])
def test_a_field_that_holds_nothing_has_no_line(empty):
    form = EveryForm({"kind": "a"}, initial={"kind": empty})
    assert recorded_now(form) == [("Kind", [])]


def shown_as_recorded(answer):
    assert answer.status_code == 409
    notice = re.search(r'<section class="notice" aria-labelledby="now">.*?</section>', answer.content.decode(), re.S)
    return notice[0] if notice else ""


def test_a_committee_described_meanwhile_shows_what_the_other_said(client):
    member = MemberFactory(facilitator=True)
    client.force_login(member)
    committee = CommitteeFactory(decides_on=["Seats"])
    address = reverse("committee-edit", args=[committee.code])
    page = client.get(address).context["form"]
    sent = {name: page[name].value() or "" for name in page.fields} | {"frequency": "Each week", "reason": "Mine"}
    sent = {name: "\n".join(value) if isinstance(value, list) else value for name, value in sent.items()}
    committees.describe_committee(committee, by=member, seen=committee.row_version, reason="Theirs", role="Other words")
    assert "Other words" in shown_as_recorded(client.post(address, sent))


def test_departments_tied_meanwhile_are_named(client):
    member = MemberFactory(facilitator=True)
    client.force_login(member)
    one, other = DepartmentFactory(), DepartmentFactory()
    stakeholder = StakeholderFactory()
    address = reverse("stakeholder-edit", args=[stakeholder.code])
    sent = {
        "name": "The county", "kind": "collectivite", "influence": "forte", "involved_at": ["bilan"],
        "single_contact_function": "Head of mobility", "seen": stakeholder.row_version,
    }  # fmt: skip
    directory.describe_stakeholder(
        stakeholder, by=member, seen=stakeholder.row_version, reason="Theirs", departments=[one]
    )
    notice = shown_as_recorded(client.post(address, sent | {"departments": [other.pk], "reason": "Mine"}))
    assert one.name in notice
    assert other.name not in notice


def test_nothing_is_said_of_a_row_that_did_not_change(client):
    client.force_login(MemberFactory(facilitator=True))
    committee = CommitteeFactory()
    page = client.post(reverse("committee-edit", args=[committee.code]), {"name": ""})
    assert page.status_code == 422
    assert 'id="now"' not in page.content.decode()
