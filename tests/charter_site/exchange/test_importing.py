"""An import stores everything or nothing, and in an empty database only."""

import time

import pytest
from django.core.management import CommandError, call_command

from charter_site.exchange import importing
from charter_site.exchange.areas import commitments
from charter_site.exchange.checking import check
from charter_site.exchange.exporting import tell, written
from charters.models import Clause, Proposal
from charters.text.drafting import open_charter
from feedback.models import Comment, Feedback, Term
from governance.models import (
    Department,
    Member,
    Organisation,
)
from governance.refusals import Refused
from tests.factories import DepartmentFactory, MemberFactory, OrganisationFactory

from .conftest import SAMPLE, as_file

pytestmark = pytest.mark.django_db


def stored(data: bytes = SAMPLE) -> None:
    importing.store(check(data), source="a file")


def test_another_organisation_is_refused_in_a_used_database():
    OrganisationFactory(name="Elsewhere")

    with pytest.raises(Refused, match="already holds Elsewhere"):
        stored()

    assert not Department.objects.exists()


def test_a_file_is_not_mixed_with_what_was_written():
    DepartmentFactory()

    with pytest.raises(Refused, match="something was already written in this database"):
        stored()


def test_an_administrator_may_be_there_first_and_the_import_takes_seconds():
    member = Member.objects.create_member("admin@town.example", name="Administrator")
    document = check(SAMPLE)
    begins = time.process_time()

    importing.store(document, source="a file")

    assert time.process_time() - begins < 3
    assert Member.objects.get() == member


def test_an_import_that_fails_at_its_end_leaves_nothing(monkeypatch):
    def fail(content, ledger):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(commitments, "store", fail)

    with pytest.raises(RuntimeError):
        stored()

    for model in (Organisation, Department, Term, Clause, Feedback, Proposal, Comment):
        assert not model.objects.exists()


def test_what_only_the_database_refuses_is_still_a_sentence(monkeypatch):
    monkeypatch.setattr(importing, "refuse_used_database", lambda: None)
    OrganisationFactory()

    with pytest.raises(Refused, match=r"the database does not accept what the file says \(duplicate key"):
        stored()


# --- The command -----------------------------------------------------------------------------------


def test_the_command_imports_a_file_once(tmp_path, capsys):
    file = tmp_path / "town.json"
    file.write_bytes(SAMPLE)

    call_command("import_charter", file)

    assert "town.json was imported" in capsys.readouterr().out
    assert Clause.history.get(code="M3").history_change_reason == "Imported from town.json"
    with pytest.raises(CommandError, match="already holds Aubrelle Agglomération"):
        call_command("import_charter", file)


def test_the_command_lists_all_that_is_wrong(tmp_path, sample):
    sample["tools"][0]["kind"] = "machine"
    sample["decisions"][0]["review_on"] = "2026-02-30"
    file = tmp_path / "town.json"
    file.write_bytes(as_file(sample))

    with pytest.raises(CommandError) as refused:
        call_command("import_charter", file)

    lines = str(refused.value).splitlines()
    assert lines[0] == "The file was refused and nothing was stored: 2 things must be put right."
    assert "decisions[0].review_on" in lines[1]
    assert "tools[0].kind" in lines[2]


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_the_command_says_that_it_cannot_read(tmp_path, name):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_charter", tmp_path / name)


def test_the_command_refuses_a_used_database(tmp_path):
    OrganisationFactory()
    file = tmp_path / "town.json"
    file.write_bytes(SAMPLE)

    with pytest.raises(CommandError, match="already holds"):
        call_command("import_charter", file)


def test_an_empty_database_has_nothing_to_export():
    OrganisationFactory()

    with pytest.raises(CommandError, match="There is nothing to export yet"):
        call_command("export_charter")


def test_an_organisation_that_was_just_set_up_can_be_exported():
    """By hand, from an empty database: no scale, no list, no headcount, and sections without clauses."""
    by = MemberFactory(administrator=True)
    OrganisationFactory(headcount=None)
    DepartmentFactory(code="dép-1", headcounts={"A": 0})
    open_charter(by=by, slug="charter", title="Our charter")

    told = tell()

    content = check(written(told)).content
    assert [section["code"] for section in content["charter"]["sections"]] == ["V", "M", "R", "G", "N"]
    assert [member["pseudonym"] for member in content["members"]] == [str(by.pseudonym)]
