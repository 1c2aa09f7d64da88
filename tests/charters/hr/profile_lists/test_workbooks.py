"""Workbooks: what is seen in their cells, which sheet is read, and hostile ones."""

import datetime
import time
import tracemalloc
import zipfile
from io import BytesIO

import pytest

from charters.hr.profile_lists.lists import read_list
from charters.hr.profile_lists.reading import read_table
from charters.hr.profile_lists.workbooks import as_seen
from governance.refusals import Refused
from tests.charters.hr.profile_lists.files import altered, computed, workbook_of

HEADER = ["Intitulé", "Numéro de poste", "Encadrant"]


def read(content):
    return read_table(content, "liste.xlsx")


def cells_of(content):
    return [line.cells for line in read(content).lines]


def test_cells_are_read_as_they_are_seen():
    def formats(sheet):
        sheet["B2"].number_format = "00000"

    content = workbook_of(
        HEADER,
        ["Accueil", 42, True],
        [datetime.date(2026, 3, 1), 12.5, False],
        [datetime.datetime(2026, 3, 1, 14, 30), 3.0, datetime.time(8, 30)],  # noqa: DTZ001 Excel has no zones
        change=formats,
    )
    assert cells_of(content)[1:] == [
        ("Accueil", "00042", "oui"),
        ("01/03/2026", "12,5", "non"),
        ("01/03/2026 14:30", "3", "08:30"),
    ]


@pytest.mark.parametrize(
    ("value", "seen"),
    [(0.1 + 0.2, "0,3"), (1e20, "1e+20"), (datetime.timedelta(hours=2), "2:00:00"), ("a_x000D_\nb_x000D_c", "a\nb\nc")],
)
def test_other_values_are_plain_words(value, seen):
    assert as_seen(value, "General") == seen


def test_the_sheet_that_bears_its_name_is_read_first():
    assert cells_of(workbook_of(["Autre"], fiches=[["Intitulé"], ["A"]])) == [("Intitulé",), ("A",)]


def test_else_the_first_sheet_that_is_shown():
    def hide(sheet):
        sheet.sheet_state = "hidden"

    assert cells_of(workbook_of(["Autre"], Liste=[["Intitulé"], ["A"]], change=hide)) == [("Intitulé",), ("A",)]


def test_a_formula_has_the_value_that_was_saved_and_is_never_computed():
    assert cells_of(computed("=A1&A1", "Écrit")) == [("Intitulé",), ("Écrit",)]
    never = read(workbook_of(HEADER, ["A", "=1+1", ""]))
    assert [problem.line for problem in never.problems] == [2]
    assert "B2" in never.problems[0].sentence
    assert [problem.line for problem in read(computed("=NA()", "#N/A")).problems] == [2]


def test_merged_cells_that_lose_words_are_told():
    def merge(sheet):
        sheet.merge_cells("A2:B2")
        sheet.merge_cells("C3:C5")
        sheet.merge_cells("A8:A9")

    table = read(workbook_of(HEADER, ["A", "", "x"], ["B", "1", "oui"], ["C", "2"], ["D", "3"], change=merge))
    assert [problem.line for problem in table.problems] == [4]
    assert "C3:C5" in table.problems[0].sentence


def test_hidden_lines_are_read_and_told():
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[9].hidden = True

    table = read(workbook_of(HEADER, ["A"], ["B"], ["C"], change=hide))
    assert [line.cells for line in table.lines[1:]] == [("A",), ("B",), ("C",)]
    assert table.hidden == {3}


def test_a_sheet_that_says_it_is_smaller_is_read_whole():
    def smaller(name, part):
        return part.replace(b'<dimension ref="A1:A3"', b'<dimension ref="A1:A1"')

    content = altered(workbook_of(["Intitulé"], ["A"], ["B"]), smaller)
    assert cells_of(content) == [("Intitulé",), ("A",), ("B",)]


def test_empty_lines_with_a_format_cost_nothing():
    def paint(sheet):
        sheet["C1000000"].number_format = "0"

    assert cells_of(workbook_of(HEADER, ["A"], change=paint)) == [tuple(HEADER), ("A",)]


# --- Hostile ones ----------------------------------------------------------------------------------

SHEET_PART = "xl/worksheets/sheet1.xml"
GOOD = workbook_of(HEADER, ["A"])


def in_sheet(old, new):
    return altered(GOOD, lambda name, part: part.replace(old, new) if name == SHEET_PART else part)


def in_every_part(change):
    return altered(GOOD, lambda name, part: change(part))


def with_entry(name, content=b"x", kind=zipfile.ZIP_DEFLATED):
    target = BytesIO(GOOD)
    with zipfile.ZipFile(target, "a", kind) as package:
        package.writestr(name, content)
    return target.getvalue()


def twice():
    with pytest.warns(UserWarning, match="Duplicate"):
        return with_entry(SHEET_PART, b"<a/>")


