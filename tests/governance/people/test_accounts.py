"""Accounts: the invitation works once, and a closed account is closed at once."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.people import accounts, roles
from governance.people.models import Member, Role, SignsAs
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import PASSWORD, DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Member:
    return MemberFactory(administrator=True)


@pytest.fixture
def invited(administrator: Member) -> Member:
    return accounts.invite("new.person@test.example", by=administrator, name="New Person")


class TestInviting:
    def test_an_account_without_password_and_its_role(self, administrator):
        department = DepartmentFactory()

        member = accounts.invite(
            " New.Person@Test.Example ",
            by=administrator,
            name="New Person",
            department=department,
            category="B",
            role=Role.FACILITATOR,
            reason="Trained in June",
        )

        assert member.email == "new.person@test.example"
        assert not member.has_usable_password()
        assert Member.objects.get(pk=member.pk).roles == {Role.FACILITATOR}
        assert member.grants.get().granted_by == administrator

    def test_refused_role_leaves_no_account(self, administrator):
        with pytest.raises(Refused, match="Say why"):
            accounts.invite("new@test.example", by=administrator, name="New", role=Role.HR, reason="")

        assert not Member.objects.filter(email="new@test.example").exists()

    def test_an_address_opens_one_account(self, administrator, invited):
        with pytest.raises(Refused, match="already has this e-mail address"):
            accounts.invite("NEW.person@test.example", by=administrator, name="Other")

    def test_only_an_administrator_invites(self):
        with pytest.raises(PermissionDenied):
            accounts.invite("new@test.example", by=MemberFactory(facilitator=True), name="New")


class TestTheLink:
    def test_it_names_the_person_it_invites(self, invited):
        assert accounts.invited(*accounts.invitation(invited)) == invited

    def test_it_works_once(self, invited):
        uid, token = accounts.invitation(invited)

        accounts.accept_invitation(invited, token, "a long enough sentence")

        assert accounts.invited(uid, token) is None
        with pytest.raises(Refused, match="already used"):
            accounts.accept_invitation(invited, token, "another long sentence")
        assert Member.objects.get(pk=invited.pk).check_password("a long enough sentence")

    def test_a_weak_password_uses_nothing_up(self, invited):
        uid, token = accounts.invitation(invited)

        with pytest.raises(Refused, match="too short"):
            accounts.accept_invitation(invited, token, "short")

        assert accounts.invited(uid, token) == invited

    def test_it_lasts_a_week(self, invited, monkeypatch):
        uid, token = accounts.invitation(invited)
        now = timezone.now().replace(tzinfo=None)

        for age, expected in ((6, invited), (8, None)):
            later = now + datetime.timedelta(days=age)
            monkeypatch.setattr(accounts.InvitationTokens, "_now", lambda self, later=later: later)
            assert accounts.invited(uid, token) == expected

    def test_it_belongs_to_one_person(self, administrator, invited):
        other = accounts.invite("other@test.example", by=administrator, name="Other")
        (uid, _), (_, token) = accounts.invitation(other), accounts.invitation(invited)

        assert accounts.invited(uid, token) is None

    @pytest.mark.parametrize(("uid", "token"), [("zzz", "abc-def"), ("-", ""), ("é", "1"), ("1" * 40, "x-y")])
    def test_nonsense_invites_nobody(self, invited, uid, token):
        assert accounts.invited(uid, token) is None

    def test_there_is_none_for_who_has_a_password_nor_for_a_closed_account(self, administrator, invited):
        uid, token = accounts.invitation(invited)
        accounts.close_account(invited, by=administrator)

        assert accounts.invitation(MemberFactory()) is None
        assert accounts.invitation(Member.objects.get(pk=invited.pk)) is None
        assert accounts.invited(uid, token) is None


class TestClosing:
    def test_a_closed_account_may_be_opened_again_as_it_was(self, administrator):
        member = MemberFactory(hr=True)

        accounts.close_account(member, by=administrator)
        member = accounts.reopen(member, by=administrator)

        assert member.is_active
        assert member.check_password(PASSWORD)
        assert member.roles == {Role.HR}

    def test_nobody_closes_their_own(self, administrator):
        MemberFactory(administrator=True)

        with pytest.raises(Refused, match="another administrator"):
            accounts.close_account(administrator, by=administrator)

    def test_the_last_administrator_stays(self, administrator, invited):
        roles.grant(invited, Role.ADMINISTRATOR, by=administrator, reason="Successor")

        with pytest.raises(Refused, match="last administrator"):
            accounts.close_account(administrator, by=Member.objects.get(pk=invited.pk))

    def test_only_an_administrator_closes(self):
        with pytest.raises(PermissionDenied):
            accounts.close_account(MemberFactory(), by=MemberFactory(executive=True))

    def test_opening_it_again_brings_back_no_session(self, administrator, client):
        member, other = MemberFactory(), MemberFactory()
        client.force_login(member)
        elsewhere = Client()
        elsewhere.force_login(other)

        accounts.close_account(member, by=administrator)
        accounts.reopen(member, by=administrator)

        assert client.get(reverse("my-account")).status_code == 302
        assert elsewhere.get(reverse("my-account")).status_code == 200


class TestDescribing:
    def test_the_former_address_opens_nothing(self, administrator, client):
        member = MemberFactory(email="before@test.example")
        member.emailaddress_set.create(email=member.email, verified=True, primary=True)

        accounts.describe(member, by=administrator, seen=accounts.description_mark(member), email="after@test.example")

        assert not client.login(email="before@test.example", password=PASSWORD)
        assert client.login(email="after@test.example", password=PASSWORD)

    def test_an_address_taken_is_refused(self, administrator):
        MemberFactory(email="taken@test.example")

        member = MemberFactory()
        seen = accounts.description_mark(member)
        with pytest.raises(Refused, match="already has this e-mail address"):
            accounts.describe(member, by=administrator, seen=seen, email="taken@test.example")

    def test_two_administrators_do_not_overwrite_each_other(self, administrator):
        member = MemberFactory(function="Clerk", category="C")
        seen = accounts.description_mark(member)
        accounts.describe(member, by=administrator, seen=seen, function="Chief clerk")

        with pytest.raises(Stale) as refused:
            accounts.describe(member, by=administrator, seen=seen, function="Clerk", category="B")

        member.refresh_from_db()
        assert (member.function, member.category) == ("Chief clerk", "C")
        assert refused.value.current == accounts.description_mark(member)

    def test_how_someone_signs_is_theirs_to_choose(self, administrator):
        member = MemberFactory()

        accounts.choose_signature(member, SignsAs.ANONYMOUS, by=member)
        with pytest.raises(TypeError):
            accounts.describe(member, by=administrator, seen=accounts.description_mark(member), signs_as=SignsAs.NAME)
        with pytest.raises(Refused, match="Everyone chooses"):
            accounts.choose_signature(member, SignsAs.NAME, by=administrator)

        assert Member.objects.get(pk=member.pk).signs_as == SignsAs.ANONYMOUS


class TestFromTheCommandLine:
    def test_the_first_administrator_has_nobody_to_grant_the_role(self):
        member = accounts.install_administrator("First.Person@test.example")

        assert member.name == "First.Person"
        assert member.grants.get().granted_by is None
        assert member.roles == {Role.ADMINISTRATOR}
        assert accounts.invitation(member)

    def test_twice_is_once(self):
        accounts.install_administrator("first@test.example")
        member = accounts.install_administrator("FIRST@test.example")

        assert member.grants.count() == 1
