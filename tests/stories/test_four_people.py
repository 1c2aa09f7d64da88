"""An agent proposes, a facilitator takes up, management validates, human resources use it: with script and without."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from django.utils import timezone
from docx.oxml.ns import qn

from charters.models import Section
from tests.factories import (
    PASSWORD,
    CharterFactory,
    ClauseFactory,
    DepartmentFactory,
    MemberFactory,
    OrganisationFactory,
)
from tests.stories.person import Person, say

BEFORE = "Le temps passé à coopérer est du temps de travail."
ASKED = "Le temps passé à coopérer est du temps de travail, prévu et remplacé pour les agents en tournée."
AFTER = "Le temps passé à coopérer est du temps de travail, prévu au plan de charge."
COMMENT = "Lors de l'essai, nous avons participé sur nos repos."
MOTIVE = "On nous invite, mais le camion doit partir."
ANSWER = "Le principe est retenu ; le remplacement sera fixé par direction."
BROUGHT = "Cette première version dit que coopérer est du travail."
WORDING = "Contribution aux projets communs : quotité à préciser."
ADAPTED = "Contribue aux projets communs, deux demi-journées par an."
BECAUSE = "Personne ne l'a encore essayé."
BODY = "Comité de direction générale du 15 juin"


@pytest.fixture
def town() -> SimpleNamespace:
    """An organisation with a charter of two clauses, and four people who do not share a desk."""
    OrganisationFactory(name="Aubrelle Agglomération")
    roads = DepartmentFactory(name="Direction de la propreté")
    charter = CharterFactory(title="Charte de coopération", slug="charte")
    clause = {"charter": charter, "section": Section.Kind.METHODS}
    ClauseFactory(**clause, title="Du temps pour coopérer", text=BEFORE, hr_job_description=WORDING)
    ClauseFactory(**clause, title="Une note de cadrage", text="Tout projet commun commence par deux pages.")
    return SimpleNamespace(
        agent=MemberFactory(name="Noria Belline", function="Agente de collecte", department=roads),
        facilitator=MemberFactory(name="Maud Verdier", function="Chargée de mission", facilitator=True),
        executive=MemberFactory(name="Odile Ranson", function="Directrice générale", executive=True),
        hr=MemberFactory(name="Farid Lenoir", function="Chargé des ressources humaines", hr=True),
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_a_comment_to_a_job_description(town, live_server, new_context, tmp_path, script):
    def come_in(member) -> Person:
        context = new_context(java_script_enabled=script, accept_downloads=True)
        person = Person(context, live_server.url)
        person.sign_in(member.email, PASSWORD)
        return person

    the_agent_speaks(come_in(town.agent))
    facilitator = come_in(town.facilitator)
    the_facilitator_answers(facilitator)
    the_facilitator_submits_a_version(facilitator)
    management_validates(come_in(town.executive))
    human_resources_use_it(come_in(town.hr), tmp_path)


def the_agent_speaks(agent: Person) -> None:
    agent.follow("The charter")
    agent.reads(BEFORE)
    agent.follow("Du temps pour coopérer")
    agent.fill("Your comment", COMMENT)
    agent.select("What kind of comment is it?", "Example")
    agent.press("Publish the comment")
    agent.reads(COMMENT)
    agent.follow("Propose another wording")
    agent.fill("Your wording of the clause", ASKED)
    agent.fill("Title of your proposal", "Penser aux agents en tournée")
    agent.fill("Why?", MOTIVE)
    agent.press("Publish my proposal")
    agent.reads(MOTIVE)
    agent.follow("The charter")
    agent.reads(BEFORE)
    agent.does_not_read(ASKED)


def the_facilitator_answers(facilitator: Person) -> None:
    facilitator.follow("The charter")
    facilitator.follow("Du temps pour coopérer")
    facilitator.reads(COMMENT)
    facilitator.follow("Penser aux agents en tournée")
    facilitator.follow("Take it up")
    facilitator.tick("in part: the text below is the result")
    facilitator.fill("Text of the clause, as it will be", AFTER)
    facilitator.fill("Your answer", ANSWER)
    facilitator.press("Bring it into the text and publish the answer")
    facilitator.reads(ANSWER)
    facilitator.follow("The charter")
    facilitator.reads(AFTER)


def the_facilitator_submits_a_version(facilitator: Person) -> None:
    facilitator.follow("Prepare a version")
    facilitator.press("Start preparing version %(number)s", number=1)
    today = timezone.localdate()
    facilitator.fill("Last day of the consultation", today.isoformat())
    facilitator.press("Open the consultation")
    # the comment that the story began with waits for the next version
    facilitator.fill("Contributions are answered up to", (today - datetime.timedelta(days=1)).isoformat())
    facilitator.fill("Why, if it closes before the announced day or counts less than it asked for", BECAUSE)
    facilitator.press("Close the consultation")
    facilitator.fill("M1 Du temps pour coopérer", BECAUSE)
    facilitator.fill("M2 Une note de cadrage", BECAUSE)
    facilitator.fill("What this version brings", BROUGHT)
    facilitator.press("Submit this version")
    facilitator.reads(say("The version is submitted. This page says whose turn it is."))
    facilitator.reads(BROUGHT)
    facilitator.reads(AFTER)


def management_validates(executive: Person) -> None:
    executive.follow("Versions of the charter")
    executive.follow("Version 1")
    executive.reads(BROUGHT)
    executive.reads(AFTER)
    executive.fill("Validating body", BODY)
    executive.press("Validate version %(number)s", number=1)
    executive.reads(BODY)
    executive.reads(AFTER)


def human_resources_use_it(hr: Person, folder: Path) -> None:
    hr.follow("Quote the charter in job descriptions")
    hr.follow("Write a job description")
    hr.fill("Title of the post", "Agent ou agente de collecte")
    hr.tick("This post works in the field")
    hr.press("Create the job description")
    hr.follow("Choose the clauses to quote")
    hr.page.locator('input[name="wording_M1"]').check()
    hr.press("Record these quotes")
    hr.follow("Adapt the wording of %(code)s", code="M1")
    hr.fill("Job description", ADAPTED)
    hr.press("Record these words")
    hr.reads(ADAPTED)
    hr.select("Document", "Full job description")
    the_word_document_says_it(hr.receives("Make the document", folder))
    hr.select("Document", "Insert for a job description")
    hr.page.locator("main").get_by_label("Format").select_option(value="csv")
    the_table_says_it(hr.receives("Make the document", folder))


def the_word_document_says_it(file: Path) -> None:
    assert file.suffix == ".docx"
    assert "brouillon" not in file.name
    document = docx.Document(str(file))
    said = [plain(item.text or "") for item in document.element.body.iter(qn("w:t"))]
    for sentence in ("Fiche de poste : Agent ou agente de collecte", "M1. Du temps pour coopérer", ADAPTED):
        assert any(words.startswith(sentence) for words in said), sentence
    foot = plain(document.sections[0].footer.paragraphs[0].text)
    assert foot.startswith("Version 1, validée le ")
    assert BODY in foot
    assert document.core_properties.language == "fr-FR"


def the_table_says_it(file: Path) -> None:
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert row["version_charte"] == "1"
    assert row["code_clause"] == "M1"
    assert row["formulation"] == ADAPTED
    assert row["instance_validation"] == BODY
    assert "Brouillon" not in row["etat"]


def plain(words: str) -> str:
    """Without French typography, which changes no word."""
    return words.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
