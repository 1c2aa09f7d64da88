"""What a list of job descriptions says: each line, by field; what is wrong with it; what is not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from charters.hr.profile_lists.columns import BY_FIELD, COLUMNS, Column, column_of, folded, tells_of_a_person
from charters.hr.profile_lists.reading import read_table
from charters.hr.profile_lists.tables import Line, Problem
from governance.plain_text import clean_plain_text
from governance.refusals import Refused

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line that can be taken: what its filled cells say, by field. A department is still as it was typed."""

    line: int
    words: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListRead:
    """A list that was read. ``not_taken`` names the columns that this site does not keep; ``hidden``, the lines that
    the workbook does not show and that are read like the others."""

    name: str
    rows: list[ListRow]
    problems: list[Problem]
    not_taken: list[str]
    hidden: list[int]


def read_list(content: bytes, name: str) -> ListRead:
    """Read a list from a file. Raises Refused when the file itself, or its first line, cannot be read.

    Everything wrong with its lines is told at once, by line: nobody corrects a list one error at a time.
    """
    table = read_table(content, name)
    header, *lines = table.lines
    columns, not_taken = _columns(header)
    problems = list(table.problems)
    rows = [_row(line, columns, problems) for line in lines]
    if not lines and not problems:
        raise Refused(_("This list names its columns, and has no line below. Add the posts, then choose it again."))
    return ListRead(
        name=_name(name),
        rows=[row for row in rows if row is not None],
        problems=sorted(problems, key=lambda problem: problem.line),
        not_taken=not_taken,
        hidden=sorted(table.hidden),
    )


def _name(name: str) -> str:
    """The name of the file, as history can keep it."""
    try:
        return clean_plain_text(name, one_line=True)[-LONGEST_NAME:]
    except ValidationError:
        return ""


def _columns(header: Line) -> tuple[list[Column | None], list[str]]:
    """What each column fills, and those that nothing is made of. Raises Refused, naming all that is wrong at once."""
    columns = [column_of(name) for name in header.cells]
    names = [_shown(name) for name in header.cells]
    personal = [shown for name, column, shown in zip(header.cells, columns, names, strict=True)
                if column is None and tells_of_a_person(name)]  # fmt: skip
    wrong = []
    if personal:
        wrong.append(
            _(
                "Take these columns out of the file: %(names)s. This site stores neither who holds a post nor any "
                "appraisal of anyone."
            )
            % {"names": ", ".join(personal)}
        )
    for column in COLUMNS:
        if columns.count(column) > 1:
            same = [shown for found, shown in zip(columns, names, strict=True) if found is column]
            wrong.append(
                _("Several columns say the same thing: %(names)s. Keep one of them.") % {"names": ", ".join(same)}
            )
    if BY_FIELD["title"] not in columns:
        wrong.append(
            _(
                "Line %(line)s names no column “%(title)s”, which is the only one that is required. The first line of "
                "a list names its columns: correct it, or begin with the model of this page."
            )
            % {"line": header.number, "title": BY_FIELD["title"].header}
        )
    if wrong:
        raise Refused(" ".join(wrong))
    return columns, [
        shown for name, column, shown in zip(header.cells, columns, names, strict=True) if not column and folded(name)
    ]


def _shown(name: str) -> str:
    """The name of a column, as a sentence can quote it."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    return _("“%(name)s”") % {"name": words if len(words) <= 60 else f"{words[:59]}…"}


def _row(line: Line, columns: list[Column | None], problems: list[Problem]) -> ListRow | None:
    """What a line says, or None: what is wrong with it is then added to the problems."""
    words: dict[str, Any] = {}
    before = len(problems)
    for place, cell in enumerate(line.cells):
        column = columns[place] if place < len(columns) else None
        if column is not None:
            try:
                value = column.value_of(cell)
            except ValidationError as error:
                problems.append(Problem(line.number, " ".join(error.messages), column.header))
            else:
                if value not in ("", None):
                    words[column.field] = value
        elif place >= len(columns) and cell.strip():
            problems.append(Problem(line.number, _too_many_cells(place + 1, len(columns))))
            break
    if "title" not in words and len(problems) == before:
        problems.append(
            Problem(line.number, _("This line has no title. Write what the post is called, or delete the line."))
        )
    return ListRow(line.number, words) if len(problems) == before else None


def _too_many_cells(place: int, columns: int) -> str:
    return _(
        "Something is written in cell %(place)s, and the first line names %(columns)s columns. A text that holds the "
        "separator has to stand between quotation marks; else, name this column or empty the cell."
    ) % {"place": place, "columns": columns}
