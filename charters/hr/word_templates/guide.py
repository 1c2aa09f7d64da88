"""The page that documents placeholders: the same table that the check and the filling read, with what each gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from charters.hr.kinds import DocumentKind
from charters.hr.word_templates.marks import ALWAYS, NEW_PARAGRAPH, YES_NO
from charters.hr.word_templates.placeholders import (
    BLOCK,
    CLAUSE,
    COMPETENCE,
    DOCUMENT,
    LISTS,
    OBJECTIVE,
    PROFILE,
    TABLE,
    VERSION,
    Place,
    Told,
    words_of,
)
from charters.hr.word_templates.sample import sample_organisation, sample_sheet


@dataclass(frozen=True, slots=True)
class Row:
    """A placeholder as one writes it, what it gives, and what it gives on the sample."""

    mark: str
    said: str | Promise
    example: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Placeholders that go together; ``loops`` are the lists that hold them, when they are in a list."""

    title: str
    rows: list[Row]
    loops: list[Row]


@dataclass(frozen=True, slots=True)
class Example:
    """Something ready to copy: lines, or the rows of a table."""

    title: str
    said: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def required() -> list[str]:
    """What every template prints, as one writes it."""
    return [f"{{{{ {name} }}}}" for name in ALWAYS]


def examples() -> list[Example]:
    """How to print, to choose, to repeat a paragraph, and to repeat the row of a table."""
    return [
        Example(
            _("A placeholder"),
            _("It is replaced by what it names, with the look it has in your document. Every template has these two:"),
            lines=tuple(required()),
        ),
        Example(
            _("A passage under a condition"),
            _("It is there only if the answer is yes, or if there is something to print. “Not” says the contrary."),
            lines=("{% if fiche.encadre %}{{ fiche.equipe }}{% endif %}",),
        ),
        Example(
            _("A paragraph repeated"),
            _("The first and the last paragraph go away: they only say what to repeat. Between them, any paragraphs."),
            lines=(
                "{%p for clause in clauses_fiche %}",
                "{{ clause.code }} {{ clause.fiche_de_poste }}",
                "{%p endfor %}",
            ),
        ),
        Example(
            _("A row of a table repeated"),
            _("The rows that begin and end the loop go away: put nothing else in them."),
            rows=(
                ("{%tr for clause in clauses %}", "", ""),
                ("{{ clause.code }}", "{{ clause.titre }}", "{{ clause.fiche_de_poste }}"),
                ("{%tr endfor %}", "", ""),
            ),
        ),
    ]


def groups() -> list[Group]:
    """Every placeholder, in the order of the table."""
    given = words_of(Told(sample_sheet(), DocumentKind.JOB_DESCRIPTION, sample_organisation()))
    return [
        Group(_("The document"), list(_rows(DOCUMENT, given)), []),
        Group(_("The version quoted"), list(_rows(VERSION, given)), []),
        Group(_("The post"), list(_rows(PROFILE, given)), []),
        _in_lists(_("The clauses quoted"), "clause", CLAUSE, given),
        _in_lists(_("The blocks of the job description"), "rubrique", BLOCK, given),
        _in_lists(_("The competences"), "competence", COMPETENCE, given),
        _in_lists(_("The objectives"), "objectif", OBJECTIVE, given),
    ]


def _in_lists(title: str, item: str, places: tuple[Place, ...], given: dict[str, Any]) -> Group:
    lists = [place for place in LISTS if place.item == item]
    first: dict[str, Any] = next(iter(given[lists[0].name]), {})
    rows = list(_rows(places, first, under=f"{item}."))
    return Group(title, rows, [Row(mark_of(place, place.name), place.said, "") for place in lists])


def _rows(places: Iterable[Place], given: Any, *, under: str = "") -> Iterator[Row]:
    for place in places:
        name = f"{under}{place.name}"
        yield Row(mark_of(place, name), place.said, _example(place, given), place.name in ALWAYS and not under)


def mark_of(place: Place, name: str) -> str:
    """How one begins to write it."""
    if place.is_list:
        return f"{{% for {place.item} in {name} %}}"
    return f"{{% if {name} %}}" if place.kind == YES_NO else f"{{{{ {name} }}}}"


def marks_of(names: Iterable[str]) -> list[str]:
    """How placeholders that a template names are written in it."""
    places = {place.name: place for place in TABLE}
    places |= {f"{place.item}.{inner.name}": inner for place in TABLE for inner in place.of}
    return [mark_of(places[name], name) if name in places else f"{{{{ {name} }}}}" for name in names]


def _example(place: Place, given: Any) -> str:
    found = given
    for name in place.name.split("."):
        found = found[name]
    if place.of:
        return ""
    if isinstance(found, bool):
        return _("yes") if found else _("no")
    return "\n".join(found) if isinstance(found, list) else str(found).replace(NEW_PARAGRAPH, "\n")
