"""Coming in and being put out: the invitation, wrong passwords, closed accounts, hostile addresses."""

import re
import time

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.urls import reverse

from governance.people import accounts
from governance.people.models import Member
from governance.people.signing_in import MemberBackend
from tests.factories import PASSWORD, DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
NEW = "a long enough sentence"


def sign_in(client, member, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": member.email, "password": password, **more})


@pytest.fixture
def link() -> str:
    invited = accounts.invite("new@test.example", by=MemberFactory(administrator=True), name="New Person")
    return reverse("invitation", args=accounts.invitation(invited))


class TestSigningIn:
    def test_a_member_comes_in_under_a_new_session(self, client):
        client.get(LOGIN)
        client.session["kept"] = "yes"
        client.session.save()
        before = client.session.session_key

        response = sign_in(client, MemberFactory())

        assert response.status_code == 302
        assert response.url == "/"
        assert client.session.session_key != before
        assert client.get("/accounts/me/").status_code == 200

    def test_the_same_words_whether_the_account_exists_or_not(self, client):
        known = sign_in(client, MemberFactory(), password="wrong")
        unknown = client.post(LOGIN, {"login": "nobody@test.example", "password": "wrong"})

        def words(response):
            return re.sub(r'(value|content|name)="[^"]*"', "", response.content.decode())

        assert known.status_code == unknown.status_code == 422
        assert "do not go together" in known.content.decode()
        assert words(known) == words(unknown)

    def test_an_unknown_account_costs_a_password_too(self, client, monkeypatch):
        """How long the answer takes does not tell who has an account: one password is computed each time."""
        invited = accounts.invite("new@test.example", by=MemberFactory(administrator=True), name="New Person")
        known, computed, encode = MemberFactory(), [], MD5PasswordHasher.encode
        monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: computed.append(1) or encode(*args))

        for email in (known.email, "nobody@test.example", invited.email):
            computed.clear()
            client.post(LOGIN, {"login": email, "password": "wrong"})
            assert len(computed) == 1

    def test_ten_wrong_passwords_and_the_account_rests_not_its_neighbours(self, client):
        member, neighbour = MemberFactory(), MemberFactory()
        for _attempt in range(10):
            sign_in(client, member, password="wrong")

        rested = sign_in(client, member)

        assert rested.status_code == 422
        assert "It is resting" in rested.content.decode()
        assert sign_in(client, neighbour).status_code == 302

    @pytest.mark.parametrize(
        "address",
        ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
    )
    def test_one_stays_on_this_site(self, client, address):
        response = client.post(f"{LOGIN}?next={address}", {"login": MemberFactory().email, "password": PASSWORD})
        assert response.url == "/"

        response = sign_in(client.__class__(), MemberFactory(), next=address)
        assert response.url == "/"

    def test_and_goes_where_one_was_going(self, client):
        assert sign_in(client, MemberFactory(), next="/accounts/me/").url == "/accounts/me/"

    def test_nobody_signs_up(self, client):
        response = client.post("/accounts/signup/", {"email": "me@test.example", "password1": NEW, "password2": NEW})

        assert "by invitation" in response.content.decode()
        assert not Member.objects.exists()

    def test_a_request_reads_the_member_and_their_roles_in_one_query(self, django_assert_num_queries):
        headed, other = DepartmentFactory(), DepartmentFactory()
        member = MemberFactory(facilitator=True, heads=headed)

        with django_assert_num_queries(1):
            found = MemberBackend().get_user(member.pk)
            assert len(found.roles) == 2
            assert found.heads(headed)
            assert not found.heads(other)
            assert found.department.name

    def test_a_role_ended_is_felt_at_once(self, client):
        member = MemberFactory(administrator=True)
        client.force_login(member)
        assert client.get("/organisation/members/").status_code == 200

        member.grants.all().delete()

        assert client.get("/organisation/members/").status_code == 403


