"""A document as an OpenDocument text: real headings, lists and tables, whose header row comes back on each page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from charters.hr.documents.fitting import holds, is_short
from charters.hr.documents.outline import Block, Card, Cell, Heading, Outline, Row, Table, Text, Title, flat
from charters.versions.documents.opendocument_frame import STYLES, frame, inside
from governance.plain_text import paragraphs

WIDTH = 17.0  # centimetres between the margins
LINE_BY_HAND = 0.74
_ITEMS = {"text": "Item", "remark": "RemarkItem"}
_GREEN = "#0d5747"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
# What changes in the styles of the house: paragraphs, then letters.
_CHANGES = {
    "Text_20_body": ({"margin-bottom": "0.18cm", "line-height": "112%"}, {}),
    "Title": (
        {"margin-bottom": "0.35cm", "padding-bottom": "0.1cm", "border-bottom": f"1pt solid {_GREEN}"},
        {"color": _GREEN},
    ),
    "Heading_20_1": ({"margin-top": "0.55cm", "margin-bottom": "0.18cm"}, {"color": _GREEN}),
    "Heading_20_2": ({"margin-top": "0.4cm", "margin-bottom": "0.1cm"}, {"color": _GREEN}),
}
# The styles of the cells of tables, and the size of their letters.
_CELLS = {"Cell": "9.5pt", "SmallCell": "8pt"}
_BORDER = 'fo:padding="0.1cm" fo:border="0.5pt solid #b9c4bc"'
_ROWS = (
    '<style:style style:name="{name}" style:family="table-row"><style:table-row-properties fo:keep-together="always" '
    'style:min-row-height="{height}cm"/></style:style>'
)
_KEEP = 'fo:keep-with-next="always"'


def write_odt(outline: Outline) -> bytes:
    """The file, in the language of the charter."""
    return frame(
        _body(outline),
        language=outline.language,
        other=outline.language,
        head=outline.head,
        foot=outline.foot,
        facts=outline.facts,
        moment=outline.moment,
        restyle=_restyle,
        looks=_looks(outline),
    )


def _restyle(sheet: bytes) -> bytes:
    """The style sheet of the house, less airy, its headings in green, with styles for the cells of tables."""
    root = etree.fromstring(sheet)
    by_name = {style.get(f"{{{_STYLE}}}name"): style for style in root.iter(f"{{{_STYLE}}}style")}
    for name, changes in _CHANGES.items():
        for part, looks in zip(("paragraph-properties", "text-properties"), changes, strict=True):
            for look, value in looks.items():
                by_name[name].find(f"{{{_STYLE}}}{part}").set(f"{{{_FO}}}{look}", value)
    styles = by_name["Standard"].getparent()
    for name, size in _CELLS.items():
        for suffix, parent in (("", "Standard"), ("Item", name)):
            styles.append(_paragraph_style(f"{name}{suffix}", parent, size))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _paragraph_style(name: str, parent: str, size: str) -> Any:
    style = etree.Element(f"{{{_STYLE}}}style")
    for key, value in (("name", name), ("family", "paragraph"), ("parent-style-name", parent)):
        style.set(f"{{{_STYLE}}}{key}", value)
    etree.SubElement(style, f"{{{_STYLE}}}text-properties").set(f"{{{_FO}}}font-size", size)
    return style


def _looks(outline: Outline) -> str:
    """The automatic styles: OpenDocument has no other way to give a column its width."""
    tables = [block for block in flat(outline.blocks) if isinstance(block, Table)]
    widths = {width for table in tables for width in _widths(table)}
    blanks = {_blank(row) for table in tables for row in table.rows}
    kept = ("", *STYLES.values(), *_ITEMS.values(), *_CELLS, *(f"{name}Item" for name in _CELLS))
    return "".join(
        [
            _table_look("Whole", ""),
            _table_look("Kept", 'style:may-break-between-rows="false"'),
            _table_look("KeptOn", f'style:may-break-between-rows="false" {_KEEP}'),
            *(
                f'<style:style style:name="W{width}" style:family="table-column"><style:table-column-properties '
                f'style:column-width="{width / 100}cm"/></style:style>'
                for width in sorted(widths)
            ),
            *(_ROWS.format(name=f"R{blank}", height=round(blank * LINE_BY_HAND, 2)) for blank in sorted({0, *blanks})),
            _cell_look("Plain", ""),
            _cell_look("Head", 'fo:background-color="#e7eee9"'),
            _cell_look("Marked", 'fo:background-color="#f1f5f1"'),
            *(
                f'<style:style style:name="K{name}" style:family="paragraph" style:parent-style-name="{name}">'
                f"<style:paragraph-properties {_KEEP}/></style:style>"
                for name in sorted(set(filter(None, kept)))
            ),
            '<style:style style:name="Ruled" style:family="paragraph" style:parent-style-name="Heading_20_1">'
            f'<style:paragraph-properties {_KEEP} fo:border-top="1.5pt solid {_GREEN}" fo:padding-top="0.15cm"/>'
            "</style:style>",
        ]
    )


def _table_look(name: str, more: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table"><style:table-properties style:width="{WIDTH}cm" '
        f'table:align="margins" fo:margin-top="0.05cm" fo:margin-bottom="0.25cm" {more}/></style:style>'
    )


def _cell_look(name: str, more: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties {_BORDER} {more}/>'
        "</style:style>"
    )


# --- The body ----------------------------------------------------------------------------------------


def _body(outline: Outline) -> Iterator[str]:
    for block in outline.blocks:
        if isinstance(block, Card):
            keep = holds(block)
            for place, (inner, following) in enumerate(pairwise([*block.blocks, None])):
                ruled = "Ruled" if block.framed and not place else ""
                yield from _block(inner, keep=keep, on=keep and following is not None, style=ruled)
        else:
            yield from _block(block)


def _block(block: Block | None, *, keep: bool = False, on: bool = False, style: str = "") -> Iterator[str]:
    """``keep``: it stays in one piece; ``on``: it stays with what follows."""
    match block:
        case Title():
            yield f'<text:p text:style-name="Title">{inside(block.words)}</text:p>'
        case Heading():
            lead = f"{block.lead} " if block.lead else ""
            named = style or STYLES[f"heading-{block.level}"]
            words = inside(lead + block.words)
            yield f'<text:h text:style-name="{named}" text:outline-level="{block.level}">{words}</text:h>'
        case Text():
            yield _text(block.words, STYLES[block.look], _ITEMS.get(block.look, "Item"), on=on)
        case Table():
            yield _table(block, keep=keep or is_short(block), on=on)


def _text(words: str, style: str, item: str, *, on: bool = False, strong: bool = False) -> str:
    """Paragraphs and lists."""
    written = []
    kept = "K" if on else ""
    for in_list, group in groupby(paragraphs(words), key=lambda block: block[0]):
        name = kept + (item if in_list else style)
        texts = [f'<text:p text:style-name="{name}">{_words(text, strong)}</text:p>' for _item, text in group]
        if in_list:
            items = "".join(f"<text:list-item>{text}</text:list-item>" for text in texts)
            written.append(f'<text:list text:style-name="Items">{items}</text:list>')
        else:
            written += texts
    return "".join(written)


def _words(text: str, strong: bool) -> str:
    return f'<text:span text:style-name="Strong">{inside(text)}</text:span>' if strong else inside(text)


def _table(table: Table, *, keep: bool, on: bool) -> str:
    look = "KeptOn" if on else "Kept" if keep else "Whole"
    said = escape(table.described)
    columns = "".join(f'<table:table-column table:style-name="W{width}"/>' for width in _widths(table))
    head = Row(tuple(Cell(name, strong=True) for name in table.head))
    return (
        f'<table:table table:style-name="{look}"><table:title>{said}</table:title><table:desc>{said}</table:desc>'
        f"{columns}<table:table-header-rows>{_row(head, table.small, 'Head', header=True)}</table:table-header-rows>"
        + "".join(_row(row, table.small, "Marked" if row.marked else "Plain") for row in table.rows)
        + "</table:table>"
    )


def _row(row: Row, small: bool, look: str, *, header: bool = False) -> str:
    """A row in one piece. Not so the header: LibreOffice would lose the rows that follow one at the foot of a page."""
    style = "SmallCell" if small else "Cell"
    cells = []
    for cell in row.cells:
        span = f' table:number-columns-spanned="{cell.span}"' if cell.span > 1 else ""
        words = _text(cell.words, style, f"{style}Item", strong=cell.strong)
        inside_cell = words or f'<text:p text:style-name="{style}"/>'
        covered = "<table:covered-table-cell/>" * (cell.span - 1)
        cells.append(
            f'<table:table-cell table:style-name="{look}"{span} office:value-type="string">{inside_cell}'
            f"</table:table-cell>{covered}"
        )
    named = "" if header else f' table:style-name="R{_blank(row)}"'
    return f"<table:table-row{named}>{''.join(cells)}</table:table-row>"


def _blank(row: Row) -> int:
    return max((cell.blank for cell in row.cells), default=0)


def _widths(table: Table) -> list[int]:
    """In hundredths of a centimetre."""
    total = sum(table.widths)
    return [round(WIDTH * 100 * part / total) for part in table.widths]
