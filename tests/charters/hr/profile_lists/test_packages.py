"""The compressed folder of a workbook: what is counted is what the parser sees, and little is ever parsed."""

import time
import tracemalloc
import zipfile

import pytest

from charters.hr.profile_lists.columns import COLUMNS
from charters.hr.profile_lists.lists import read_list
from charters.hr.profile_lists.packages import MOST_ELEMENTS, Package
from charters.hr.profile_lists.reading import read_table
from governance.refusals import Refused
from tests.charters.hr.profile_lists.files import altered, computed, workbook_of

GOOD = workbook_of(["Intitulé"], ["Élagueuse"])
SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
PLAIN = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def with_part(name, part):
    return altered(GOOD, lambda found, old: part(old) if found == name else old)


def cells_of(content):
    return [line.cells for line in read_table(content, "liste.xlsx").lines]


def declared(declaration, name=SHEET):
    """The workbook whose part begins so, and is written in the alphabet that it says."""
    return with_part(name, lambda part: declaration + part.partition(b"?>")[2 if part.startswith(b"<?xml") else 0])


def refused_soon(content, most=3):
    begun = time.monotonic()
    with pytest.raises(Refused) as refused:
        read_table(content, "liste.xlsx")
    assert time.monotonic() - begun < most
    return str(refused.value)


# --- Alphabets -------------------------------------------------------------------------------------


def in_utf_7(declaration, elements):
    """Styles whose elements do not show, as long as nobody reads them in that alphabet."""
    words = '<styleSheet><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>'.replace("<", "+ADw-")
    return declaration + words.replace("+ADw-/cellXfs", '+ADw-xf numFmtId="0"/>' * elements + "+ADw-/cellXfs").encode()


@pytest.mark.parametrize("spaces", [1, 40, 250, 5000])
def test_elements_that_another_alphabet_hides_are_never_seen_as_elements(spaces):
    declaration = b'<?xml version="1.0"' + b" " * spaces + b'encoding="UTF-7"?>'
    content = with_part(STYLES, lambda _part: in_utf_7(declaration, 80_000))
    tracemalloc.start()
    try:
        refused_soon(content)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("alphabet", ["utf-7", "UTF-16", "ISO-8859-1", "us-ascii", "cp037", "x", "utf-8utf-7"])
@pytest.mark.parametrize("said", ['encoding="{}"', "encoding = '{}'", 'encoding\n=\n"{}" standalone="yes"'])
def test_a_part_says_that_it_is_in_utf_8_or_says_nothing(alphabet, said):
    refused_soon(declared(f'<?xml version="1.0" {said.format(alphabet)}?>'.encode()))


