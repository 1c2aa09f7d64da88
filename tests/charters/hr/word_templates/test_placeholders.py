"""One table: what is documented is what is checked, and what is filled."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from charters.hr.blocks import Block
from charters.hr.kinds import DocumentKind
from charters.hr.word_templates import guide
from charters.hr.word_templates.filling import fill
from charters.hr.word_templates.marks import ALWAYS, NEW_PARAGRAPH, TEXT
from charters.hr.word_templates.placeholders import TABLE, Place, Told, known, shown, words_of
from charters.hr.word_templates.sample import sample_sheet
from tests.charters.hr.word_templates.making import template
from tests.charters.hr.word_templates.making import words_of as words_in

pytestmark = pytest.mark.usefixtures("english")


def told(**changes: Any) -> Told:
    return Told(dataclasses.replace(sample_sheet(), **changes), DocumentKind.JOB_DESCRIPTION, "Org")


def found(given: Any, name: str) -> Any:
    for part in name.split("."):
        given = given[part]
    return given


def each(places: tuple[Place, ...] = TABLE) -> list[Place]:
    return [place for top in places for place in (top, *each(top.of))]


def test_every_documented_placeholder_is_filled_on_the_sample():
    given = words_of(told())
    for place in TABLE:
        value = found(given, place.name)
        assert value not in ("", [], None), place.name
        for inner in place.of:
            assert any(row[inner.name] not in ("", []) for row in value), f"{place.name}.{inner.name}"


def test_a_template_that_names_them_all_is_filled():
    lines = []
    for place in TABLE:
        if place.of:
            inner = " ".join(_written(of, f"{place.item}.{of.name}") for of in place.of if not of.of)
            lines.append(f"{{% for {place.item} in {place.name} %}}{inner}{{% endfor %}}")
        else:
            lines.append(_written(place, place.name))
    made = "\n".join(words_in(fill(template(*lines), sample_sheet(), organisation="Org")))
    for words in ("Head of the reception team", "V1", "Mastery", "Ten meetings held", str(Block.MISSIONS.label)):
        assert words in made


def _written(place: Place, name: str) -> str:
    if place.is_list:
        return f"{{% for x in {name} %}}{{{{ x }}}}{{% endfor %}}"
    return f"{{{{ {name} }}}}" if place.kind == TEXT else f"{{% if {name} %}}oui{{% endif %}}"


def test_the_page_documents_every_one_of_them():
    marks = {row.mark for group in guide.groups() for row in (*group.rows, *group.loops)}
    for place in TABLE:
        assert guide.mark_of(place, place.name) in marks
        for inner in place.of:
            assert guide.mark_of(inner, f"{place.item}.{inner.name}") in marks


def test_what_is_given_is_plain():
    def judge(value: Any) -> None:
        if isinstance(value, dict):
            assert not set(value) & set(dir({})), set(value) & set(dir({}))
            for inner in value.values():
                judge(inner)
        elif isinstance(value, list):
            for inner in value:
                judge(inner)
        else:
            assert type(value) in (str, bool)

    judge(words_of(told()))


def test_the_grammar_and_the_filling_have_the_same_shape():
    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: shape(inner) for name, inner in value.items()}
        return [shape(value[0])] if isinstance(value, list) else isinstance(value, bool)

    def shape_known(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: shape_known(inner) for name, inner in value.items()}
        return [shape_known(value[0])] if isinstance(value, list) else value != TEXT

    assert shape(words_of(told())) == shape_known(known())


def test_a_sheet_that_quotes_nothing_fills_them_with_nothing():
    given = words_of(told(source=None, lines=(), objectives=(), scale=()))
    assert given["version"]["reference"] == ""
    assert given["clauses"] == given["competences"] == given["rubriques"] == []
    assert given["document"]["etat"].startswith("DRAFT.")
    assert given["document"]["brouillon"] is True


def test_state_and_mention_are_asked_of_every_template():
    assert set(ALWAYS) <= {place.name for place in TABLE}
    assert [row.mark for group in guide.groups() for row in group.rows if row.required] == guide.required()


def test_the_placeholders_of_a_template_are_shown_as_they_are_written():
    names = ["clauses", "clause.code", "fiche.encadre", "mot.code"]
    marks = ["{% for clause in clauses %}", "{{ clause.code }}", "{% if fiche.encadre %}", "{{ mot.code }}"]
    assert guide.marks_of(names) == marks


def test_a_text_is_shown_line_by_line_with_its_typography():
    assert shown("Un :\n\n- L'autre\x00", "fr") == f"Un\u00a0:{NEW_PARAGRAPH}– L’autre"
