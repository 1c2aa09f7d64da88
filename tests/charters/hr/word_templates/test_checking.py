"""What a template may say, and what it may not: each refusal names what it is about, and where it stands."""

from __future__ import annotations

import pytest

from charters.hr.word_templates import faults
from charters.hr.word_templates.checking import check
from charters.hr.word_templates.filling import fill
from charters.hr.word_templates.marks import Fault
from charters.hr.word_templates.placeholders import known
from charters.hr.word_templates.sample import sample_sheet
from charters.hr.word_templates.typesetter import Typesetter
from governance.refusals import Refused
from tests.charters.hr.word_templates.making import (
    TYPES,
    cut,
    parts_of,
    rows_of,
    template,
    with_body,
    with_parts,
    with_relation,
    with_type,
    words_of,
)

pytestmark = pytest.mark.usefixtures("english")

LOOP, END = "{%tr for clause in clauses %}", "{%tr endfor %}"


def looped(*rows: tuple[str, str]) -> bytes:
    return template(table=rows)


def read_here(content: bytes) -> Typesetter:
    """What the press does, in this process: a hundred of them would be long to start."""
    try:
        return Typesetter(content, known())
    except Fault as fault:
        raise faults.refusal({"code": fault.code, **fault.facts}) from None


ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ fiche.__class__ }}",
    "{{ fiche.intitule.__class__.__base__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__ }}",
    "{{ lipsum.__globals__['os'] }}",
    "{{ self.__init__ }}",
    "{{ config }}",
    "{{ request }}",
    "{{ fiche|attr('__class__') }}",
    "{{ fiche.intitule|upper }}",
    "{{ fiche.intitule.format(fiche) }}",
    "{{ '{0.__class__}'.format(fiche) }}",
    "{{ '%s' % fiche }}",
    "{{ '{{' }}",
    "{{ fiche['intitule'] }}",
    "{{ fiche.items() }}",
    "{{ fiche.items }}",
    "{{ fiche.intitule() }}",
    "{{ fiche.intitule * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ fiche.intitule ~ fiche.intitule }}",
    "{{ fiche.intitule if fiche.encadre else '' }}",
    "{{ [1, 2] }}",
    "{{ {'a': 1} }}",
    "{{ -1 }}",
    "{{ loop.cycle('a') }}",
    "{% for clause in clauses %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for clause in clauses %}{{ loop.__class__ }}{% endfor %}",
    "{% for clause in clauses %}{{ loop.changed(clause) }}{% endfor %}",
    "{% for n in range(1000000000) %}a{% endfor %}",
    "{% for a in fiche %}a{% endfor %}",
    "{% for a in fiche.intitule %}a{% endfor %}",
    "{% for a, b in clauses %}a{% endfor %}",
    "{% for fiche in clauses %}a{% endfor %}",
    "{% for _a in clauses %}a{% endfor %}",
    "{% for a in clauses recursive %}{{ loop(clauses) }}{% endfor %}",
    "{% for a in clauses if a.adapte %}a{% endfor %}",
    "{% for a in clauses %}a{% else %}b{% endfor %}",
    "{% for a in clauses %}{% for b in clauses %}{% for c in clauses %}a{% endfor %}{% endfor %}{% endfor %}",
    "{% set a = 1 %}",
    "{% set a %}b{% endset %}",
    "{% macro a() %}{{ a() }}{% endmacro %}",
    "{% call a() %}{% endcall %}",
    "{% filter upper %}a{% endfilter %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import system %}",
    "{% extends 'other' %}",
    "{% block a %}b{% endblock %}",
    "{% with a = 1 %}b{% endwith %}",
    "{% autoescape false %}{{ fiche.intitule }}{% endautoescape %}",
    "{% raw %}{{ x }}{% endraw %}",
    "{% do fiche.clear() %}",
    "{% if fiche.encadre is defined %}a{% endif %}",
    "{% if fiche.categorie in 'AB' %}a{% endif %}",
    "{% if fiche.categorie > 'A' %}a{% endif %}",
    "{% if fiche.categorie == fiche.famille %}a{% endif %}",
    "{% if fiche.encadre == 'a' %}a{% endif %}",
    "{% if 1 %}a{% endif %}",
    "{{p fiche.intitule }}",
    "{{r fiche.intitule }}",
    "{%r if fiche.encadre %}a{%r endif %}",
    "{{- fiche.intitule }}",
    "{% colspan fiche.intitule %}",
    "{% vm %}",
    "{{ clauses }}",
    "{{ fiche }}",
    "{{ fiche.encadre }}",
    "{{ fiche.intitule",
    "fiche.intitule }}",
    "{ { fiche.intitule } }",
    "{% if fiche.encadre %}" * 9 + "a" + "{% endif %}" * 9,
    "{% if " + "not " * 60 + "fiche.encadre %}a{% endif %}" + "{{ x }}",
    "{{ " + "a" * 400 + " }}",
]


