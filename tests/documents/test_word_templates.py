"""Templates edited by hand in LibreOffice: saved by it, filled by the press, opened by it again, word for word."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import docx
import pypdf
import pytest
from django.utils import translation

from charters.hr.kinds import DocumentKind
from charters.hr.word_templates.checking import check
from charters.hr.word_templates.filling import fill
from charters.hr.word_templates.opening import judge
from charters.hr.word_templates.placeholders import Told, words_of
from charters.hr.word_templates.sample import SEAL, sample_sheet
from charters.hr.word_templates.starter import write_starter
from tests.charters.hr.word_templates.making import FILES, rows_of
from tests.documents.office import Order, follow

ORGANISATION = "Aubrelle Agglomération"
KINDS = {"fiche": DocumentKind.JOB_DESCRIPTION, "lettre": DocumentKind.MISSION_LETTER}


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\ufeff", ""))


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> dict[str, bytes]:
    """The templates written by hand (FODT), as LibreOffice saves them for Word today."""
    room: Path = tmp_path_factory.mktemp("saved")
    orders = []
    for name in KINDS:
        shutil.copy(FILES / f"{name}.fodt", room)
        orders.append(Order(room / f"{name}.fodt", room / f"{name}.docx"))
    follow(orders, room)
    return {name: (room / f"{name}.docx").read_bytes() for name in KINDS}


def said_in(name: str) -> list[str]:
    """Every sentence that the document has to say."""
    sheet = sample_sheet()
    words = words_of(Told(sheet, KINDS[name], ORGANISATION))
    said = [ORGANISATION, words["document"]["etat"], words["document"]["mention"], words["version"]["reference"]]
    if name == "fiche":
        said += ["Fiche de poste : " + words["fiche"]["intitule"], "Catégorie B", words["fiche"]["direction"], SEAL]
        said += [*words["fiche"]["missions_lignes"], "Équipe encadrée : " + words["fiche"]["equipe"]]
        said += [clause["titre"] for clause in words["clauses"]]
        said += [clause["fiche_de_poste"] for clause in words["clauses"]] + [words["version"]["charte"]]
    else:
        said += [clause["lettre_de_mission"] for clause in words["clauses_lettre"]]
        said += [each for clause in words["clauses_lettre"] for each in clause["indicateurs"]]
        said += [objective["objectif"] for objective in words["objectifs"]] + [words["fiche"]["raison_etre"]]
    return said


@pytest.mark.parametrize("name", KINDS)
def test_a_template_edited_by_hand_gives_a_document_that_opens(saved, tmp_path: Path, name: str):
    with translation.override("fr"):
        assert judge(saved[name])
        assert "clause.code" in check(saved[name]).placeholders
        made = fill(saved[name], sample_sheet(), organisation=ORGANISATION, kind=KINDS[name])
        said = said_in(name)
    source = tmp_path / f"{name}.docx"
    source.write_bytes(made)
    follow([Order(source, tmp_path / f"{name}.txt"), Order(source, tmp_path / f"{name}.pdf")], tmp_path)

    text = plain((tmp_path / f"{name}.txt").read_text(encoding="utf-8"))
    pages = pypdf.PdfReader(io.BytesIO((tmp_path / f"{name}.pdf").read_bytes())).pages
    printed = plain("".join(page.extract_text() for page in pages))
    for sentence in said:
        # heads, feet and notes are no part of the text that is saved, and are printed
        assert plain(sentence) in text or plain(sentence) in printed, sentence
    assert not re.search(r"\{\{|\{%|%\}|\}\}", text + printed)


@pytest.mark.parametrize("name", KINDS)
def test_what_libreoffice_saves_is_what_the_tests_of_every_day_read(saved, name: str):
    """The files beside those tests are of the same making: the same placeholders, the same table once filled."""
    kept = (FILES / f"{name}.docx").read_bytes()
    with translation.override("fr"):
        assert check(saved[name]).placeholders == check(kept).placeholders
        first, second = (rows_of(fill(each, sample_sheet(), organisation=ORGANISATION)) for each in (saved[name], kept))
    assert first == second


def test_the_starter_opens_is_saved_by_libreoffice_and_is_still_a_template(tmp_path: Path):
    """What most people do: download it, change it, send it back."""
    with translation.override("fr"):
        (tmp_path / "starter.docx").write_bytes(write_starter("fr"))
        follow([Order(tmp_path / "starter.docx", tmp_path / "again.odt")], tmp_path)
        follow([Order(tmp_path / "again.odt", tmp_path / "again.docx")], tmp_path)
        again = (tmp_path / "again.docx").read_bytes()
        assert "clause.fiche_de_poste" in check(again).placeholders
        made = fill(again, sample_sheet(), organisation=ORGANISATION)
    assert [row[0][:2] for row in rows_of(made) if row[0][:3] in ("V1.", "M1.")] == ["V1", "M1"]
    assert docx.Document(io.BytesIO(made)).core_properties.language == "fr-FR"


def test_libreoffice_is_there():
    office = shutil.which("soffice")
    assert office
    assert "LibreOffice" in subprocess.run([office, "--version"], capture_output=True, text=True, check=True).stdout
