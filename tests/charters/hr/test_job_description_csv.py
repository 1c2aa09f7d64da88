"""The table, read as Excel reads it in French."""

import csv
import io
import re

import pytest

from charters.hr import keeping
from charters.hr.job_description_csv import COLUMNS, write_csv
from charters.hr.models import Quote
from charters.hr.sheets import read_sheet
from tests.charters.hr.conftest import rewrite, validated

REQUIRED = [
    "version_charte",
    "date_version",
    "code_section",
    "section",
    "code_clause",
    "titre_clause",
    "type_document",
    "rubrique_cible",
    "formulation",
    "public",
    "competence",
    "niveau_cible",
    "indicateurs",
    "reference_validation",
]


def written(profile):
    content = io.StringIO(newline="")
    write_csv(read_sheet(profile), content)
    return content.getvalue().encode()


def read_in_french(content):
    """What a French spreadsheet does: the mark says UTF-8, semicolons separate."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.fixture
def quoted(world):
    version = validated(world.charter, by=world.facilitator)
    keeping.quote_clauses(world.profile, by=world.hr, version=version.pk, wordings={"V1": "", "M1": ""}, seen=1)
    return world


def test_a_row_for_each_clause_with_the_columns_that_software_expects(quoted):
    rows = read_in_french(written(quoted.profile))
    assert [name for name in rows[0] if name in REQUIRED] == REQUIRED
    first, second = rows
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", first.pop("date_version"))
    assert first.pop("reference_validation").replace("\u00a0", " ").startswith("Version 1, validée le ")
    assert first.pop("mention").startswith("Ce document est un support d’échange")
    assert first == {
        "etat": "Cite la version en vigueur.",
        "version_charte": "1",
        "code_section": "V",
        "section": str(quoted.everyone.section.title),
        "code_clause": "V1",
        "titre_clause": "Écouter d'abord",
        "type_document": "fiche_de_poste",
        "rubrique_cible": "Compétences et formation",
        "formulation": "Savoir-être : écoute, reformulation.",
        "public": "agent",
        "competence": "C2 Compétence numéro 2",
        "niveau_cible": "2",
        "indicateurs": "Chacun parle une fois. | Un relevé est partagé.",
        "instance_validation": "Comité de direction générale",
        "fiche_de_poste": "Agent ou agente d'accueil",
    }
    assert second["competence"] == "C1 Compétence numéro 1 | C2 Compétence numéro 2"
    assert second["niveau_cible"] == "2 | 2"


def test_lines_end_as_windows_ends_them(quoted):
    content = written(quoted.profile)
    assert content.count(b"\r\n") == 3
    assert content.replace(b"\r\n", b"").count(b"\n") == 0


def test_a_draft_says_so_in_its_first_column(quoted):
    rewrite(quoted.everyone, by=quoted.facilitator, title="Écouter toujours")
    validated(quoted.charter, by=quoted.facilitator)
    row = read_in_french(written(quoted.profile))[0]
    assert list(row.values())[0] == "Brouillon. La fiche cite la version 1, remplacée par la version 2."
    assert row["version_charte"] == "1"


def test_nothing_quoted_says_so(world):
    (row,) = read_in_french(written(world.profile))
    assert row["etat"] == "Brouillon. Aucune clause de la charte n’est encore citée."
    assert set(row) == set(COLUMNS)


@pytest.mark.parametrize("start", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "- a list"])
def test_what_someone_typed_is_never_a_formula(quoted, start):
    Quote.objects.filter(clause__code="V1").update(wording=start)
    rows = read_in_french(written(quoted.profile))
    assert rows[0]["formulation"] == f"'{start}"


def test_separators_quotes_and_line_breaks_stay_in_their_cell(quoted):
    wording = 'Dit : "oui" ; puis\nécoute.'
    Quote.objects.filter(clause__code="V1").update(wording=wording)
    assert read_in_french(written(quoted.profile))[0]["formulation"] == wording
