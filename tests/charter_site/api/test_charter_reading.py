"""What other software reads of the charter: all that was validated, word for word, and nothing else."""

import datetime

import pytest

from charters.hr.grid import record_grid_opinion
from charters.hr.scale import word_competence
from charters.models import Charter, Clause, Competence, VersionClause
from charters.text import drafting
from charters.versions import deciding
from charters.versions.content import frozen_content
from charters.versions.documents.around import around
from charters.versions.reading import version_numbered
from governance.models import Committee
from tests.charter_site.api.conftest import BODY, someone, validate
from tests.charter_site.api.walking import operations
from tests.factories import CharterFactory, ClauseFactory

pytestmark = pytest.mark.django_db
HERE = "/api/v1"
SITE = "https://testserver"


def inside(address):
    assert address.startswith(SITE)
    return address.removeprefix(SITE)


def test_the_start_leads_to_the_version_in_force(world, software):
    start = software.read(f"{HERE}/")
    [charter] = start["charters"]
    assert (charter["slug"], charter["title"], charter["language"]) == ("charte", "Charte de coopération", "fr")
    assert charter["version_in_force"] == world.number
    assert software.read(inside(charter["links"]["in_force"]))["number"] == world.number
    assert len(software.read(inside(charter["links"]["versions"]))["versions"]) == world.number
    assert software.client.get(inside(start["description"])).json()["info"]["version"] == "1"


def test_a_version_says_who_validated_it_and_what_was_thought_of_it(world, software):
    version = version_numbered(world.charter, 2)
    [opinion] = around(version).opinions
    said = software.read(f"{HERE}/versions/2")
    step = version.steps.get(kind="validated")
    assert said == {
        "number": 2,
        "title": "Charte de coopération",
        "language": "fr",
        "validated_on": step.at.date().isoformat(),
        "validating_body": BODY,
        "in_force": True,
        "content_hash": version.content_hash,
        "chain_hash": step.chain_hash,
        "opinions": [
            {
                "committee": Committee.objects.get(kind=Committee.Kind.STATUTORY).name,
                "verdict": "favourable",
                "label": "Favourable",
                "on": opinion.on.isoformat(),
                "reference": "Procès-verbal 12",
            }
        ],
        "page": f"{SITE}/charters/charte/versions/2/",
    }
    assert software.read(f"{HERE}/versions/1")["in_force"] is False


def test_the_list_is_that_of_validated_versions_the_last_one_first(world, software):
    listed = software.read(f"{HERE}/versions")["versions"]
    assert listed == [software.read(f"{HERE}/versions/{number}") for number in (2, 1)]


def test_clauses_are_the_frozen_words(world, software):
    content = frozen_content(version_numbered(world.charter, 1))
    said = software.read(f"{HERE}/versions/1/clauses")
    assert (said["preamble"], said["scope"]) == ("Nous coopérons.", "Tous.")
    assert [section["code"] for section in said["sections"]] == [section.code for section in content.sections]
    [clause] = said["clauses"]
    [(section, frozen)] = content.clauses
    for name in ("position", "code", "revision", "title", "text", "note"):
        assert clause[name] == getattr(frozen, name)
    assert clause["text"] == "Texte de la version 1."
    for name in ("indicators", "audience", "competences"):
        assert clause[name] == list(getattr(frozen, name))
    assert clause["section"] == section.code
    assert clause["page"] == f"{SITE}/charters/charte/versions/1/#M1"
    assert software.read(f"{HERE}/versions/1/clauses/M1")["clause"] == clause


def test_wordings_are_those_that_say_something(world, software):
    address = f"{HERE}/versions/2/wordings"
    job = {"code": "M1", "revision": 3, "document": "job_description", "sentence": "Coopère 1."}
    interview = {"code": "M1", "revision": 3, "document": "interview", "sentence": "Parlons-en 1."}
    assert software.read(address)["wordings"] == [job, interview]
    assert software.read(f"{address}?document=interview")["wordings"] == [interview]
    assert software.read(f"{address}?document=mission_letter")["wordings"] == []
    assert software.read(f"{address}?code=M1&document=job_description")["wordings"] == [job]
    assert software.read(f"{address}?code=V1")["wordings"] == []


def test_a_wording_is_read_one_by_one_in_the_version_that_froze_it(world, software):
    for number in (1, 2):
        version = version_numbered(world.charter, number)
        listed = software.read(f"{HERE}/versions/{number}/wordings")["wordings"]
        assert [wording["document"] for wording in listed] == ["job_description", "interview"]
        for wording in listed:
            said = software.read(f"{HERE}/versions/{number}/wordings/M1/{wording['document']}")
            assert said == {"version": number, "content_hash": version.content_hash, "wording": wording}
    assert wording == {"code": "M1", "revision": 3, "document": "interview", "sentence": "Parlons-en 1."}


def test_a_wording_that_a_version_does_not_hold_is_told_from_a_clause_that_it_does_not(software):
    silent = software.get(f"{HERE}/versions/2/wordings/M1/mission_letter")
    assert silent.status_code == 404
    assert silent.json()["why"] == "Version 2 has no wording of clause M1 for “mission_letter”."
    unknown = software.get(f"{HERE}/versions/2/wordings/Z9/interview")
    assert unknown.status_code == 404
    assert unknown.json()["why"] == "Version 2 holds no clause Z9."


