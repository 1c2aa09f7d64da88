"""Marks that everyone perceives: real elements, words for those who hear the page, and a list in words."""

import html
import re

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from charters.text.redline import redline

pieces = st.sampled_from(["agent", "chef", "<b>", "l'", "Un", "- ", "\n", "\n- ", ". ", ", ", " ", "&", " ; ", "oui"])
texts = st.lists(pieces, max_size=25).map("".join)

HIDDEN = re.compile(r'<a class="change-number".*?</a>|<span class="visually-hidden">.*?</span>')
SIGN = re.compile(r'<(del|ins)[^>]*><span aria-hidden="true">.</span></\1>')


def render(before, after, *, lists=False, language="en"):
    tag = "{% redline_changes before after anchor='c' %}" if lists else "{% redline before after anchor='c' %}"
    with translation.override(language):
        page = Template("{% load redline %}" + tag).render(Context({"before": before, "after": after}))
    return page.strip()


def words_shown(page, without):
    """What is left on the page for one who takes one of the two texts: words and marks, spaces apart."""
    page = SIGN.sub("", HIDDEN.sub("", page))
    page = re.sub(f"<{without}[ >].*?</{without}>", "", page)
    shown = html.unescape(re.sub(r"<[^>]+>", " ", page.replace("<ins", " <ins")))
    return re.sub(r"\s", "", shown).replace("’", "'")


def words_typed(text):
    return re.sub(r"\s", "", re.sub(r"(^|\n)\s*- ", r"\1", text))


def test_marks_are_real_elements_with_words_for_those_who_do_not_see_them():
    assert render("Le chef peut décider.", "Le chef doit décider.") == (
        '<div class="reading"><p>Le chef '
        '<a class="change-number" id="c-1" tabindex="-1"><span class="visually-hidden">The only change</span>'
        '<span aria-hidden="true">1</span></a>'
        '<del><span class="visually-hidden">[deleted: </span>peut<span class="visually-hidden">]</span></del> '
        '<ins><span class="visually-hidden">[added: </span>doit<span class="visually-hidden">]</span></ins> '
        "décider.</p></div>"
    )


def test_paragraphs_and_lists_are_laid_out():
    page = render("Il faut :\n- un\n- deux", "Il faut :\n- un\n- deux\n- trois\nFin")
    assert HIDDEN.sub("", page) == (
        '<div class="reading"><p>Il faut\u00a0:</p><ul><li>un</li><li>deux</li>'
        "<li><ins>trois</ins></li></ul><p><ins>Fin</ins></p></div>"
    )


def test_a_change_of_layout_is_a_sign_with_a_name():
    page = render("Un. Deux.", "Un.\nDeux.")
    assert "[added: paragraph break</span>" in page
    assert '<span aria-hidden="true">¶</span>' in page
    page = render("Un.\nDeux.", "Un. Deux.")
    assert "[deleted: paragraph break</span>" in page
    assert page.count("<p>") == 1
    assert "[added: list item</span>" in render("Un", "- Un")


def test_the_list_says_each_change_and_leads_to_it():
    page = render("L'agent peut venir avec nous demain.", "L'agent doit venir avec vous et nous demain.", lists=True)
    assert re.findall(r'<a href="#c-(\d)">(.*?)</a>', page) == [
        ("1", "“peut” replaced by “doit”"),
        ("2", "“vous et” added"),
    ]


@given(texts, texts)
def test_each_text_can_be_read_on_the_page(before, after):
    page = render(before, after)
    assert words_shown(page, without="ins") == words_typed(before)
    assert words_shown(page, without="del") == words_typed(after)


@given(texts, texts)
def test_as_many_addresses_as_changes_as_lines(before, after):
    count = len(redline(before, after).changes)
    numbers = [str(number) for number in range(1, count + 1)]
    assert sorted(re.findall(r'id="c-(\d+)"', render(before, after)), key=int) == numbers
    assert re.findall(r'href="#c-(\d+)"', render(before, after, lists=True)) == numbers


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '" onmouseover="x', "</del><b>", "{{ x }}"])
def test_what_people_wrote_is_never_markup(hostile):
    for lists in (False, True):
        page = render("un mot", f"un {hostile} mot", lists=lists)
        assert "<script" not in page
        assert "<b>" not in page
        assert '" on' not in page
