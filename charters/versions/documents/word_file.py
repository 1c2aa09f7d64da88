"""A version as a Word document: real headings, real lists, a language, its seals in what it says of itself."""

from __future__ import annotations

from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from charters.versions.documents.outline import Line, Outline, lines_of
from charters.versions.documents.word_frame import LOCALES, STYLES, frame
from governance.plain_text import typographic


def write_docx(outline: Outline) -> bytes:
    """The file, in the language of the charter."""
    other = other_language(outline)
    body = [written(line, other) for passage in outline.passages for line in lines_of(passage, outline.labels)]
    return frame(
        body,
        language=outline.language,
        head=f"{outline.title} – {name_of_text(outline)}",
        foot=outline.reference,
        facts=facts_of(outline),
        moment=outline.moment,
    )


def name_of_text(outline: Outline) -> str:
    """What is repeated at the head of each page: which version, or that it is a draft."""
    words = _("Draft: submitted text")
    if outline.number is not None:
        words = _("Version %(number)s") % {"number": outline.number}
    return typographic(words, outline.labels)


def facts_of(outline: Outline) -> dict[str, str]:
    """What a file says of itself."""
    step = outline.around.validation
    return {
        "title": outline.title if step else f"{name_of_text(outline)} – {outline.title}",
        "subject": outline.reference,
        "keywords": "; ".join([outline.version.content_hash, *([step.chain_hash] if step else [])]),
        "creator": outline.title,
        "version": str(outline.number or ""),
    }


def other_language(outline: Outline) -> str:
    """What says that a label is in another language than the document; nothing when it is in the same."""
    if outline.labels == outline.language:
        return ""
    return f'<w:lang w:val="{LOCALES.get(outline.labels, outline.labels)}"/>'


def written(line: Line, other: str) -> str:
    """A paragraph."""
    words = run(line.words, "" if line.own else other)
    return f"<w:p>{properties(line)}{run(line.lead, other, bold=is_bold(line))}{words}</w:p>"


def is_bold(line: Line) -> bool:
    """Whether the lead stands out from the words; in a heading, all does."""
    return not line.style.startswith("heading")


def properties(line: Line, mark: str = "") -> str:
    """What a paragraph is; ``mark`` says that it came or went."""
    style = STYLES[line.style]
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    marked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:pPr>{named}{marked}</w:pPr>" if named or marked else ""


def run(words: str, language: str = "", *, bold: bool = False, tag: str = "w:t") -> str:
    """Some words in a paragraph."""
    if not words:
        return ""
    look = f"<w:rPr>{'<w:b/>' if bold else ''}{language}</w:rPr>" if bold or language else ""
    return f'<w:r>{look}<{tag} xml:space="preserve">{escape(words)}</{tag}></w:r>'
