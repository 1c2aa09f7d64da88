"""What goes in comes out: nothing of the sample is dropped, and an export imported again is the same export."""

import datetime
import json
import uuid
from typing import Any

import pytest
from django.utils import translation

from charter_site.exchange.checking import check
from charter_site.exchange.exporting import tell, written
from charter_site.exchange.importing import store
from charters.deliberation import answering, editing, proposing
from charters.models import Charter, Clause, Proposal, Section, Version
from charters.text.drafting import edit_clause, remove_clause
from charters.versions import deciding
from charters.versions.verifying import verify
from feedback.models import Comment, Outcome
from feedback.projects.telling import Story
from feedback.projects.telling import tell as tell_experience
from feedback.voices.signing import OnBehalf
from feedback.voices.threads import add_comment
from governance.models import Department, Member, Role, SignsAs
from governance.people import roles
from governance.refusals import Refused
from governance.seals import seal_now
from tests import circuit

from .conftest import SAMPLE, as_file, forgotten, problems_of

pytestmark = pytest.mark.django_db


def stored(data: bytes) -> None:
    store(check(data), source="a file")


def through_an_empty_database(data: bytes) -> bytes:
    with forgotten():
        stored(data)
        return written(tell())


def without_additions(sample: Any, told: Any) -> Any:
    """What is told, reduced to the keys that the sample has."""
    if isinstance(sample, dict):
        return {key: without_additions(value, told[key]) for key, value in sample.items()}
    if isinstance(sample, list):
        return [without_additions(value, other) for value, other in zip(sample, told, strict=True)]
    return told


# --- The sample ------------------------------------------------------------------------------------


def test_an_export_says_all_that_the_sample_says_and_little_more(sample):
    stored(SAMPLE)

    told = tell()

    clause = told["charter"]["sections"][0]["clauses"][0]
    assert told.keys() - sample.keys() == {"members", "sealed_versions"}
    assert told["members"] == told["sealed_versions"] == []
    assert clause.keys() - sample["charter"]["sections"][0]["clauses"][0].keys() == {"revisions"}
    assert [(one["revision"], one["by"], one["reason"]) for one in clause["revisions"]] == [
        (1, None, "Imported from a file")
    ]
    sample["meta"]["schema_version"] = "1.1"
    assert without_additions(sample, told) == sample


def test_what_the_file_may_leave_out_is_left_out(sample):
    del sample["meta"]["notice"], sample["meta"]["inspired_by"]
    for department in sample["organization"]["directions"]:
        del department["headcount_by_category"]
    sample["meta"]["fictional"] = False
    sample["competencies"] = []
    for key in ("decisions", "comments", "amendments", "adhesions", "deployment_plan"):
        sample[key] = []
    for section in sample["charter"]["sections"]:
        for clause in section["clauses"]:
            clause["competencies"], clause["hr_wording"], clause["indicators"] = [], {}, []

    told = json.loads(through_an_empty_database(as_file(sample)))

    sample["meta"]["schema_version"] = "1.1"
    assert without_additions(sample, told) == sample
    assert "notice" not in told["meta"]
    assert "headcount_by_category" not in told["organization"]["directions"][0]


def test_lists_keep_their_order(sample):
    for entry in sample["project_feedback"]:
        for key in ("directions", "tools", "cooperation_modes", "external_stakeholders", "supports_clauses"):
            entry[key].reverse()
    for entry in sample["stakeholders"]:
        entry["directions"].reverse()
    for section in sample["charter"]["sections"]:
        section["clauses"].reverse()
    sample["organization"]["directions"].reverse()

    told = json.loads(through_an_empty_database(as_file(sample)))

    sample["meta"]["schema_version"] = "1.1"
    assert without_additions(sample, told) == sample


# --- A year of work on it --------------------------------------------------------------------------


def four_people() -> dict[str, Member]:
    """Four people of the sample's organisation."""
    stored(SAMPLE)
    department = Department.objects.get(code="DVEP")
    people = {
        name: Member.objects.create_member(
            f"{name}@town.example", "a password for tests", name=name, function="Jardinier", department=department,
            category="C",
        )
        for name in ("agent", "facilitator", "executive", "administrator")
    }  # fmt: skip
    for name in ("facilitator", "executive", "administrator"):
        roles.grant(people[name], getattr(Role, name.upper()), by=None, reason="For a test")
    head = roles.grant(
        people["agent"], Role.DEPARTMENT_HEAD, by=people["administrator"], reason="For now", department=department
    )
    roles.end(head, by=people["administrator"], reason="No longer")
    return people


def propose(by: Member, kind: str, clause: str | None = None, **words: Any) -> Proposal:
    charter = Charter.objects.get()
    target = Clause.objects.get(code=clause) if clause else None
    words = {"signature": SignsAs.ANONYMOUS, "title": "A proposal", "motive": "Because.", **words}
    if target:
        words["base_revision"] = target.revision
    return proposing.propose(charter, by=by, kind=kind, clause=target, **words)


