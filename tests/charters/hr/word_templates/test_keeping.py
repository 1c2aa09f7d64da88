"""Templates are added once they work, by human resources, and retired with a reason."""

from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import PermissionDenied

from charters.hr.kinds import DocumentKind
from charters.hr.word_templates import keeping
from charters.hr.word_templates.models import WordTemplate
from charters.hr.word_templates.starter import write_starter
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.hr.word_templates.making import template
from tests.factories import MemberFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def hr():
    OrganisationFactory()
    return MemberFactory(hr=True)


def add(by, *, content: bytes = b"", name: str = "Fiche") -> WordTemplate:
    content = content or template("{{ fiche.intitule }}")
    return keeping.add_template(by=by, name=name, kind=DocumentKind.JOB_DESCRIPTION, content=content)


def test_a_template_is_kept_with_its_file_and_its_placeholders(hr):
    content = write_starter()
    kept = add(hr, content=content)
    assert bytes(kept.file.content) == content
    assert kept.digest == hashlib.sha256(content).hexdigest()
    assert kept.size == len(content)
    assert "clauses_fiche" in kept.placeholders
    assert kept.history.get().history_user_id == hr.pseudonym
    assert list(WordTemplate.objects.usable()) == [kept]


def test_only_human_resources_add_and_retire(hr):
    other = MemberFactory(facilitator=True)
    with pytest.raises(PermissionDenied):
        add(other)
    kept = add(hr)
    with pytest.raises(PermissionDenied):
        keeping.retire_template(kept, by=other, reason="Non", seen=1)


@pytest.mark.parametrize("content", [b"%PDF", template("{{ nothing.known }}"), template(every=())])
def test_nothing_is_kept_of_a_template_that_is_refused(hr, content: bytes):
    with pytest.raises(Refused):
        add(hr, content=content)
    assert not WordTemplate.objects.exists()


def test_one_that_passes_the_check_and_cannot_be_filled_is_not_kept(hr, monkeypatch):
    def refuse(*args, **more):
        raise Refused("It cannot be filled.")

    monkeypatch.setattr(keeping, "fill", refuse)
    with pytest.raises(Refused, match="cannot be filled"):
        add(hr)
    assert not WordTemplate.objects.exists()


def test_the_same_file_is_one_template(hr):
    content = template("{{ fiche.lieu }}")
    first = add(hr, content=content, name="La première")
    with pytest.raises(Refused, match="La première"):
        add(hr, content=content, name="La seconde")
    keeping.retire_template(first, by=hr, reason="Une autre la remplace", seen=1)
    assert add(hr, content=content, name="La seconde").name == "La seconde"


def test_a_retired_template_is_kept_and_no_longer_chosen(hr):
    kept = keeping.retire_template(add(hr), by=hr, reason="Une autre la remplace", seen=1)
    assert kept.retired
    assert not WordTemplate.objects.usable().exists()
    assert kept.history.latest("history_id").history_change_reason == "Une autre la remplace"
    with pytest.raises(Refused, match="retired already"):
        keeping.retire_template(kept, by=hr, reason="Encore", seen=2)


def test_whoever_did_not_see_the_last_state_is_told(hr):
    with pytest.raises(Stale):
        keeping.retire_template(add(hr), by=hr, reason="Non", seen=0)
