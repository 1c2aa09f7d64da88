"""Roles: granted by someone else, dated, ended with a reason, and never without an administrator left."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from governance.people import accounts, roles
from governance.people.models import Member, Role, RoleGrant
from governance.refusals import Refused
from tests.factories import DepartmentFactory, MemberFactory


@pytest.mark.django_db
class TestGranting:
    def test_a_role_is_a_dated_row_with_who_and_why(self):
        administrator, agent = MemberFactory(administrator=True), MemberFactory()

        granted = roles.grant(agent, Role.FACILITATOR, by=administrator, reason="Trained in June")

        assert (granted.granted_by, granted.reason, granted.ended_at) == (administrator, "Trained in June", None)
        assert Member.objects.get(pk=agent.pk).roles == {Role.FACILITATOR}

    @pytest.mark.parametrize("role", Role.values)
    def test_never_to_oneself(self, role):
        administrator = MemberFactory(administrator=True)

        with pytest.raises(Refused, match="another administrator"):
            roles.grant(administrator, role, by=administrator, reason="I need it")

        assert administrator.grants.count() == 1

    def test_the_database_refuses_a_role_granted_to_oneself(self):
        member = MemberFactory()

        with pytest.raises(IntegrityError, match="role_not_granted_to_oneself"), transaction.atomic():
            RoleGrant.objects.create(member=member, role=Role.HR, granted_by=member, reason="I need it")

    @pytest.mark.parametrize("trait", ["facilitator", "hr", "executive"])
    def test_only_an_administrator_grants(self, trait):
        with pytest.raises(PermissionDenied):
            roles.grant(MemberFactory(), Role.HR, by=MemberFactory(**{trait: True}), reason="Because")

    def test_once(self):
        administrator, agent = MemberFactory(administrator=True), MemberFactory(hr=True)

        with pytest.raises(Refused, match="already has this role"):
            roles.grant(agent, Role.HR, by=administrator, reason="Again")

    def test_a_department_head_heads_their_own_department_unless_said(self):
        administrator, agent, other = MemberFactory(administrator=True), MemberFactory(), DepartmentFactory()

        roles.grant(agent, Role.DEPARTMENT_HEAD, by=administrator, reason="Named in May")
        roles.grant(agent, Role.DEPARTMENT_HEAD, by=administrator, reason="Acting head", department=other)

        agent = Member.objects.with_roles().get(pk=agent.pk)
        assert agent.heads(agent.department)
        assert agent.heads(other)
        assert not agent.heads(DepartmentFactory())

    def test_a_head_without_department_is_refused(self):
        with pytest.raises(Refused, match="choose which one"):
            roles.grant(
                MemberFactory(department=None),
                Role.DEPARTMENT_HEAD,
                by=MemberFactory(administrator=True),
                reason="Named",
            )

    def test_a_reason_is_asked_for(self):
        with pytest.raises(Refused, match="Say why"):
            roles.grant(MemberFactory(), Role.HR, by=MemberFactory(administrator=True), reason="  ")

    def test_a_closed_account_gets_no_role(self):
        with pytest.raises(Refused, match="closed"):
            roles.grant(MemberFactory(is_active=False), Role.HR, by=MemberFactory(administrator=True), reason="Because")


@pytest.mark.django_db
class TestEnding:
    def test_the_row_stays_with_who_ended_it_and_why(self):
        administrator, agent = MemberFactory(administrator=True), MemberFactory(hr=True)

        roles.end(agent.grants.get(), by=administrator, reason="Moved to another department")

        ended = agent.grants.get()
        assert (ended.ended_by, ended.ended_reason) == (administrator, "Moved to another department")
        assert ended.ended_at
        assert not Member.objects.get(pk=agent.pk).roles

    def test_never_ones_own(self):
        administrator = MemberFactory(administrator=True)
        MemberFactory(administrator=True)

        with pytest.raises(Refused, match="another administrator"):
            roles.end(administrator.grants.get(), by=administrator, reason="Tired")

    def test_once(self):
        administrator, agent = MemberFactory(administrator=True), MemberFactory(hr=True)
        grant = roles.end(agent.grants.get(), by=administrator, reason="First")

        with pytest.raises(Refused, match="already ended"):
            roles.end(grant, by=administrator, reason="Second")

    def test_an_administrator_who_never_came_in_does_not_count(self):
        """The one who acts may be about to lose the role: only those who can sign in are counted."""
        working, invited = MemberFactory(administrator=True), MemberFactory(administrator=True)
        invited.set_unusable_password()
        invited.save()

        with pytest.raises(Refused, match="last administrator"):
            roles.end(working.grants.get(), by=Member.objects.get(pk=invited.pk), reason="Mistake")

    def test_only_an_administrator_ends(self):
        with pytest.raises(PermissionDenied):
            roles.end(MemberFactory(hr=True).grants.get(), by=MemberFactory(hr=True), reason="No")


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_end_each_other_at_the_same_time(monkeypatch):
    first, second = MemberFactory(administrator=True), MemberFactory(administrator=True)
    assert second.roles  # read before the other acts, as a request that was already on its way
    counting, outcome = threading.Event(), []
    refuse = roles.refuse_without_administrator

    def slowly(remaining):
        if not counting.is_set():
            counting.set()
            thread.join(timeout=0.5)  # the rows are locked: the other administrator must wait
        refuse(remaining)

    def end_the_first():
        translation.activate("en")
        counting.wait(timeout=5)
        try:
            roles.end(first.grants.get(), by=second, reason="Him")
        except (Refused, PermissionDenied) as error:
            outcome.append(str(error))
        finally:
            connection.close()

    monkeypatch.setattr(roles, "refuse_without_administrator", slowly)
    thread = threading.Thread(target=end_the_first)
    thread.start()
    roles.end(second.grants.get(), by=first, reason="Her")
    thread.join(timeout=10)

    assert len(outcome) == 1
    assert "last administrator" in outcome[0]
    assert RoleGrant.objects.filter(role=Role.ADMINISTRATOR, ended_at=None).get().member == first


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_close_each_other_at_the_same_time(monkeypatch):
    """The account that closes is not the row that is locked: it must be read once the lock is held."""
    first, second = MemberFactory(administrator=True), MemberFactory(administrator=True)
    assert second.roles  # read before the other acts, as a request that was already on its way
    counting, outcome = threading.Event(), []
    refuse = roles.refuse_without_administrator

    def slowly(remaining):
        if not counting.is_set():
            counting.set()
            thread.join(timeout=0.5)
        refuse(remaining)

    def close_the_first():
        translation.activate("en")
        counting.wait(timeout=5)
        try:
            accounts.close_account(first, by=second)
        except (Refused, PermissionDenied) as error:
            outcome.append(str(error))
        finally:
            connection.close()

    monkeypatch.setattr(roles, "refuse_without_administrator", slowly)
    thread = threading.Thread(target=close_the_first)
    thread.start()
    accounts.close_account(second, by=first)
    thread.join(timeout=10)

    assert len(outcome) == 1
    assert "last administrator" in outcome[0]
    assert Member.objects.get(is_active=True) == first