def test_the_scale_is_the_one_that_the_version_froze(world, software):
    said = software.read(f"{HERE}/versions/2/competences")
    assert [level["label"] for level in said["levels"]] == [f"Niveau {rank}" for rank in range(1, 5)]
    assert [competence["code"] for competence in said["competences"]] == ["C1", "C2"]
    assert said["competences"][1]["manager_levels"] == [f"Encadrant 2.{rank}" for rank in range(1, 5)]
    assert said["notice"].startswith("This document supports an exchange")


def test_a_competence_is_read_with_what_its_steps_and_its_use_depend_on(world, software):
    scale = software.read(f"{HERE}/versions/2/competences")
    for competence in scale.pop("competences"):
        said = software.read(f"{HERE}/versions/2/competences/{competence['code']}")
        assert said == {**scale, "competence": competence}
    assert said["competence"]["agent_levels"] == [f"Agent 2.{rank}" for rank in range(1, 5)]
    assert said["notice"].startswith("This document supports an exchange")
    missing = software.get(f"{HERE}/versions/2/competences/Z9")
    assert missing.status_code == 404
    assert missing.json()["why"] == "Version 2 holds no competence Z9."


def test_a_competence_is_said_as_it_was_frozen_with_the_opinion_that_came_since(world, software):
    competence = Competence.objects.get(code="C1")
    word_competence(
        competence, by=someone(hr=True), words={"label": "Écouter"}, reason="Clearer", seen=competence.row_version
    )
    committee = Committee.objects.get(kind=Committee.Kind.STATUTORY)
    record_grid_opinion(
        version_numbered(world.charter, 2), committee, by=world.facilitator, verdict="favourable",
        on=datetime.date(2026, 1, 15), reference="Séance 3",
    )  # fmt: skip
    said = software.read(f"{HERE}/versions/2/competences/C1")
    assert said["competence"]["label"] == "Compétence 1"
    assert said["notice"].startswith("Grid put before the committee")
    assert "Séance 3" in said["notice"]


def test_changes_tell_old_and_new_words_both_ways(world, software):
    said = software.read(f"{HERE}/versions/2/changes?since=1")
    [clause] = said["clauses"]
    assert (said["since"], said["version"], said["unchanged"]) == (1, 2, 0)
    assert (clause["code"], clause["reworded"], clause["moved"]) == ("M1", True, False)
    assert clause["words"] == [
        {"field": "text", "label": "text", "before": "Texte de la version 1.", "after": "Texte de la version 2."}
    ]
    [back] = software.read(f"{HERE}/versions/1/changes?since=2")["clauses"]
    assert back["words"][0]["after"] == "Texte de la version 1."
    same = software.read(f"{HERE}/versions/2/changes?since=2")
    assert (same["clauses"], same["sections"], same["scale"], same["charter"]) == ([], [], [], [])


def test_what_is_added_removed_or_moved_is_told(world, software):
    charter, by = Charter.objects.get(pk=world.charter.pk), world.facilitator
    other = charter.sections.get(kind="governance")
    deciding.withdraw(world.submitted, by=by, reason="Another one comes.")
    moved = Clause.objects.get(code="M1")
    drafting.move_clause(moved, by=by, reason="Better there", section=other, after=None, seen=moved.row_version)
    added = drafting.add_clause(other, by=by, reason="New", words={"title": "Nouvelle", "text": "Nous décidons."})
    competence = Competence.objects.get(code="C1")
    word_competence(
        competence, by=someone(hr=True), words={"label": "Écouter"}, reason="Clearer", seen=competence.row_version
    )
    validate(charter, by=by)

    said = software.read(f"{HERE}/versions/3/changes?since=2")
    told = {clause["code"]: clause for clause in said["clauses"]}
    assert (told[added.code]["added"], told[added.code]["section_before"]) == (True, None)
    assert told[added.code]["section_after"] == other.code
    assert (told["M1"]["moved"], told["M1"]["section_before"], told["M1"]["section_after"]) == (True, "M", other.code)
    [change] = said["scale"]
    assert (change["code"], change["kind"], change["words"][0]["after"]) == ("C1", "competence", "Écouter")
    back = software.read(f"{HERE}/versions/2/changes?since=3")
    assert [clause["code"] for clause in back["clauses"] if clause["removed"]] == [added.code]


def test_a_text_that_is_not_validated_is_nowhere(world, software):
    frozen = VersionClause.objects.get(version=world.submitted)
    assert frozen.text == "Texte soumis, jamais validé."
    for operation in operations():
        for address in operation.addresses(world):
            said = software.get(address).content.decode()
            assert "jamais validé" not in said, address
            assert world.submitted.content_hash not in said, address
            assert str(world.submitted.pk) not in said, address
    assert software.get(f"{HERE}/versions/{world.number + 1}").status_code == 404


def test_another_charter_is_read_by_its_name(world, software):
    other = CharterFactory(by=world.facilitator, title="Autre charte", slug="autre")
    ClauseFactory(charter=other, by=world.facilitator, text="Un autre texte.")
    validate(other, by=world.facilitator, body="")
    assert [here["slug"] for here in software.read(f"{HERE}/")["charters"]] == ["charte", "autre"]
    assert software.read(f"{HERE}/versions/1/clauses?charter=autre")["clauses"][0]["text"] == "Un autre texte."
    # nobody named the body: the function of the person who validated it stands in its place, and stays inside
    assert software.read(f"{HERE}/versions/1?charter=autre")["validating_body"] == ""