HOSTILE = {
    "cut": lambda: GOOD[: len(GOOD) // 2],
    "no zip": lambda: b"PK\x03\x04" + bytes(100),
    "no workbook": lambda: with_no("xl/workbook.xml"),
    "no relations": lambda: with_no("xl/_rels/workbook.xml.rels"),
    "bomb": lambda: with_entry("xl/media/image1.png", bytes(30_000_000)),
    "bomb in the sheet": lambda: in_sheet(b"<sheetData>", b"<sheetData>" + b" " * 25_000_000),
    "many elements": lambda: in_sheet(b"<sheetData>", b"<sheetData>" + b"<row/>" * 2_100_000),
    "many cells": lambda: in_sheet(b"<sheetData>", b"<sheetData><row>" + b"<c/>" * 400_000 + b"</row>"),
    "many rules": lambda: in_sheet(
        b"</worksheet>", b"<dataValidations>" + b"<dataValidation/>" * 310_000 + b"</dataValidations></worksheet>"),
    "many styles": lambda: in_every_part(lambda part: part.replace(b"</cellXfs>", b"<xf/>" * 20_000 + b"</cellXfs>")),
    "heavy styles": lambda: in_every_part(lambda part: part.replace(b"</cellXfs>", b" " * 2_000_000 + b"</cellXfs>")),
    "many sheets": lambda: in_every_part(lambda part: part.replace(b"</sheets>", b"<sheet/>" * 20_000 + b"</sheets>")),
    "many parts": lambda: altered(GOOD, **{f"x__{n}.xml": b"<a/>" for n in range(400)}),
    "up": lambda: with_entry("../evil.xml"),
    "root": lambda: with_entry("/etc/passwd"),
    "drive": lambda: with_entry("C:/evil.xml"),
    "twice": twice,
    "lzma": lambda: with_entry("xl/a.xml", b"<a/>", zipfile.ZIP_LZMA),
    "macros": lambda: in_every_part(lambda part: part.replace(
        b"spreadsheetml.sheet.main+xml", b"spreadsheet.macroEnabled.main+xml")),
    "doctype": lambda: in_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'),
    "another alphabet": lambda: altered(
        GOOD, lambda name, part: part.decode().encode("utf-16") if name == SHEET_PART else part),
    "utf-7": lambda: in_sheet(b"<worksheet", b'<?xml version="1.0" encoding="utf-7"?><worksheet'),
    "not xml": lambda: in_sheet(b"</worksheet>", b"</work>"),
    "a row far away": lambda: in_sheet(b'<row r="2"', b'<row r="99999999999999"'),
    "no such string": lambda: altered(
        computed("=1", "1"), lambda _name, part: part.replace(b'<c r="A1" t="s"><v>0', b'<c r="A1" t="s"><v>9999')),
    "all hidden": lambda: altered(
        GOOD, lambda name, part: part.replace(b'state="visible"', b'state="veryHidden"')),
    "too many columns": lambda: workbook_of(["x"] * 61),
    "too many lines": lambda: workbook_of(["Intitulé"], *[["A"]] * 2001),
    "nothing": lambda: workbook_of(),
}  # fmt: skip


def with_no(part):
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
    return result.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_in_a_sentence_soon_and_in_little_memory(name):
    content = HOSTILE[name]()
    assert len(content) < 2_000_000
    tracemalloc.start()
    begun = time.monotonic()
    try:
        with pytest.raises(Refused) as refused:
            read(content)
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()
    assert time.monotonic() - begun < 20
    assert len(str(refused.value)) > 30


# --- What only the markup tells --------------------------------------------------------------------


def test_days_follow_the_calendar_of_the_workbook():
    content = workbook_of(HEADER, [datetime.date(2026, 3, 1)])
    assert cells_of(content)[1] == ("01/03/2026",)
    after = altered(content, lambda _name, part: part.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>'))
    assert cells_of(after)[1] == ("02/03/2030",)


def test_days_and_durations_are_told_by_their_formats_whether_known_or_new():
    def formats(sheet):
        for cell, pattern in (("A2", "d mmmm yyyy"), ("B2", "[h]:mm"), ("C2", '"jour" 0'), ("D2", "[Red]0.0")):
            sheet[cell].number_format = pattern

    assert cells_of(workbook_of(HEADER, [46082, 1.5, 46082, 46082], change=formats))[1] == (
        "01/03/2026", "1 day, 12:00:00", "46082", "46082",
    )  # fmt: skip


def test_a_number_that_is_no_day_is_a_problem():
    def formats(sheet):
        sheet["A3"].number_format = "dd/mm/yyyy"

    table = read(workbook_of(HEADER, ["A"], [99_999_999_999], change=formats))
    assert [(problem.line, "A3" in problem.sentence) for problem in table.problems] == [(3, True)]


def test_a_text_in_several_fonts_is_whole_and_its_pronunciation_is_left_out():
    rich = b"<si><r><t>Agente </t></r><r><rPr><b/></rPr><t>d'accueil</t></r><rPh><t>no</t></rPh></si></sst>"
    content = altered(computed("=1", "1"), lambda _name, part: part.replace(b"</sst>", rich))
    two = altered(content, lambda _name, part: part.replace(b't="s"><v>0</v>', b't="s"><v>1</v>'))
    assert cells_of(two)[0] == ("Agente d'accueil",)


def test_a_workbook_whose_elements_have_a_prefix_is_read():
    def prefixed(name, part):
        if name != SHEET_PART:
            return part
        return (
            part.replace(b"</", b"<|").replace(b"<", b"<x:").replace(b"<x:|", b"</x:").replace(b"xmlns=", b"xmlns:x=")
        )

    assert cells_of(altered(GOOD, prefixed)) == [tuple(HEADER), ("A",)]


def test_a_word_far_on_the_right_is_not_lost_in_silence():
    def far(sheet):
        sheet["ZZ2"] = "loin"

    with pytest.raises(Refused, match="60"):
        read(workbook_of(HEADER, ["A"], change=far))


def test_a_list_of_formulas_without_values_tells_them():
    read_formulas = read_list(workbook_of(HEADER, ["=A1"], ["=A2"]), "liste.xlsx")
    assert [problem.line for problem in read_formulas.problems] == [2, 3]
