"""Every sentence is said in French, and said well; the compiled catalogue says what the written one says."""

import polib
import pytest
from django.core.management import CommandError, call_command

from charter_site import catalogue
from charter_site.catalogue import Key, Message


@pytest.fixture(scope="module")
def po():
    return catalogue.load()


@pytest.fixture(scope="module")
def messages():
    return catalogue.extracted()


def test_the_french_catalogue_is_whole_and_well_written(po, messages):
    faults = catalogue.faults(po, messages)
    assert not faults, "Run manage.py check_catalogue:\n" + "\n".join(faults)


def test_the_compiled_catalogue_is_in_step():
    assert catalogue.is_compiled(), "Run manage.py compile_catalogue"


def test_the_extraction_reads_the_whole_project(messages):
    """Were a folder forgotten, the catalogue would seem whole."""
    places = {message.place.split("/")[0] for message in messages.values()}
    assert {"charter_site", "charters", "feedback", "governance", "templates"} <= places
    assert len(messages) > 300


# --- The extraction itself -------------------------------------------------------------------------


def test_python_is_read_under_whatever_name_a_function_was_imported():
    source = """
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy as later, ngettext, npgettext, pgettext_lazy
_("One " "sentence")
later("Two")
ngettext("%(n)s thing", "%(n)s things", 3)
pgettext_lazy("month", "May")
npgettext("tree", "Branch", "Branches", 2)
translation.gettext("Three")
_(variable)
unrelated("Nothing")
"""
    assert [(key, plural) for key, plural, _ in catalogue.in_python(source)] == [
        (Key("", "One sentence"), ""),
        (Key("", "Two"), ""),
        (Key("", "%(n)s thing"), "%(n)s things"),
        (Key("month", "May"), ""),
        (Key("tree", "Branch"), "Branches"),
        (Key("", "Three"), ""),
    ]


@pytest.mark.parametrize("sentence", ['f"Hello {name}"', '"Hello " + name', '"Hello %s" % name'])
def test_a_sentence_put_together_at_run_time_is_refused(sentence):
    with pytest.raises(catalogue.NotALiteral, match="line 2"):
        list(catalogue.in_python(f"from django.utils.translation import gettext as _\n_({sentence})"))


def test_templates_are_read_by_their_own_parser():
    source = """{% extends "base.html" %}{% load i18n %}
{% block title %}{% translate "A title" %}{% endblock %}
{% block content %}{% if a %}{% for b in c %}{% translate "May" context "month" %}
{% empty %}{% translate "None" as none %}{% endfor %}
{% else %}{% blocktranslate with name=b.name trimmed %}
  Hello
  {{ name }}
{% endblocktranslate %}{% endif %}
{% blocktranslate count n=c|length %}{{ n }} word{% plural %}{{ n }} words{% endblocktranslate %}
{% include "partials/empty.html" with text=_("Nothing, 100%") %}{{ d|default:_('No one') }}{% endblock %}"""
    found = {key: (plural, line) for key, plural, line in catalogue.in_template(source)}
    assert found == {
        Key("", "A title"): ("", 2),
        Key("month", "May"): ("", 3),
        Key("", "None"): ("", 4),
        Key("", "Hello %(name)s"): ("", 5),
        Key("", "%(n)s word"): ("%(n)s words", 9),
        Key("", "Nothing, 100%%"): ("", 10),
        Key("", "No one"): ("", 10),
    }


# --- What the judge sees ---------------------------------------------------------------------------


def judged(msgid, french, *, plural="", **entry):
    po = polib.POFile()
    if plural:
        entry |= {"msgid_plural": plural, "msgstr_plural": dict(enumerate(french))}
    else:
        entry["msgstr"] = french
    po.append(polib.POEntry(msgid=msgid, **entry))
    return catalogue.faults(po, {Key("", msgid): Message(plural, "here:1")})


@pytest.mark.parametrize(
    ("msgid", "french"),
    [
        ("Who decides?", "Qui décide\u202f?"),
        ("Note: “%(words)s”", "Note\u00a0: «\u00a0%(words)s\u00a0»"),
        ('See <a href="/x">the page</a>', 'Voir <a href="/x">l’article</a>'),
        ("At 12:30, see https://example.org/?a=b", "À 12:30, voir https://example.org/?a=b"),
        ("[added: ", "[ajout\u00a0: "),
    ],
)
def test_good_french_is_let_through(msgid, french):
    assert judged(msgid, french) == []


