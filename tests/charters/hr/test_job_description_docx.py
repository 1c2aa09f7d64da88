"""The Word document, reopened by a library and read sentence by sentence."""

import io

import docx
import pytest
from docx.oxml.ns import qn

from charters.hr import keeping
from charters.hr.job_description_docx import write_docx
from charters.hr.sheets import read_sheet
from tests.charters.hr.conftest import rewrite, submitted, validated


def plain(text):
    """Without French typography, which changes no word."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def written(profile):
    content = io.BytesIO()
    write_docx(read_sheet(profile), content, organisation="Aubrelle Agglomération")
    content.seek(0)
    return docx.Document(content)


def words_of(document):
    """Every text of the body, in order."""
    return [plain(item.text or "") for item in document.element.body.iter(qn("w:t"))]


def headings(document):
    return [
        plain(paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith(("Heading", "Title"))
    ]


def quoting(world, **wordings):
    version = validated(world.charter, by=world.facilitator)
    seen = world.profile.row_version
    keeping.quote_clauses(world.profile, by=world.hr, version=version.pk, wordings=wordings, seen=seen)
    return version


def test_every_sentence_is_there_under_real_headings(world):
    version = quoting(world, V1="", M1="Réserve deux heures « utiles » : c'est écrit.")
    document = written(world.profile)
    assert headings(document) == [
        "Fiche de poste : Agent ou agente d'accueil",
        "Identification",
        "Missions et activités",
        "Compétences et formation",
        "Compétences de coopération attendues",
        "D'où viennent ces formulations",
    ]
    text = words_of(document)
    for sentence in (
        "Cite la version en vigueur.",
        "Direction de l'accueil",
        "V1. Écouter d'abord",
        "Savoir-être : écoute, reformulation.",
        "M1. Du temps pour coopérer (formulation adaptée par les ressources humaines)",
        "Réserve deux heures « utiles » : c'est écrit.",
        "C2. Compétence numéro 2",
        "2, Pratique",
        "Agent 2.2",
        "Charte d'Aubrelle",
        version.steps.get(kind="validated").chain_hash,
        "Ce document est un support d'échange, non un critère d'évaluation. Aucun avis du comité social territorial "
        "sur ces éléments n'est enregistré.",
        "Citer la charte ne change ni la cotation du poste ni la rémunération qui s'y attache.",
    ):
        assert sentence in text, sentence
    assert not any("BROUILLON" in words.upper() for words in text)


def test_a_manager_is_read_on_the_managers_ladder_at_level_3(world):
    keeping.revise_profile(world.profile, by=world.hr, words={"is_manager": True}, seen=1)
    world.profile.refresh_from_db()
    quoting(world, V1="")
    text = words_of(written(world.profile))
    assert "3, Maîtrise" in text
    assert "Encadrant 2.3" in text


def test_each_page_carries_the_version_its_date_and_who_validated(world):
    quoting(world, V1="")
    section = written(world.profile).sections[0]
    assert plain(section.header.paragraphs[0].text) == "Aubrelle Agglomération – Agent ou agente d'accueil"
    foot = plain(section.footer.paragraphs[0].text)
    assert foot.startswith("Version 1, validée le ")
    assert "par : Comité de direction générale" in foot
    fields = [item.get(qn("w:instr")) for item in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_file_says_its_language_its_version_and_no_persons_name(world):
    quoting(world, V1="")
    document = written(world.profile)
    facts = document.core_properties
    assert facts.language == "fr-FR"
    assert {tag.get(qn("w:val")) for tag in document.styles.element.iter(qn("w:lang"))} == {"fr-FR"}
    assert plain(facts.title) == "Fiche de poste : Agent ou agente d'accueil"
    assert plain(facts.subject).startswith("Version 1, validée le ")
    assert read_sheet(world.profile).source.seal in facts.keywords
    assert facts.author == facts.last_modified_by == "Aubrelle Agglomération"
    assert world.hr.name not in "".join(words_of(document))


def test_tables_can_be_read_aloud(world):
    quoting(world, V1="", M1="")
    document = written(world.profile)
    assert len(document.tables) == 5
    for table in document.tables:
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(cell.text for row in table.rows for cell in row.cells)
    assert not list(document.element.body.iter(qn("w:txbxContent")))


def test_a_replaced_version_makes_a_draft_and_says_by_which(world):
    quoting(world, V1="")
    rewrite(world.everyone, by=world.facilitator, title="Écouter toujours")
    validated(world.charter, by=world.facilitator)
    document = written(world.profile)
    assert headings(document)[0] == "BROUILLON. Fiche de poste : Agent ou agente d'accueil"
    assert "Brouillon. La fiche cite la version 1, remplacée par la version 2." in words_of(document)
    assert "V1. Écouter d'abord" in words_of(document)
    assert document.sections[0].header.paragraphs[0].text.startswith("BROUILLON – ")


def test_a_text_that_is_not_validated_makes_a_draft(world):
    version = submitted(world.charter, by=world.facilitator)
    keeping.quote_clauses(world.profile, by=world.hr, version=version.pk, wordings={"V1": ""}, seen=1)
    document = written(world.profile)
    assert document.core_properties.title.startswith("BROUILLON. ")
    assert document.sections[0].header.paragraphs[0].text.startswith("BROUILLON – ")
    assert "non validé" in document.sections[0].footer.paragraphs[0].text
    assert version.content_hash in words_of(document)


def test_nothing_quoted_is_a_draft_too(world):
    document = written(world.profile)
    assert "Brouillon. Aucune clause de la charte n'est encore citée." in words_of(document)


@pytest.mark.parametrize("hostile", ["a\x01b", "a\x0bb", "a\ufffeb", "a\ud800b", "]]></w:t>&<b>"])
def test_no_character_can_break_the_file(world, hostile):
    quoting(world, V1="")
    sheet = read_sheet(world.profile)
    sheet.profile.title = hostile
    content = io.BytesIO()
    write_docx(sheet, content, organisation=hostile)
    assert "Identification" in headings(docx.Document(content))