def live_a_year() -> None:
    """Anonymous and named voices, a move, a merge, a new clause, a removal, two submitted versions."""
    people = four_people()
    agent, facilitator = people["agent"], people["facilitator"]
    kinds = Proposal.Kind
    section = Section.objects.get(code="G")
    moved = propose(
        agent, kinds.MOVE, "M1", destination_section=section, destination_after=Clause.objects.get(code="G2")
    )
    merge = propose(agent, kinds.MERGE, "V1", proposed_text="One clause out of two.", signature=SignsAs.NAME)
    merge.merged_clauses.set(Clause.objects.filter(code__in=["V2"]))
    new = propose(agent, kinds.NEW, section=section, proposed_text="A new clause.", signature=SignsAs.FUNCTION)
    out = propose(agent, kinds.WORDING, "N1", proposed_text="Out of scope.", proposed_title="Another title")
    propose(
        facilitator,
        kinds.WORDING,
        "N2",
        proposed_text="Said on a card.",
        on_behalf=OnBehalf(channel="carte_papier", site="Depot", department=agent.department, category="C"),
        reported_supports=3,
    )
    answering.take_up(new, by=facilitator, answer="Yes.")
    answering.take_up(merge, by=facilitator, answer="Yes.", seen=Clause.objects.get(code="V1").row_version)
    answering.decline(out, by=facilitator, answer="Elsewhere.", seen=1, outcome=Outcome.OUT_OF_SCOPE)
    Proposal.objects.filter(pk=out.pk).update(duplicate_of=moved)
    clause = Clause.objects.get(code="M3")
    edit_clause(clause, by=facilitator, reason="Clearer", words={"note": "A note."}, seen=clause.row_version)
    gone = Clause.objects.get(code="N6")
    remove_clause(gone, by=facilitator, reason="Nobody used it", seen=gone.row_version)
    for thread, signature in ((moved.thread, SignsAs.ANONYMOUS), (gone.thread, SignsAs.NAME)):
        add_comment(thread, by=agent, kind=Comment.Kind.QUESTION, text="Why?", signature=signature)
    story = Story(
        project="A project",
        period_start=datetime.date(2026, 1, 1),
        period_end=datetime.date(2026, 2, 1),
        context="What happened.",
        project_outcome="reussi",
        departments=[agent.department],
    )
    tell_experience(story, by=agent, signature=SignsAs.ANONYMOUS, publish=True)
    version = submit(facilitator)
    deciding.return_to_facilitators(version, by=people["executive"], reason="Not yet.", seen_hash=version.content_hash)
    version = submit(facilitator)
    deciding.validate(version, by=people["executive"], seen_hash=version.content_hash)


def submit(facilitator: Member) -> Version:
    version = circuit.submit(Charter.objects.get(), by=facilitator)
    circuit.hear_everyone(version, by=facilitator)
    return version


@pytest.fixture(scope="module")
def file_of_the_year(django_db_setup, django_db_blocker) -> bytes:
    """The year is lived once, told and forgotten; then the file alone brings it back."""
    with django_db_blocker.unblock(), translation.override("en"), forgotten():
        live_a_year()
        return written(tell())


def test_an_export_of_a_year_of_work_comes_back_the_same(file_of_the_year):
    assert through_an_empty_database(file_of_the_year) == file_of_the_year


def test_the_version_in_force_comes_back_with_its_seal(file_of_the_year):
    sealed = json.loads(file_of_the_year)["sealed_versions"]

    stored(file_of_the_year)

    version = Charter.objects.get().version_in_force
    assert [entry["steps"][-1]["kind"] for entry in sealed] == ["returned", "validated"]
    assert str(version.pk) == sealed[1]["id"]
    assert version.clauses.count() == 34


def test_work_goes_on_after_an_import(file_of_the_year):
    stored(file_of_the_year)
    facilitator = Member.objects.get(email="facilitator@town.example")
    executive = Member.objects.get(email="executive@town.example")
    clause = Clause.objects.get(code="M3")

    edit_clause(clause, by=facilitator, reason="Clearer", words={"note": "Another."}, seen=clause.row_version)
    version = submit(facilitator)
    step = deciding.validate(version, by=executive, seen_hash=version.content_hash)

    assert (version.submission, step.number) == (3, 2)


def test_what_was_imported_can_be_verified_and_goes_on_so(file_of_the_year):
    stored(file_of_the_year)
    seal_now()
    assert verify().faults == ()

    clause = Clause.objects.get(code="M3")
    facilitator = Member.objects.get(email="facilitator@town.example")
    edit_clause(clause, by=facilitator, reason="Clearer", words={"note": "Another."}, seen=clause.row_version)
    version = submit(facilitator)
    executive = Member.objects.get(email="executive@town.example")
    deciding.validate(version, by=executive, seen_hash=version.content_hash)
    seal_now()
    report = verify()
    assert (report.faults, report.versions) == ((), 3)