@pytest.mark.parametrize(
    ("msgid", "french", "fault"),
    [
        ("A", "", "no French"),
        ("Who?", "Qui ?", "breaking space before"),
        ("Who?", "Qui?", "no space before"),
        ("Note: x", "Note : x", "breaking space before"),
        ("Note: x", "Note: x", "no space before :"),
        ("The agent", "L'agent", "straight apostrophe"),
        ("“Yes”", "« oui »", "after «"),
        ("“Yes”", '"oui"', "straight quotation"),
        ("Agents", "Agent·es", "middle dot"),
        ("Wait…", "Attendez...", "three dots"),
        ("%(n)s agents", "des agents", "placeholders"),
        ("%(n)s agents", "%(m)s agents", "placeholders"),
        ("Hello {name}", "Bonjour {nom}", "placeholders"),
        ("[added: ", "[ajout\u00a0:", "same spaces"),
        ("<b>x</b>", "x", "same markup"),
    ],
)
def test_bad_french_is_named(msgid, french, fault):
    assert any(fault in line for line in judged(msgid, french)), judged(msgid, french)


def test_plurals_are_judged_form_by_form():
    assert judged("%(n)s word", ["Un mot", "%(n)s mots"], plural="%(n)s words") == []
    assert "placeholders" in judged("%(n)s word", ["Un mot", "Des mots"], plural="%(n)s words")[0]
    assert "no French" in judged("%(n)s word", ["Un mot", ""], plural="%(n)s words")[0]


def test_a_sentence_said_with_a_plural_and_alone_is_named(tmp_path):
    """Some versions of Python find alone what has a plural, others leave it in English."""
    (tmp_path / "charters").mkdir()
    for name, said in (("a", '_("%(n)s word")'), ("b", 'ngettext("%(n)s word", "%(n)s words", 2)')):
        (tmp_path / "charters" / f"{name}.py").write_text(
            f"from django.utils.translation import gettext as _, ngettext\n{said}\n", encoding="utf-8"
        )
    po = polib.POFile()
    french = {0: "%(n)s mot", 1: "%(n)s mots"}
    po.append(polib.POEntry(msgid="%(n)s word", msgid_plural="%(n)s words", msgstr_plural=french))
    (found,) = catalogue.faults(po, catalogue.extracted(tmp_path))
    assert "with a plural and without one" in found
    (tmp_path / "charters" / "a.py").unlink()
    assert catalogue.faults(po, catalogue.extracted(tmp_path)) == []


def test_fuzzy_and_forgotten_sentences_are_named():
    assert "fuzzy" in judged("A", "Un", flags=["fuzzy"])[0]
    po = polib.POFile()
    po.append(polib.POEntry(msgid="Old", msgstr="Vieux"))
    po.append(polib.POEntry(msgid="Older", msgstr="Plus vieux", obsolete=True))
    assert [line.split(":")[0] for line in catalogue.faults(po, {})] == ["said nowhere any more", "obsolete"]


# --- Taking translations in ------------------------------------------------------------------------


def test_a_fragment_is_taken_in_with_french_typography(tmp_path):
    po, fragment = polib.POFile(), polib.POFile()
    po.append(polib.POEntry(msgid="B", msgstr="Bé"))
    fragment.append(polib.POEntry(msgid="Who's %(who)s?", msgstr="Qui est l'agent « %(who)s » ?"))
    fragment.append(polib.POEntry(msgid="B", msgstr="B bis"))
    fragment.append(polib.POEntry(msgid="Empty", msgstr=""))

    replaced = catalogue.merge(po, fragment)

    assert [(entry.msgid, entry.msgstr) for entry in po] == [
        ("B", "B bis"),
        ("Who's %(who)s?", "Qui est l’agent «\u00a0%(who)s\u00a0»\u202f?"),
    ]
    assert len(replaced) == 1
    assert catalogue.prune(po, {Key("", "B"): Message("", "here:1")}) == ['"Who\'s %(who)s?"']

    path = tmp_path / "fr" / "django.po"
    catalogue.write(po, path)
    assert catalogue.is_compiled(path)
    path.with_suffix(".mo").write_bytes(b"another")
    assert not catalogue.is_compiled(path)


def test_a_file_that_is_no_catalogue_is_refused_with_a_sentence(tmp_path):
    path = tmp_path / "broken.po"
    path.write_text('msgid "A\nmsgstr', encoding="utf-8")
    with pytest.raises(CommandError, match="cannot be read as a catalogue"):
        call_command("merge_catalogue", path)