@pytest.mark.parametrize("words", ESCAPES)
def test_whatever_is_not_on_the_list_is_refused(words: str):
    with pytest.raises(Refused, match=r"[Tt]emplate|placeholder|loop|condition|list|group|braces|yes or a no|passage"):
        read_here(template(words))


@pytest.mark.parametrize("words", ["{{ cycler.__init__.__globals__ }}", "{% for n in range(10**9) %}a{% endfor %}"])
def test_the_press_refuses_the_same(words: str):
    with pytest.raises(Refused):
        check(template(words))


SENTENCES = {
    "unknown": (template("Poste : {{ fiche.intitul }}"), r"“fiche.intitul” is unknown.*near.*Poste.*fiche.intitule"),
    "nothing near": (template("{{ zzzzzzzz }}"), r"“zzzzzzzz” is unknown.*page of placeholders"),
    "no group": (template("{{ fiche }}"), "group"),
    "a list": (template("Liste {{ clauses }}"), "“clauses” is a list.*Liste"),
    "yes or no": (template("{{ fiche.encadre }}"), "yes or a no"),
    "no list": (template("{% for a in fiche.lieu %}{% endfor %}"), "no list.*clauses, clauses_fiche"),
    "of the clause": (looped((LOOP, ""), ("{{ clause.titres }}", ""), (END, "")), "clause.titre"),
    "a loop without an end": (looped((LOOP, ""), ("{{ clause.code }}", "")), "opened and never closed.*endfor"),
    "an end without a loop": (looped(("{{ fiche.lieu }}", ""), (END, "")), "closes a passage that nothing opens"),
    "an end of something else": (template("{% for a in clauses %}x{% endif %}"), "does not close what is open there"),
    "both in one row": (looped((LOOP, END)), "two marks.*alone in a row above"),
    "words in the row of the loop": (looped((LOOP, "Titre"), ("{{ clause.code }}", ""), (END, "")), "lost.*Titre"),
    "outside of a table": (template(LOOP, "a", END), "outside of a table"),
    "over cells": (looped(("{% for clause in clauses %}{{ clause.code }}", "{% endfor %}")), "same cell"),
    "over rows": (looped(("{% for clause in clauses %}", "a"), ("b", "{% endfor %}")), "same cell"),
    "words beside a paragraph's mark": (template("Oui {%p if fiche.encadre %}", "a", "{%p endif %}"), "lost.*Oui"),
    "two in a paragraph": (template("{%p if fiche.encadre %}a{%p endif %}"), "two marks"),
    "not closed": (template("Le poste {{ fiche.intitule", "}}"), "not closed in its paragraph.*Le poste"),
    "a space between braces": (template("{ % for a in clauses %} x {% endfor %}"), "space between|not closed"),
    "a space before tr": (looped(("{% tr for clause in clauses %}", ""), ("a", ""), (END, "")), "without a space"),
    "quotes of the word processor": (template("{% if fiche.categorie == « A » %}a{% endif %}"), "quotes are straight"),
    "in a field": (
        with_body('<w:p><w:hyperlink w:tooltip="{{ fiche.lieu }}"><w:r><w:t>a</w:t></w:r></w:hyperlink></w:p>'),
        "would not be seen",
    ),
    "struck out": (
        with_body('<w:p><w:del w:id="1"><w:r><w:delText>{{ fiche.lieu }}</w:delText></w:r></w:del></w:p>'),
        "struck out",
    ),
    "an end of paragraph that nobody sees": (template("Avant\u2029après"), r"U\+2029.*Avant.*press Enter"),
    "an end of line that nobody sees": (template("Avant\u2028après"), r"U\+2028.*press Enter"),
    "too many": (template(*["{{ fiche.lieu }} " * 50] * 41), "more than 2000"),
    "nothing said of the draft": (template("a", every=["{{ document.mention }}"]), r"write \{\{ document.etat \}\}"),
    "said under a condition": (
        template("{% if fiche.encadre %}{{ document.etat }}{% endif %}", every=["{{ document.mention }}"]),
        "outside of any loop",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SENTENCES)
def test_a_refusal_says_what_is_wrong_and_where(case: str):
    content, words = SENTENCES[case]
    judge = check if "said" in case else read_here
    with pytest.raises(Refused, match=words):
        judge(content)


CHOICE = '{% if fiche.categorie == "A" or not fiche.encadre and fiche.lieu %}a{% elif clauses %}b{% else %}c{% endif %}'
LISTED = "{% for clause in clauses %}{{ loop.index }}{% if not loop.last %}, {% endif %}{% endfor %}"
TWICE = "{% for clause in clauses %}{% for mot in clause.indicateurs %}{{ mot }}{% endfor %}{% endfor %}"
GOOD = {
    "a text": "{{ fiche.intitule }}",
    "a space more, a space less": "{{fiche.intitule}}{{  fiche.lieu  }}",
    "a condition": CHOICE,
    "a loop in a loop": TWICE,
    "where one is in a loop": LISTED,
    "a remark": "{# pour les encadrants #}a",
    "a hard space": "{{\u00a0fiche.intitule\u00a0}}",
    "braces alone": "un {ensemble} de 50 % et #1",
}


@pytest.mark.parametrize("case", GOOD)
def test_a_good_template_is_taken(case: str):
    assert {"document.etat", "document.mention"} <= read_here(template(GOOD[case])).always


def test_what_is_checked_is_known_again():
    content = template("{{ fiche.intitule }}")
    checked = check(content)
    assert checked.placeholders == ("document.etat", "document.mention", "fiche.intitule")
    assert (len(checked.digest), checked.size) == (64, len(content))


def test_a_passage_may_run_over_paragraphs_and_runs():
    lines = ("{% if fiche.encadre %}", "Encadre", "{% endif %}", "{%p if fiche.terrain %}", "Terrain", "{%p endif %}")
    filled = words_of(fill(template(*lines), sample_sheet(), organisation="Org"))
    assert "Encadre" in filled
    assert "Terrain" not in filled


@pytest.mark.parametrize("places", [(1,), (2, 5), (1, 2, 3, 10, 20), (12, 19)])
def test_a_placeholder_that_word_cut_into_runs_is_read(places: tuple[int, ...]):
    content = with_body(cut("{{ fiche.intitule }}", *places), template())
    assert "fiche.intitule" in read_here(content).named
    assert sample_sheet().profile.title in words_of(fill(content, sample_sheet(), organisation="Org"))


def test_a_loop_that_word_cut_into_runs_is_read():
    content = with_body(cut("{% for clause in clauses %}{{ clause.code }} {% endfor %}", 1, 4, 30, 33, 50), template())
    assert "V1 M1 " in words_of(fill(content, sample_sheet(), organisation="Org"))


def test_a_mark_in_an_endnote_is_not_left_as_it_is():
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    words = "<w:p><w:r><w:t>{{ fiche.lieu }}</w:t></w:r></w:p>"
    note = f"<w:endnotes {space}><w:endnote>{words}</w:endnote></w:endnotes>"
    types = parts_of(with_type(kind, "/word/endnotes.xml"))[TYPES]
    content = with_relation("endnotes", "endnotes.xml", external=False)
    with pytest.raises(Refused, match="endnote"):
        read_here(with_parts({"word/endnotes.xml": note.encode(), TYPES: types}, content))


def test_a_loop_over_rows_repeats_the_row_and_takes_its_marks_away():
    content = looped(("Clause", "Titre"), (LOOP, ""), ("{{ clause.code }}", "{{ clause.titre }}"), (END, ""))
    assert rows_of(fill(content, sample_sheet(), organisation="Org")) == [
        ["Clause", "Titre"], ["V1", "Listen first"], ["M1", "Time to cooperate"],
    ]  # fmt: skip
