"""No evaluation of anyone is stored, and nothing that people do here is ever exported to human resources."""

from __future__ import annotations

import io
import re
import zipfile
from types import SimpleNamespace
from typing import Any

import pypdf
import pytest
from django.apps import apps
from django.urls import reverse

from charters.hr import objectives
from charters.hr.batches import asking, making
from charters.hr.handing_out import hand_out
from charters.hr.kinds import DocumentKind, Ending, Wording
from charters.hr.models import JobProfile
from charters.hr.sheets import read_sheet
from charters.hr.word_templates import keeping as templates
from charters.hr.word_templates.starter import write_starter
from charters.text import drafting
from feedback.voices.threads import add_comment
from governance.models import SignsAs
from tests.charters.hr.conftest import quote, validated, world  # noqa: F401 the charter of the tests of the desk
from tests.factories import MemberFactory

# What a column would be called that says what someone is worth. "level" and "rank" are those of posts and of the scale.
APPRAISAL = re.compile(
    r"score|grade\b|rating|evaluat|apprais|performance|merit|ranking|reached|achiev|assess|note_of|bonus|sanction"
)
# Names that hold one of these words, and say nothing of anyone.
HARMLESS: set[str] = set()
SAID = "Zinzolin"  # a word that people say, and no text of ours


def test_no_column_of_any_table_is_an_appraisal():
    found = {
        f"{model._meta.label}.{field.name}"
        for app in ("charters", "feedback", "governance")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if APPRAISAL.search(field.name)
    }
    assert found - HARMLESS == set()


@pytest.fixture
def desk(world: Any) -> SimpleNamespace:  # noqa: F811
    """A charter written, commented and lived by people whose every trace can be recognised."""
    people = [
        MemberFactory(name=f"Perséphone Trace{n}", function=f"Fonction tracée {n}", email=f"trace{n}@canari.example")
        for n in range(4)
    ]
    world.hr.name, world.hr.function, world.hr.email = "Perséphone Tracerh", "Fonction tracée RH", "rh@canari.example"
    world.hr.save()
    everyone = [*people, world.hr]
    world.managers.refresh_from_db()
    drafting.edit_clause(
        world.managers, by=MemberFactory(facilitator=True, name="Perséphone Tracef", email="f@canari.example"),
        reason=f"Raison {SAID}", words={"text": "Des mots de la charte."}, seen=world.managers.row_version,
    )  # fmt: skip
    for member in people:
        add_comment(
            world.everyone.thread, by=member, kind="support", text=f"Commentaire {SAID}", signature=SignsAs.NAME
        )
        add_comment(world.managers.thread, by=member, kind="question", text=f"Autre {SAID}", signature=SignsAs.FUNCTION)
    version = validated(world.charter, by=world.facilitator)
    quote(world, version, {"V1": list(Wording), "M1": [Wording.JOB_DESCRIPTION, Wording.MISSION_LETTER]})
    objectives.add_objective(world.profile, by=world.hr, words={"words": "Réunir les équipes.", "clause_code": "M1"})
    return SimpleNamespace(world=world, people=everyone, version=version)


def traces(desk: Any) -> list[str]:
    """Whatever would lead to a person or to what one did: names, functions, addresses, pseudonyms, words said."""
    return [
        SAID, "Perséphone", "Fonction tracée", "canari.example",
        *(str(member.pseudonym) for member in desk.people), *(member.pseudonym.hex for member in desk.people),
    ]  # fmt: skip


def text_of(name: str, content: bytes) -> str:
    """Everything that a file holds, unfolded: its parts, its properties, its pages."""
    if name.endswith((".docx", ".odt", ".xlsx", ".zip")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(text_of(each, archive.read(each)) for each in archive.namelist())
    if name.endswith(".pdf"):
        read = pypdf.PdfReader(io.BytesIO(content))
        return "\n".join([str(dict(read.metadata or {})), *(page.extract_text() for page in read.pages)])
    return content.decode("utf-8", errors="replace")


def assert_no_trace(desk: Any, name: str, content: bytes, *, says: str) -> None:
    text = text_of(name, content)
    assert says in text.replace("\u00a0", " "), name  # it was read for good
    assert [trace for trace in traces(desk) if trace in text] == [], name


@pytest.mark.parametrize("ending", Ending)
@pytest.mark.parametrize("kind", DocumentKind)
def test_no_document_says_anything_of_people(desk, kind, ending):
    sheet = read_sheet(JobProfile.objects.select_related("department").get())
    made = hand_out(sheet, by=desk.world.hr, kind=kind, ending=ending, organisation="Aubrelle Agglomération")
    says = "Réunir les" if kind == DocumentKind.OBJECTIVES else "M1" if kind != DocumentKind.INTERVIEW_GRID else "V1"
    assert_no_trace(desk, made.name, made.content, says=says)


def test_no_batch_template_or_list_says_anything_of_people(desk, client):
    hr = desk.world.hr
    template = templates.add_template(
        by=hr, name="Le nôtre", kind=DocumentKind.JOB_DESCRIPTION, content=write_starter()
    )
    profile = JobProfile.objects.get()
    asked = {"kinds": [DocumentKind.JOB_DESCRIPTION], "ending": Ending.DOCX, "template": template}
    batch = asking.ask_for_batch(asking.each_of([profile], **asked), by=hr)
    while making.make_next():
        pass
    client.force_login(hr)
    archive = b"".join(client.get(reverse("batch-archive", args=[batch.pk])).streaming_content)
    assert_no_trace(desk, "batch.zip", archive, says="M1")
    for ending in ("csv", "xlsx"):
        answer = client.get(reverse("profile-list-export", args=[ending]))
        assert_no_trace(desk, f"list.{ending}", answer.content, says="accueil")
    original = client.get(reverse("word-template-file", args=[template.pk]))
    assert_no_trace(desk, "template.docx", original.content, says="fiche")
