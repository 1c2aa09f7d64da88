"""From an empty database: the first administrator describes the organisation, opens a charter, and invites."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from charters.models import Clause
from tests.stories.person import Person, say

PASSWORD = "un mot de passe assez long"
TEXT = "Nous nous répondons sous deux jours ouvrés."


@pytest.mark.django_db(transaction=True)
def test_an_organisation_settles_in(live_server, new_context):
    def come_by(invitation: str) -> Person:
        person = Person(new_context(), live_server.url)
        person.page.goto(invitation)
        person.fill("Password", PASSWORD)
        person.fill("The same password again", PASSWORD)
        person.press("Record my password and come in")
        return person

    administrator = come_by(the_link_that_the_command_prints(live_server.url))
    the_organisation_is_described(administrator)
    two_departments_are_added(administrator)
    a_charter_is_opened(administrator)
    link = a_member_is_invited(administrator)
    member = come_by(link)
    a_clause_is_written(member)
    member.press("Sign out")
    member.sign_in("maud.verdier@aubrelle.example", PASSWORD)
    member.reads("Maud Verdier")
    assert Clause.objects.get().code == "M1"


def the_link_that_the_command_prints(address: str) -> str:
    printed = io.StringIO()
    call_command("create_administrator", "premiere@aubrelle.example", name="Première", site=address, stdout=printed)
    return re.search(rf"{re.escape(address)}/\S+", printed.getvalue())[0]


def the_organisation_is_described(administrator: Person) -> None:
    administrator.open("/")
    administrator.follow("Describe your organisation")
    administrator.fill("Name of the organisation", "Aubrelle Agglomération")
    administrator.press("Record the description")


def two_departments_are_added(administrator: Person) -> None:
    for code, name, people in (
        ("DPVD", "Direction de la prévention des déchets", "120"),
        ("DRH", "Direction des ressources humaines", "31"),
    ):
        administrator.follow("Add a department")
        administrator.fill("Code", code)
        administrator.fill("Name of the department", name)
        administrator.fill("Division", "Services")
        administrator.fill("How many people, in all", people)
        administrator.press("Record the department")
        administrator.reads(name)


def a_charter_is_opened(administrator: Person) -> None:
    administrator.open("/")
    administrator.follow("Open the charter")
    administrator.fill("Title", "Charte de coopération d'Aubrelle")
    administrator.fill("Name in addresses", "charte")
    administrator.press("Open the charter")
    administrator.open("/charters/charte/")
    expect(administrator.page.locator("section.chapter")).to_have_count(5)


def a_member_is_invited(administrator: Person) -> str:
    """Return the link that the administrator gives to the member."""
    administrator.follow("People and roles")
    administrator.follow("Invite someone")
    administrator.fill("E-mail address", "maud.verdier@aubrelle.example")
    administrator.fill("First and last name", "Maud Verdier")
    administrator.fill("Function", "Chargée de mission")
    administrator.select("Role", "Facilitator")
    administrator.fill("Why this role", "Elle anime la démarche.")
    administrator.press("Open the account")
    administrator.reads("Maud Verdier")
    return administrator.page.get_by_label(say("Address of the invitation")).input_value()


def a_clause_is_written(member: Person) -> None:
    member.open("/charters/charte/")
    member.page.locator("#s2").get_by_role("link", name=say("Write a clause")).click()
    member.fill("Title", "Des réponses rapides")
    member.fill("Text", TEXT)
    member.tick("All staff")
    member.fill("Why this change?", "Personne n'aime attendre.")
    member.press("Add to the working text")
    member.open("/charters/charte/")
    member.reads(TEXT)
