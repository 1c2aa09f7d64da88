"""A version as an OpenDocument text: real headings, real lists, a language, its seals in what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from charters.versions.documents.opendocument_frame import STYLES, frame, inside
from charters.versions.documents.outline import Line, Outline, lines_of
from charters.versions.documents.word_file import facts_of, is_bold, name_of_text


def write_odt(outline: Outline) -> bytes:
    """The file, in the language of the charter."""
    return frame(
        _body(outline),
        language=outline.language,
        other=outline.labels,
        head=f"{outline.title} – {name_of_text(outline)}",
        foot=outline.reference,
        facts=facts_of(outline),
        moment=outline.moment,
    )


def _body(outline: Outline) -> Iterator[str]:
    in_other = outline.labels != outline.language
    for passage in outline.passages:
        in_list = False
        for line in lines_of(passage, outline.labels):
            is_item = line.style.endswith("-item")
            if is_item != in_list:
                yield '<text:list text:style-name="Items">' if is_item else "</text:list>"
                in_list = is_item
            paragraph = _paragraph(line, in_other)
            yield f"<text:list-item>{paragraph}</text:list-item>" if is_item else paragraph
        if in_list:
            yield "</text:list>"


def _paragraph(line: Line, in_other: bool) -> str:
    """A paragraph, or a heading; labels say their language when it is not that of the charter."""
    style = STYLES[line.style]
    lead = _span(line.lead, bold=is_bold(line), other=in_other)
    words = _span(line.words, bold=False, other=in_other and not line.own)
    if line.style.startswith("heading-"):
        return f'<text:h text:style-name="{style}" text:outline-level="{line.style[-1]}">{lead}{words}</text:h>'
    return f'<text:p text:style-name="{style}">{lead}{words}</text:p>'


def _span(words: str, *, bold: bool, other: bool) -> str:
    style = ("Strong" if bold else "") + ("Other" if other else "")
    if not words:
        return ""
    return f'<text:span text:style-name="{style}">{inside(words)}</text:span>' if style else inside(words)
