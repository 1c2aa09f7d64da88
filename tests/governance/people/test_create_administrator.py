"""The way into an empty database."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from governance.people.models import Member, Role

pytestmark = pytest.mark.django_db
NEW = "a long enough sentence"


def run(*arguments: str, typed: str = "", monkeypatch=None) -> str:
    out = io.StringIO()
    if monkeypatch:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    call_command("create_administrator", *arguments, stdout=out)
    return out.getvalue()


def test_from_an_empty_database_to_a_signed_in_administrator(client):
    printed = run("First@test.example", "--name", "The First", "--site", "http://testserver")
    path = re.search(r"http://testserver(/accounts/invitation/\S+)", printed)[1]

    client.post(path, {"password1": NEW, "password2": NEW})

    member = client.get("/accounts/me/").context["user"]
    assert (member.email, member.name, member.roles) == ("first@test.example", "The First", {Role.ADMINISTRATOR})
    assert client.get("/organisation/members/").status_code == 200


def test_again_before_and_after_the_password_is_chosen(monkeypatch):
    assert "/accounts/invitation/" in run("first@test.example")
    assert "/accounts/invitation/" in run("first@test.example")

    run("first@test.example", "--password-stdin", typed=f"{NEW}\n", monkeypatch=monkeypatch)

    assert "https://testserver/accounts/login/" in run("first@test.example")
    assert Member.objects.get().check_password(NEW)


def test_someone_already_there_is_given_the_role(client):
    Member.objects.create_member("agent@test.example", NEW, name="An Agent")

    run("agent@test.example")

    assert Member.objects.get().roles == {Role.ADMINISTRATOR}


def test_a_weak_password_leaves_nothing(monkeypatch):
    with pytest.raises(CommandError, match="too short"):
        run("first@test.example", "--password-stdin", typed="short\n", monkeypatch=monkeypatch)

    assert not Member.objects.exists()


@pytest.mark.parametrize("address", ["nobody", "a@b", ""])
def test_an_address_that_is_none(address):
    with pytest.raises(CommandError, match="valid email"):
        run(address)
