"""Each permission of each table, for each role: what may, and what may not."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from charter_site.pages.context import permissions
from governance.people.models import Member, Role
from governance.people.permissions import EVERYONE, Permission

# Who may do what, written a second time: a change of the tables is a change of this one too.
EVERYBODY = {"", *Role.values}
WHO = {
    "manage_people": {Role.ADMINISTRATOR},
    "manage_departments": {Role.ADMINISTRATOR},
    "manage_settings": {Role.ADMINISTRATOR},
    "manage_mail": {Role.ADMINISTRATOR},
    "manage_tokens": {Role.ADMINISTRATOR},
    "manage_committees": {Role.FACILITATOR, Role.ADMINISTRATOR},
    "record_decisions": {Role.FACILITATOR, Role.EXECUTIVE},
    "read_managers_decisions": {Role.EXECUTIVE, Role.DEPARTMENT_HEAD},
    "manage_directory": {Role.FACILITATOR, Role.ADMINISTRATOR},
    "comment": EVERYBODY,
    "resolve": {Role.FACILITATOR},
    "answer": {Role.FACILITATOR},
    "tell_experience": EVERYBODY,
    "enter_on_behalf": {Role.FACILITATOR},
    "correct_experience": {Role.FACILITATOR},
    "manage_terms": {Role.FACILITATOR},
    "run_workshops": {Role.FACILITATOR},
    "read": EVERYBODY,
    "propose": EVERYBODY,
    "support": EVERYBODY,
    "create_charter": {Role.ADMINISTRATOR, Role.FACILITATOR},
    "edit_text": {Role.FACILITATOR},
    "take_up": {Role.FACILITATOR},
    "place_comments": {Role.FACILITATOR},
    "take_position": EVERYBODY,
    "animate_rounds": {Role.FACILITATOR},
    "ground": {Role.FACILITATOR},
    "prepare_version": {Role.FACILITATOR},
    "validate": {Role.EXECUTIVE},
    "ask_opinion": {Role.FACILITATOR, Role.EXECUTIVE},
    "record_opinion": {Role.FACILITATOR, Role.HR},
    "sponsor": {Role.EXECUTIVE},
    "sign_commitment": {Role.DEPARTMENT_HEAD},
    "keep_rollout": {Role.FACILITATOR},
    "record_review": {Role.FACILITATOR},
    "keep_job_profiles": {Role.HR},
    "open_project": EVERYBODY,
    "keep_projects": {Role.FACILITATOR},
    "answer_requests": {Role.EXECUTIVE},
    "keep_scale": {Role.HR},
}


def someone(role: str, **fields: object) -> Member:
    member = Member(name="Someone", **fields)
    member.roles = frozenset({role} - {""})
    return member


def test_every_permission_is_written_here():
    assert set(permissions()) == set(WHO)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("act", sorted(WHO))
def test_table_of_permissions(act, role):
    permission = permissions()[act]
    member = someone(role)

    assert permission.granted_to(member) is (role in WHO[act])
    if role in WHO[act]:
        permission.require(member)
    else:
        with pytest.raises(PermissionDenied, match=r".{20,}"):
            permission.require(member)


@pytest.mark.parametrize("act", sorted(WHO))
def test_a_visitor_and_a_closed_account_may_do_nothing(act):
    assert not permissions()[act].granted_to(AnonymousUser())
    for role in EVERYBODY:
        assert not permissions()[act].granted_to(someone(role, is_active=False))


def test_a_permission_for_everyone_asks_for_no_role():
    assert Permission("breathe", EVERYONE, "Sign in first, then breathe.").granted_to(someone(""))
