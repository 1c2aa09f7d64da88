"""What the database alone can refuse is a sentence too, with the filled form."""

import pytest
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import translation

from governance.form_answers import answer_form
from governance.models import Role, RoleGrant
from governance.refusals import sentence_of
from tests.factories import DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db


def insert_role_twice():
    member = MemberFactory()
    for _ in range(2):
        RoleGrant.objects.create(member=member, role=Role.HR, reason="r")


def insert_department_twice():
    for _ in range(2):
        DepartmentFactory(code="TWICE")


@pytest.mark.parametrize(
    ("insert", "sentence"),
    [(insert_role_twice, "already has this role"), (insert_department_twice, "at the same moment")],
)
def test_two_clicks_at_the_same_instant_are_told_and_lose_nothing(rf, monkeypatch, insert, sentence):
    shown = {}
    monkeypatch.setattr(
        "governance.form_answers.render",
        lambda request, template, context, status: shown.update(context) or HttpResponse(status=status),
    )

    class TitleForm(forms.Form):
        title = forms.CharField()

    def act(said):
        with transaction.atomic():
            insert()

    request = rf.post("/", {"title": "Typed"})
    with translation.override("en"):
        answer = answer_form(request, TitleForm(request.POST), "any.html", act)

    assert answer.status_code == 409
    assert sentence in shown["refusal"]
    assert shown["form"]["title"].value() == "Typed"


def test_any_other_refusal_of_the_database_is_a_fault_of_ours():
    with pytest.raises(IntegrityError, match="of ours"):
        sentence_of(IntegrityError("of ours"))
