"""A document as a Word file: real headings, real lists, real tables whose header row comes back on every page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from charters.hr.documents.fitting import holds, is_short
from charters.hr.documents.outline import Block, Card, Cell, Heading, Outline, Row, Table, Text, Title
from charters.versions.documents.word_frame import STYLES, frame
from governance.plain_text import paragraphs

WIDTH = 9638  # twentieths of a point between the margins
LINE_BY_HAND = 420
_KEEP = "<w:keepNext/>"
_RULE = '<w:pBdr><w:top w:val="single" w:sz="12" w:space="6" w:color="0D5747"/></w:pBdr>'
_HEAD, _MARKED = "E7EEE9", "F1F5F1"
_TABLE = (
    '<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="85" w:type="dxa"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B9C4BC"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="28" w:type="dxa"/>'
    '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
    '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
    'w:noVBand="1"/><w:tblCaption w:val={said}/><w:tblDescription w:val={said}/></w:tblPr>'
)
_SMALL = '<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>'
_GAP = f"<w:p><w:pPr>{_SMALL}</w:pPr></w:p>"

# The style of a cell, what it is based on, its size in half-points, whether it is a list.
_CELLS = (
    ("Cell", "Normal", 19, False),
    ("CellItem", "ListBullet", 19, True),
    ("SmallCell", "Normal", 16, False),
    ("SmallCellItem", "ListBullet", 16, True),
)
# Room before and after, in twentieths of a point, and between lines, in parts of 240.
_SPACINGS = {
    "Normal": (0, 100, 264),
    "ListBullet": (0, 60, 264),
    "Title": (0, 200, 250),
    "Heading1": (300, 100, 250),
    "Heading2": (220, 60, 250),
    "Remark": (0, 80, 252),
}
_GREEN = "0D5747"


def write_docx(outline: Outline) -> bytes:
    """The file, in the language of the charter."""
    return frame(
        _body(outline),
        language=outline.language,
        head=outline.head,
        foot=outline.foot,
        facts=outline.facts,
        moment=outline.moment,
        restyle=_restyle,
    )


def _restyle(sheet: bytes) -> bytes:
    """The style sheet of the house, less airy, its headings in green, with styles for the cells of tables."""
    root = parse_xml(sheet)
    by_name = {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
    for name, (before, after, line) in _SPACINGS.items():
        spacing = by_name[name].get_or_add_pPr().get_or_add_spacing()
        for edge, room in (("before", before), ("after", after), ("line", line)):
            spacing.set(qn(f"w:{edge}"), str(room))
        spacing.set(qn("w:lineRule"), "auto")
    for name in ("Title", "Heading1", "Heading2"):
        by_name[name].get_or_add_rPr().get_or_add_color().set(qn("w:val"), _GREEN)
    by_name["Title"].get_or_add_rPr().get_or_add_b()
    for line in by_name["Title"].iter(qn("w:bottom")):
        line.attrib.pop(qn("w:themeColor"), None)
        line.set(qn("w:color"), _GREEN)
    for name, base, size, in_list in _CELLS:
        root.append(parse_xml(_cell_style(name, base, size, in_list)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _cell_style(name: str, base: str, size: int, in_list: bool) -> str:
    indent = '<w:ind w:left="227" w:hanging="227"/>' if in_list else ""
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{base}"/><w:qFormat/><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" '
        f'w:lineRule="auto"/>{indent}</w:pPr><w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _body(outline: Outline) -> Iterator[str]:
    for block, following in pairwise([*outline.blocks, None]):
        yield from _block(block)
        if isinstance(block, Table) and not isinstance(following, Heading):
            yield _GAP


def _block(block: Block | None, *, keep: str = "", on: bool = False, rule: str = "") -> Iterator[str]:
    """``keep``: it stays in one piece; ``on``: it stays with what follows; ``rule``: what is drawn above it."""
    kept_on = keep if on else ""
    match block:
        case Title():
            yield _paragraph(STYLES["title"], run(block.words))
        case Heading():
            lead = f"{block.lead} " if block.lead else ""
            yield _paragraph(STYLES[f"heading-{block.level}"], run(lead + block.words), keep=kept_on, more=rule)
        case Text():
            for in_list, words in paragraphs(block.words):
                style = STYLES.get(f"{block.look}-item", "ListBullet") if in_list else STYLES[block.look]
                yield _paragraph(style, run(words), keep=kept_on)
        case Card():
            yield from _card(block)
        case Table():
            yield _table(block, keep or (_KEEP if is_short(block) else ""), kept_on)


def _card(card: Card) -> Iterator[str]:
    keep = _KEEP if holds(card) else ""
    for place, (block, following) in enumerate(pairwise([*card.blocks, None])):
        rule = _RULE if card.framed and not place else ""
        yield from _block(block, keep=keep, on=following is not None, rule=rule)
        if isinstance(block, Table) and following:
            yield _paragraph("", "", keep=keep, more=_SMALL)
    yield _GAP


def run(words: str, *, bold: bool = False) -> str:
    """Some words in a paragraph."""
    if not words:
        return ""
    return f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _paragraph(style: str, inside: str, *, keep: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = f"<w:pPr>{named}{keep}{more}</w:pPr>" if named or keep or more else ""
    return f"<w:p>{look}{inside}</w:p>"


def _table(table: Table, keep: str, kept_on: str) -> str:
    """``keep`` ties each row to the next one, ``kept_on`` the last row to what follows."""
    total = sum(table.widths)
    widths = [WIDTH * part // total for part in table.widths]
    head = Row(tuple(Cell(name, strong=True) for name in table.head))
    rows = [_row(head, widths, table.small, _KEEP, header=True)]
    rows += [_row(row, widths, table.small, keep) for row in table.rows[:-1]]
    rows += [_row(row, widths, table.small, kept_on) for row in table.rows[-1:]]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = _TABLE.format(width=sum(widths), said=quoteattr(table.described))
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _row(row: Row, widths: list[int], small: bool, keep: str, *, header: bool = False) -> str:
    blank = max((cell.blank for cell in row.cells), default=0)
    height = f'<w:trHeight w:val="{blank * LINE_BY_HAND}" w:hRule="atLeast"/>' if blank else ""
    look = f"<w:trPr>{height}{'<w:tblHeader/>' if header else '<w:cantSplit/>'}</w:trPr>"
    fill = _HEAD if header else _MARKED if row.marked else ""
    cells, place = [], 0
    for cell in row.cells:
        width = sum(widths[place : place + cell.span])
        place += cell.span
        cells.append(_cell(cell, width, fill, small, keep))
    return f"<w:tr>{look}{''.join(cells)}</w:tr>"


def _cell(cell: Cell, width: int, fill: str, small: bool, keep: str) -> str:
    style = "SmallCell" if small else "Cell"
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    inside = "".join(
        _paragraph(f"{style}Item" if in_list else style, run(words, bold=cell.strong), keep=keep)
        for in_list, words in paragraphs(cell.words)
    )
    empty = _paragraph(style, "", keep=keep)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}</w:tcPr>{inside or empty}</w:tc>'