class TestClosedAndDemonstrationAccounts:
    def test_a_closed_account_is_out_at_the_next_request(self, client):
        member = MemberFactory()
        client.force_login(member)

        accounts.close_account(member, by=MemberFactory(administrator=True))

        assert client.get("/accounts/me/").url.startswith(LOGIN)
        assert client.login(email=member.email, password=PASSWORD) is False

    def test_a_demonstration_account_comes_in_only_in_the_demonstration(self, client, settings):
        member = MemberFactory(is_demonstration=True)
        assert client.login(email=member.email, password=PASSWORD) is False

        settings.DEMO = True
        assert client.login(email=member.email, password=PASSWORD) is True

        settings.DEMO = False
        assert client.get("/accounts/me/").status_code == 302

    def test_one_click_in_the_demonstration(self, client, settings):
        settings.DEMO = True
        member = MemberFactory(is_demonstration=True)

        response = client.post("/accounts/demonstration/", {"email": member.email, "next": "/accounts/me/"})

        assert (response.status_code, response["Location"]) == (303, "/accounts/me/")
        assert client.get("/accounts/me/").context["user"] == member

    def test_one_click_opens_no_other_account_nor_leaves_the_site(self, client, settings):
        settings.DEMO = True
        for email in (MemberFactory().email, "nobody@test.example", "", "nul\0byte"):
            assert client.post("/accounts/demonstration/", {"email": email}).status_code == 404

        member = MemberFactory(is_demonstration=True)
        response = client.post("/accounts/demonstration/", {"email": member.email, "next": "//evil.example/"})
        assert response["Location"] == "/"

    def test_there_is_no_such_door_outside_the_demonstration(self, client):
        member = MemberFactory(is_demonstration=True)

        assert client.post("/accounts/demonstration/", {"email": member.email}).status_code == 404
        assert client.get("/accounts/me/").status_code == 302

    def test_the_sign_in_page_offers_the_accounts_of_the_demonstration(self, client, settings):
        assert b"admin@aubrelle.example" not in client.get(LOGIN).content

        settings.DEMO = True
        assert client.get(LOGIN).content.count(b"@aubrelle.example") == 8


class TestTheInvitation:
    def test_choosing_a_password_lets_in(self, client, link):
        assert "Welcome, New Person" in client.get(link).content.decode()

        response = client.post(link, {"password1": NEW, "password2": NEW})

        assert (response.status_code, response["Location"]) == (303, "/")
        assert client.get("/accounts/me/").context["user"].name == "New Person"
        client.logout()
        assert client.login(email="new@test.example", password=NEW)

    def test_reading_it_uses_nothing_up_and_accepting_it_does(self, client, link):
        for _ in range(3):
            assert client.get(link).status_code == 200
        client.post(link, {"password1": NEW, "password2": NEW})

        response = client.__class__(headers={"accept-language": "en"}).get(link)

        assert response.status_code == 404
        assert "no longer works" in response.content.decode()

    def test_what_is_wrong_is_said(self, client, link):
        different = client.post(link, {"password1": NEW, "password2": "another sentence"})
        weak = client.post(link, {"password1": "azerty", "password2": "azerty"})

        assert different.status_code == weak.status_code == 422
        assert "The two passwords differ" in different.content.decode()
        assert "too short" in weak.content.decode()

    def test_whoever_was_signed_in_here_is_out(self, client, link):
        client.force_login(MemberFactory())

        client.post(link, {"password1": NEW, "password2": NEW})

        assert client.get("/accounts/me/").context["user"].name == "New Person"

    @pytest.mark.parametrize("path", ["/accounts/invitation/zz/abc-def/", "/accounts/invitation/1/x/"])
    def test_nonsense_is_not_found(self, client, path):
        assert client.get(path).status_code == 404
        assert client.post(path, {"password1": NEW, "password2": NEW}).status_code == 404


class TestForgottenPassword:
    PATH = "/accounts/password/reset/"

    def test_without_a_mail_server_the_page_says_whom_to_ask(self, client):
        assert "sends no e-mail" in client.get(self.PATH).content.decode()
        assert "sends no e-mail" in client.post(self.PATH, {"email": "a@test.example"}).content.decode()
        assert not mail.outbox

    def test_the_same_answer_whether_the_account_exists_or_not(self, client, settings):
        settings.EMAIL_HOST = "mail.test.example"

        known = client.post(self.PATH, {"email": MemberFactory().email})
        unknown = client.post(self.PATH, {"email": "nobody@test.example"})

        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)

    def test_the_link_of_the_message_changes_the_password_once(self, client, settings):
        settings.EMAIL_HOST = "mail.test.example"
        member = MemberFactory()
        client.post(self.PATH, {"email": member.email})
        sent = wait_for_mail()
        address = re.search(r"http://testserver(/\S+)", sent.body)[1]

        form = client.get(address, follow=True)
        chosen = client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

        assert chosen.status_code == 302
        assert client.login(email=member.email, password=NEW)
        assert "no longer works" in client.get(address).content.decode()


def wait_for_mail():
    for _ in range(100):
        if mail.outbox:
            return mail.outbox[0]
        time.sleep(0.05)
    raise AssertionError("no message was sent")


class TestChangingOnesPassword:
    def test_other_sessions_end(self, client):
        member = MemberFactory()
        other = client.__class__()
        client.force_login(member)
        other.force_login(member)

        response = client.post(
            "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        )

        assert response.status_code == 302
        assert client.get("/accounts/me/").status_code == 200
        assert other.get("/accounts/me/").status_code == 302

    def test_the_former_one_is_asked_for(self, client):
        client.force_login(MemberFactory())

        response = client.post(
            "/accounts/password/change/", {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
        )

        assert response.status_code == 422
        assert "not your current password" in response.content.decode()
