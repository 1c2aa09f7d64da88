"""A document as a tagged PDF/UA: the words go to Typst as data, which draws them on the pages of ``document.typ``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import pgettext

from charters.hr.documents.fitting import PAGE, height_of_row, holds
from charters.hr.documents.outline import Block, Card, Cell, Heading, Outline, Row, Table, Text, Title
from charters.versions.documents.drawing import draw, undrawn
from charters.versions.documents.pdf_file import REGIONS
from governance.plain_text import paragraphs, typographic

TEMPLATE = Path(__file__).parent / "document.typ"
# A word that no column can hold: it may be cut there.
_LONG_WORD = re.compile(r"\S{18}(?=\S{6})")


def write_pdf(outline: Outline) -> bytes:
    """The file. Characters that no font here can draw are written by their number, and the file says so.

    Raises ``NotTypeset`` if the file would not conform for another reason.
    """
    return draw(lambda numbers: _Drawing(outline, numbers).data(), template=TEMPLATE)


class _Drawing:
    """A document as data; ``numbers`` says how to write what cannot be drawn."""

    def __init__(self, outline: Outline, numbers: Mapping[int, str]) -> None:
        self.outline, self.numbers = outline, numbers

    def data(self) -> dict[str, Any]:
        outline = self.outline
        moment = outline.moment.astimezone(UTC)
        return {
            "language": outline.language,
            "region": REGIONS.get(outline.language),
            "title": self.words(outline.title, cut=False),
            "subject": self.words(outline.subject, cut=False),
            "head": self.words(outline.head),
            "foot": self.words(outline.foot),
            "organisation": self.words(outline.organisation),
            "draft": outline.draft,
            "keywords": list(filter(None, [outline.seal, outline.version])),
            "date": [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second],
            "words": {
                "page": pgettext("foot of a page", "page"),
                "undrawn": typographic(undrawn(), outline.language) if self.numbers else "",
            },
            "blocks": [self.block(block) for block in outline.blocks if not isinstance(block, Title)],
        }

    def words(self, text: str, *, cut: bool = True) -> str:
        return (_LONG_WORD.sub("\\g<0>\u200b", text) if cut else text).translate(self.numbers)

    def block(self, block: Block) -> dict[str, Any]:
        match block:
            case Heading():
                return {"is": "heading", "level": block.level, "lead": block.lead, "words": self.words(block.words)}
            case Text():
                return {"is": "text", "look": block.look, "parts": self.parts(block.words)}
            case Card():
                return {
                    "is": "card",
                    "framed": block.framed,
                    "hue": block.hue,
                    "whole": holds(block),
                    "blocks": [self.block(inner) for inner in block.blocks],
                }
            case Table():
                return {
                    "is": "table",
                    "small": block.small,
                    "described": self.words(block.described),
                    "widths": block.widths,
                    "head": [self.words(name) for name in block.head],
                    "rows": [self.row(row, block) for row in block.rows],
                }
        raise TypeError(type(block).__name__)

    def row(self, row: Row, table: Table) -> dict[str, Any]:
        """A row is in one piece, when a page can hold it."""
        return {
            "marked": row.marked,
            "whole": height_of_row(row, table) <= PAGE,
            "cells": [self.cell(cell) for cell in row.cells],
        }

    def cell(self, cell: Cell) -> dict[str, Any]:
        return {"strong": cell.strong, "blank": cell.blank, "span": cell.span, "parts": self.parts(cell.words)}

    def parts(self, words: str) -> list[dict[str, Any]]:
        grouped = groupby(paragraphs(self.words(words)), key=lambda block: block[0])
        return [{"list": in_list, "words": [text for _in_list, text in group]} for in_list, group in grouped]