def test_a_proposal_whose_clause_changed_inside_its_words_still_waits_for_its_author():
    with forgotten():
        people = four_people()
        agent, facilitator, wording = people["agent"], people["facilitator"], Proposal.Kind.WORDING
        clause, left = Clause.objects.get(code="M3"), Clause.objects.get(code="N6")
        asked = [
            propose(agent, wording, "M3", proposed_text=f"D'abord, {clause.text}"),
            propose(agent, wording, "M3", proposed_text=f"{clause.text} Ensuite, on s'arrête."),
            propose(agent, wording, "N6", proposed_text="Sur une clause qui part."),
            propose(agent, Proposal.Kind.REMOVAL, "M3"),
        ]
        words = {"text": f"Ici, {clause.text}"}
        editing.edit_clause(clause, by=facilitator, reason="Clearer", words=words, seen=clause.row_version)
        remove_clause(left, by=facilitator, reason="Nobody used it", seen=left.row_version)
        file = written(tell())

    stored(file)

    late, *others = [Proposal.objects.get(code=proposal.code) for proposal in asked]
    assert (late.awaits_confirmation, late.base_revision) == (True, 1)
    assert not any(proposal.awaits_confirmation for proposal in others)


def test_roles_and_accounts_come_back_without_passwords(file_of_the_year):
    stored(file_of_the_year)

    agent = Member.objects.get(email="agent@town.example")
    assert not agent.has_usable_password()
    assert agent.roles == frozenset()
    assert agent.grants.get().ended_reason == "No longer"
    assert Member.objects.get(email="executive@town.example").roles == {Role.EXECUTIVE}


def test_an_anonymous_voice_is_told_as_nobody(file_of_the_year):
    """Neither the member, nor the function, nor the mark that only the author can read."""
    told = json.loads(file_of_the_year)
    anonymous = [
        entry
        for key in ("amendments", "comments", "project_feedback")
        for entry in told[key]
        if entry.get("author", "") is None
    ]
    agent = next(entry for entry in told["members"] if entry["name"] == "agent")

    assert len(anonymous) == 5
    for entry in anonymous:
        text = json.dumps(entry)
        assert agent["pseudonym"] not in text
        assert "Jardinier" not in text
        assert entry["group"] == {"pole": "Cadre de vie", "direction": "DVEP", "category": "C"}
    assert "author_digest" not in file_of_the_year.decode()


def test_a_voice_signed_by_function_is_told_without_the_member(file_of_the_year):
    told = json.loads(file_of_the_year)
    new = next(entry for entry in told["amendments"] if entry.get("resulting_clause"))

    assert new["author"] == {"function": "Jardinier", "direction": "DVEP", "category": "C"}


def test_a_sealed_version_that_was_touched_is_refused(file_of_the_year):
    told = json.loads(file_of_the_year)
    told["sealed_versions"][0]["sections"][0]["clauses"][0]["title"] = "Touched"

    with pytest.raises(Refused, match="the seal of submitted version 1 does not match"):
        stored(as_file(told))


def test_a_validation_that_was_touched_is_refused(file_of_the_year):
    told = json.loads(file_of_the_year)
    told["sealed_versions"][1]["steps"][-1]["by"] = str(uuid.uuid4())

    with pytest.raises(Refused, match="the seal of submitted version 2 does not match"):
        stored(as_file(told))


@pytest.mark.parametrize("added", [{"counted_upto": "2026-01-01"}, {"is_erratum": True}])
def test_a_fact_that_the_hash_of_a_version_does_not_cover_is_refused(file_of_the_year, added):
    told = json.loads(file_of_the_year)
    first = told["sealed_versions"][0]
    for key in ("reasons_without_experience", "is_erratum", "counted_upto", "answer_expected_on"):
        first.pop(key, None)
    first["form"] = 1
    assert problems_of(as_file(told)) == []

    first |= added
    [problem] = problems_of(as_file(told))

    assert problem.path == ("sealed_versions", 0, *added)
    assert "the content hash of this version does not cover it" in str(problem)


def test_entries_that_only_the_application_knows_are_told(file_of_the_year):
    told = json.loads(file_of_the_year)

    kinds = {entry["kind"] for entry in told["amendments"]}
    assert kinds == {"ajout", "modification", "suppression", "fusion", "deplacement"}
    merge = next(entry for entry in told["amendments"] if entry.get("other_clauses"))
    assert merge["other_clauses"] == ["V2"]
    assert merge["author"]["member"]
    removed = [
        clause["code"]
        for section in told["charter"]["sections"]
        for clause in section["clauses"]
        if clause.get("removed")
    ]
    assert removed == ["V2", "N6"]
