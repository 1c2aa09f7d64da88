"""A page asked for while the site is bracketed has its brackets, and the site is itself again afterwards."""

from django.template import Context, Template
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy, ngettext, npgettext, pgettext

from charter_site import pseudo_language


def test_every_function_brackets_what_it_translates():
    with pseudo_language.everywhere(), translation.override(pseudo_language.CODE):
        assert gettext("Save") == "[[Save]]"
        assert str(gettext_lazy("Save")) == "[[Save]]"
        assert pgettext("a day", "Today") == "[[Today]]"
        assert ngettext("%(n)s word", "%(n)s words", 1) % {"n": 1} == "[[1 word]]"
        assert npgettext("text", "%(n)s word", "%(n)s words", 2) % {"n": 2} == "[[2 words]]"
        assert translation.get_language() == pseudo_language.CODE


def test_templates_are_bracketed_and_people_s_words_are_not():
    template = Template(
        "{% load i18n %}{% translate 'Save' %} {% blocktranslate %}By {{ name }}{% endblocktranslate %} {{ name }}"
    )
    with pseudo_language.everywhere(), translation.override(pseudo_language.CODE):
        assert template.render(Context({"name": "Nadia"})) == "[[Save]] [[By Nadia]] Nadia"


def test_the_languages_of_the_site_are_bracketed_too_and_come_back():
    language = translation.get_language()
    with translation.override("fr"):
        french = gettext("January")
        with pseudo_language.everywhere():
            assert gettext("January") == "[[January]]"
            with translation.override("en"):
                assert gettext("January") == "[[January]]"
        assert gettext("January") == french == "janvier"
    assert translation.get_language() == language
