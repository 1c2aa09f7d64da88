"""Words and dates as templates show them."""

import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation


def render(source, **context):
    return Template("{% load french %}" + source).render(Context(context))


def test_a_line_is_shown_in_french_typography_and_escaped():
    assert render("{{ words|french }}", words="L'avis <b> ?") == "L’avis &lt;b&gt;\u202f?"


def test_a_text_is_shown_in_paragraphs_in_the_language_of_its_words():
    assert render("{{ words|plain_text }}", words="Oui !\n- a\n- b") == (
        "<p>Oui\u202f!</p>\n<ul><li>a</li><li>b</li></ul>"
    )
    with translation.override("en"):
        assert render("{{ words|plain_text }}", words="Oui !") == "<p>Oui\u202f!</p>"
        assert render("{{ words|plain_text:'en' }}", words="Yes !") == "<p>Yes !</p>"


@pytest.mark.parametrize(
    ("language", "date", "words"),
    [
        ("fr", datetime.date(2026, 12, 1), "1er décembre 2026"),
        ("fr", datetime.date(2026, 8, 24), "24 août 2026"),
        ("en", datetime.date(2026, 12, 1), "1 December 2026"),
        ("fr", None, ""),
    ],
)
def test_a_day_in_words_stays_on_one_line(language, date, words):
    with translation.override(language):
        assert render("{{ date|day }}", date=date) == words.replace(" ", "\u00a0")


def test_a_moment_is_the_day_it_was_here():
    moment = datetime.datetime(2026, 11, 30, 23, 30, tzinfo=datetime.UTC)
    with timezone.override("Europe/Paris"), translation.override("fr"):
        assert render("{{ date|day }}", date=moment) == "1er\u00a0décembre\u00a02026"