@pytest.mark.parametrize("alphabet", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("before", ["", " ", "<", "< "])
def test_a_part_in_another_alphabet_is_refused_though_it_says_nothing(alphabet, before):
    sheet = "<worksheet><sheetData><row><c t='inlineStr'><is><t>Élu</t></is></c></row></sheetData></worksheet>"
    start = before.encode()
    refused_soon(with_part(SHEET, lambda _part: start + sheet[before.count("<") :].encode(alphabet)))


def test_a_long_declaration_is_refused_even_in_utf_8():
    refused_soon(declared(b'<?xml version="1.0"' + b" " * 100 + b'encoding="UTF-8"?>'))


@pytest.mark.parametrize(
    "declaration",
    [b"", PLAIN, PLAIN.lower().replace(b'"', b"'"), b"\xef\xbb\xbf" + PLAIN, b'<?xml version="1.0"?>\r\n'],
)
def test_the_declarations_of_office_suites_are_read(declaration):
    assert cells_of(declared(declaration)) == [("Intitulé",), ("Élagueuse",)]


# --- Counts ----------------------------------------------------------------------------------------


def in_sheet(body):
    return with_part(SHEET, lambda part: part.replace(b"<sheetData>", b"<sheetData>" + body))


@pytest.mark.parametrize(
    "body",
    [
        b"<row/>" * MOST_ELEMENTS,
        b"<a>" * 100 + b"</a>" * 100,
        b"".join(b"<a b%d=''/>" % n for n in range(1001)),
        b"".join(b"<b%d/>" % n for n in range(1001)),
        b"<a " + b"".join(b"xmlns:b%d='x' " % n for n in range(1001)) + b"/>",
        b"<a b='" + b"x" * 250_000 + b"'/>",
        b"<!--" + b"x" * 250_000 + b"-->",
    ],
    ids=["elements", "depth", "attributes", "names", "prefixes", "attribute", "comment"],
)
def test_what_costs_is_bounded(body):
    assert "CSV" in refused_soon(in_sheet(body))


def test_words_and_cells_are_counted_together():
    half = MOST_ELEMENTS // 2

    def heavier(_name, part):
        part = part.replace(b"<sheetData>", b"<sheetData>" + b"<row/>" * half)
        return part.replace(b"</sst>", b"<si/>" * half + b"</sst>")

    assert "CSV" in refused_soon(altered(computed("=1", "1"), heavier))


def test_parts_that_say_nothing_of_a_list_are_not_even_unfolded(monkeypatch):
    content = altered(computed("=1", "1"), xl__drawings__d=b"<!DOCTYPE x>", xl__media__m=b"x")
    unfold, opened = zipfile.ZipFile.open, set()

    def seen(self, name, *args, **options):
        opened.add(name)
        return unfold(self, name, *args, **options)

    monkeypatch.setattr(zipfile.ZipFile, "open", seen)
    assert cells_of(content)
    assert opened == {
        "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/sharedStrings.xml", STYLES, SHEET,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_seen_by_the_name_of_their_part(name):
    assert "macro" in refused_soon(altered(GOOD, **{name.replace("/", "__"): b"<x/>"}))


def test_names_come_without_their_prefixes():
    seen = []
    content = with_part(SHEET, lambda _part: b"<x:a xmlns:x='y'><x:b c='1'>A&amp;<![CDATA[<]]></x:b></x:a>")
    Package(content).walk(SHEET, lambda name, said: seen.append((name, said.get("c"))), lambda *end: seen.append(end))
    assert seen == [("a", None), ("b", "1"), ("b", "A&<"), ("a", "")]


# --- The heaviest that is accepted -----------------------------------------------------------------


def rows_of(cell, lines, columns):
    return b"".join(b"<row>" + b"".join(cell(n) for _ in range(columns)) + b"</row>" for n in range(lines))


def days():
    """As many cells as a list may have, each shown as a day."""
    body = rows_of(lambda n: b'<c s="1"><v>%d.5</v></c>' % (40_000 + n), 1990, 60)
    content = with_part(
        STYLES, lambda part: part.replace(b"</cellXfs>", b'<xf numFmtId="22"/>' * 15_000 + b"</cellXfs>")
    )
    return altered(content, lambda name, part: part.replace(b"</row>", b"</row>" + body, 1) if name == SHEET else part)


def words():
    """As many words as a list may hold, in columns that take them."""
    header = b"<row>" + b"".join(text_cell(column.header) for column in COLUMNS) + b"</row>"
    body = rows_of(lambda n: text_cell("écrit " * 27 + str(n)), 1150, len(COLUMNS))
    return with_part(SHEET, lambda _part: b"<worksheet><sheetData>" + header + body + b"</sheetData></worksheet>")


def text_cell(text):
    return b'<c t="inlineStr"><is><t>' + text.encode() + b"</t></is></c>"


@pytest.mark.parametrize("heavy", [days, words])
def test_the_heaviest_list_is_read_in_seconds_and_in_little_memory(heavy):
    content = heavy()
    begun = time.process_time()
    read_list(content, "liste.xlsx")
    assert time.process_time() - begun < 6  # about half of it, on a machine that does nothing else
    tracemalloc.start()
    try:
        read_table(content, "liste.xlsx")
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()
