"""The demonstration is loaded whole, and never where anyone else lives."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.factories import MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("someone", [MemberFactory, OrganisationFactory])
def test_a_database_that_holds_anyone_else_is_refused(someone):
    someone()

    with translation.override("en"), pytest.raises(CommandError, match="already holds an organisation or accounts"):
        call_command("load_demo")


def test_the_command_says_who_can_sign_in(capsys):
    call_command("load_demo")

    assert "agente.collecte@aubrelle.example" in capsys.readouterr().out
