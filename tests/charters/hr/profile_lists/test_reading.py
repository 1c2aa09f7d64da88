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


# --- Alphabets that are mixed ----------------------------------------------------------------------


def mixed(*, mark=b""):
    return mark + 'Intitulé;Missions\n"Élu\nréférent";Été\nAgente;Propret'.encode() + b"\xe9 des rues\n"


@pytest.mark.parametrize(
    "content", [mixed(), mixed(mark=b"\xef\xbb\xbf"), b"\xef\xbb\xbfTitre\nA\nPropret\xe9 des rues"]
)
def test_one_letter_of_another_alphabet_is_told_by_its_line_and_spoils_no_other(content):
    with pytest.raises(Refused, match="3.*Propret\N{REPLACEMENT CHARACTER} des rues.*UTF-8"):
        read_table(content, "liste.csv")


def test_a_list_in_the_old_alphabet_is_read_even_where_two_letters_look_like_one():
    text = "Intitulé;Missions\nAgente d'état civil;« COMMUNAUTÉ\N{NO-BREAK SPACE}: élues, élèves »"
    assert lines_of(text.encode("cp1252"))[1] == (2, ("Agente d'état civil", text.rpartition(";")[2]))


def test_a_picture_in_the_name_of_a_table_is_no_alphabet():
    with pytest.raises(Refused, match="CSV UTF-8"):
        read_table(b"\xff\xd8\xff\xe0\x01\x02" + bytes(range(1, 256)) * 40, "liste.csv")


@pytest.mark.parametrize("cell", ["x" * 1_900_000, '"' + "x;y\n" * 200_000])
def test_a_cell_without_end_is_told_as_such(cell):
    with pytest.raises(Refused, match="131072"):
        read_table(f"Intitulé\nA\n{cell}".encode(), "liste.csv")
