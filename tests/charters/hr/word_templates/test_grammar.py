"""The second wall: what the grammar lets through meets a sandbox in which nothing can be reached or called."""

from __future__ import annotations

import pytest
from jinja2 import TemplateError

from charters.hr.word_templates.grammar import environment, read
from charters.hr.word_templates.marks import TEXT, Fault
from charters.hr.word_templates.placeholders import known

WORDS = {"fiche": {"intitule": "Un poste"}, "clauses": [{"code": "V1"}, {"code": "M1"}]}


@pytest.mark.parametrize(
    "words",
    [
        "{{ ''.__class__ }}",
        "{{ fiche.__class__ }}",
        "{{ fiche['__class__'] }}",
        "{{ fiche.items() }}",
        "{{ fiche.intitule.upper() }}",
        "{{ '{0.__class__}'.format(fiche) }}",
        "{{ fiche|attr('__class__') }}",
        "{{ cycler }}",
        "{{ lipsum.__globals__ }}",
        "{% for n in range(3) %}{{ n }}{% endfor %}",
        "{% for c in clauses %}{{ loop.cycle('a') }}{% endfor %}",
        "{% for c in clauses %}{{ loop.__init__ }}{% endfor %}",
        "{% include 'other' %}",
        "{{ nothing }}",
        "{{ fiche.clear() }}",
    ],
)
def test_the_sandbox_alone_gives_nothing_away(words: str):
    with pytest.raises((TemplateError, TypeError)):
        environment().from_string(words).render(WORDS)


def test_what_it_prints_is_escaped():
    made = environment().from_string("{{ fiche.intitule }}").render({"fiche": {"intitule": "</w:t> & \"'"}})
    assert made == "&lt;/w:t&gt; &amp; &#34;&#39;"


def test_a_part_is_read_with_what_it_always_prints():
    found = read("<w:p>{{ fiche.lieu }}{% if clauses %}{{ fiche.intitule }}{% endif %}</w:p>", known())
    assert found.named == {"fiche.lieu", "fiche.intitule", "clauses"}
    assert found.always == {"fiche.lieu"}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("<w:tc>{% for c in clauses %}</w:tc><w:tc>{% endfor %}</w:tc>", "crosses"),
        ("<w:tc>{% if a %}</w:tc>{% endif %}", "crosses"),
        ("{% for c in clauses %}<w:p>{% endfor %}</w:p>", "crosses"),
        ("<w:p>{% if a %}</w:p><w:p>{% else %}</w:p><w:tc>{% endif %}</w:tc>", "crosses"),
        ("<w:p></w:tc>", "broken"),
        ("<w:p>", "broken"),
        ("{% for c in clauses %}", "no_end"),
        ("{% endif %}", "no_start"),
        ("{% for c in clauses %}{% endif %}", "no_start"),
        ("{% if a %}" * 9 + "{% endif %}" * 9, "too_deep"),
    ],
)
def test_a_passage_ends_where_it_began(source: str, code: str):
    with pytest.raises(Fault) as fault:
        read(source, {"clauses": [{"code": TEXT}], "a": TEXT})
    assert fault.value.code == code


def test_a_passage_may_begin_in_a_run_and_end_in_another():
    runs = "<w:p><w:r><w:t>{% if a %}</w:t></w:r></w:p><w:p><w:r><w:t>b{% endif %}</w:t></w:r></w:p>"
    assert read(runs, {"a": TEXT}).named == {"a"}
