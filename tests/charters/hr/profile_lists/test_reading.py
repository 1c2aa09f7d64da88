"""Files of text: alphabets, separators, quotation marks, and what is no table."""

import pytest

from charters.hr.profile_lists.reading import read_table
from governance.refusals import Refused
from tests.charters.hr.profile_lists.files import workbook_of

HEADER = "Intitulé;Métier;Missions"
LINES = [(1, ("Intitulé", "Métier", "Missions")), (2, ("Agent d'accueil", "Accueil", "Recevoir\nOrienter"))]


def lines_of(content, name="liste.csv"):
    return [(line.number, line.cells) for line in read_table(content, name).lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_read_in_any_usual_dress(encoding, separator, end):
    rows = [
        HEADER.replace(";", separator),
        separator.join(["Agent d'accueil", '"Accueil"', '"Recevoir\nOrienter"']),
        "",
    ]
    assert lines_of(end.join(rows).encode(encoding)) == LINES


def test_big_endian_with_its_mark_is_read():
    assert lines_of(b"\xfe\xff" + "Intitulé\nÉlu".encode("utf-16-be")) == [(1, ("Intitulé",)), (2, ("Élu",))]


def test_lines_have_the_numbers_of_a_spreadsheet():
    text = 'sep=;\r\nIntitulé;Lieu\r\n\r\n"A\nB";"x;y"\r\n;;\r\nC;\r\n'
    assert lines_of(text.encode()) == [(2, ("Intitulé", "Lieu")), (4, ("A\nB", "x;y")), (6, ("C",))]


def test_doubled_quotation_marks_are_one():
    assert lines_of('Intitulé\n"dit ""le poste"""'.encode())[1] == (2, ('dit "le poste"',))


def test_commas_in_a_text_do_not_make_it_separated_by_commas():
    assert lines_of("Intitulé;Famille, ou filière, ou corps\nA;b".encode())[1] == (2, ("A", "b"))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "liste.csv"),
        (b"\xef\xbb\xbf", "liste.csv"),
        (b";;;\r\n;;\r\n", "liste.csv"),
        ("Intitulé\nA\0B".encode(), "liste.csv"),
        (OLE, "liste.csv"),
        (b"%PDF-1.7 words", "liste.csv"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe words", "liste.csv"),
        (b"\xff\xfea", "liste.csv"),
        (b"Intitul\x81\nA", "liste.csv"),
        (workbook_of(["Intitulé"]), "liste.csv"),
        ('Intitulé\n"jamais fermé\nB\n'.encode(), "liste.csv"),
        ('Intitulé\n"ferm"é\n'.encode(), "liste.csv"),
        (("Intitulé\n" + "x" * 140_000).encode(), "liste.csv"),
        (b"Intitule\nA", "liste.ods"),
        (OLE, "liste.xls"),
        (b"Intitule\nA", "liste.xlsm"),
        (b"Intitule\nA", "liste"),
        (b"Intitule\nA", "liste.xlsx"),
        (b"x" * 2_000_001, "liste.csv"),
        (("Intitulé\n" + "A\n" * 2001).encode(), "liste.csv"),
        (("Intitulé" + ";x" * 60).encode(), "liste.csv"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(content, name):
    with pytest.raises(Refused) as refused:
        read_table(content, name)
    assert len(str(refused.value)) > 30


def test_two_thousand_lines_are_read():
    assert len(read_table(("Intitulé\n" + "A\n" * 2000).encode(), "LISTE.CSV").lines) == 2001


def test_the_line_of_a_wrong_quotation_mark_is_told():
    with pytest.raises(Refused, match="3"):
        read_table('Intitulé\nA\n"B"C\nD'.encode(), "liste.csv")
