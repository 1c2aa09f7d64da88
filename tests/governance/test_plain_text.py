"""One way to write a text; nothing lost in silence; typography that moves no offset."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from governance.plain_text import as_html, clean_plain_text, french, normalise, paragraphs

anything = st.text(max_size=80)
french_like = st.text(alphabet="aeéL' ’«»;:!?%€n°0123hkm.,-\n\t\u00a0\u202f<&>", max_size=80)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
        ("mot\u00a0: «\u00a0oui\u202f!\u00a0»", "mot : « oui ! »"),
        ("l’agent", "l'agent"),
        ("e\u0301lu", "élu"),
        ("fin de ligne  \nsuite   ", "fin de ligne\nsuite"),
        ("\n\n  texte\n\n", "texte"),
        ("co\u00adopé\u200brer\ufeff", "coopérer"),
        ("a\tb", "a b"),
        ("ligne\u2028ligne\x0bligne", "ligne\nligne\nligne"),
        ("famille 👩‍👧", "famille 👩‍👧"),
    ],
)
def test_what_looks_alike_is_stored_alike(typed, stored):
    assert clean_plain_text(typed) == stored


@pytest.mark.parametrize(
    ("character", "code"),
    [
        ("\x00", "U+0000"),
        ("\x07", "U+0007"),
        ("\x1b", "U+001B"),
        ("\x85", "U+0085"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\ud800", "U+D800"),
        ("\ufffe", "U+FFFE"),
        ("\ufffd", "U+FFFD"),
    ],
)
def test_a_character_that_cannot_be_kept_is_named_with_its_place(character, code):
    with pytest.raises(ValidationError) as refused:
        clean_plain_text(f"première ligne\nles agents {character}du service")
    assert refused.value.code == "character"
    assert refused.value.params == {"line": 2, "near": "les agents du service", "code": code}
    assert code in refused.value.messages[0]


@pytest.mark.parametrize(
    "heap",
    ["\u0300" * 31, "\u0300" * 20_000 + "\u0316" * 20_000, "\u0344" * 31, "\u0f73" * 20_000, "\u0f81\u0323" * 40],
)
def test_accents_heaped_on_one_letter_are_refused_and_not_put_in_order(heap, monkeypatch):
    """Putting them in order costs the square of their number: nothing of that length is given to Unicode."""
    given_to, nfc = [], unicodedata.normalize
    monkeypatch.setattr(unicodedata, "normalize", lambda form, text: given_to.append(len(text)) or nfc(form, text))
    with pytest.raises(ValidationError, match="more than thirty accents") as refused:
        clean_plain_text(f"un\ndeux e{heap} trois")
    assert refused.value.params["line"] == 2
    assert max(given_to, default=0) < 100


def test_accents_that_people_write_are_kept():
    assert clean_plain_text("Vie\u0323\u0302t Nam, a" + "\u0300" * 30) == "Việt Nam, à" + "\u0300" * 29


@pytest.mark.parametrize("text", ["\u2800\u3164\u200d\u034f", "\u200f\u061c\u200e", " \u2060\n\u00a0", "\u115f"])
def test_a_text_in_which_nothing_can_be_seen_is_no_text(text):
    assert clean_plain_text(text) == ""


def test_a_line_of_spaces_costs_its_length():
    """The number of steps, not their time: a search from each space of a run would never end."""
    assert clean_plain_text("a" + " " * 400_000 + "b") == "a" + " " * 400_000 + "b"


def test_the_limit_counts_what_is_stored():
    assert clean_plain_text("  " + "e\u0301" * 10 + "\r\n", max_length=10) == "é" * 10
    with pytest.raises(ValidationError) as refused:
        clean_plain_text("é" * 11, max_length=10)
    assert "11" in refused.value.messages[0]
    assert "10" in refused.value.messages[0]


def test_a_line_is_a_line():
    with pytest.raises(ValidationError):
        clean_plain_text("un\ndeux", one_line=True)
    assert clean_plain_text("un\n", one_line=True) == "un"


@given(anything | french_like)
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(anything)
def test_no_visible_character_is_lost(text):
    def visible(text):
        kept = (c for c in unicodedata.normalize("NFC", text) if not c.isspace())
        return [c for c in kept if unicodedata.category(c) not in {"Cf", "Zs", "Zl", "Zp"}]

    assert visible(normalise(text)) == visible(text.replace("’", "'"))


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("l'agent", "l’agent"),
        ("aujourd'hui, qu'il", "aujourd’hui, qu’il"),
        ("Qui décide ?", "Qui décide\u202f?"),
        ("dit : « oui ! »", "dit\u00a0: «\u00a0oui\u202f!\u00a0»"),
        ("un ; deux", "un\u202f; deux"),
        ("50 % du temps", "50\u00a0% du temps"),
        ("12 000 agents", "12\u202f000 agents"),
        ("1 234 567 €", "1\u202f234\u202f567\u00a0€"),
        ("entre 9 h 30 et 16 h", "entre 9\u00a0h\u00a030 et 16\u00a0h"),
        ("clause n° 41", "clause n°\u00a041"),
        ("en 2026 300 agents", "en 2026 300 agents"),
        ("https://exemple.fr?a=b", "https://exemple.fr?a=b"),
        ("5 hommes", "5 hommes"),
    ],
)
def test_french_typography(stored, shown):
    assert french(stored) == shown


@given(anything | french_like)
def test_typography_moves_no_offset(text):
    stored = normalise(text)
    shown = french(stored)
    assert len(shown) == len(stored)
    assert normalise(shown) == stored
    assert all(a == b or (a, b) in {(" ", "\u00a0"), (" ", "\u202f"), ("'", "’")}
               for a, b in zip(stored, shown, strict=True))  # fmt: skip


def test_paragraphs_and_lists():
    text = "Un temps.\n\nIl comprend :\n- l'écoute\n- <b>l'essai</b>\nFin."
    assert list(paragraphs(text)) == [
        (False, "Un temps."),
        (False, "Il comprend :"),
        (True, "l'écoute"),
        (True, "<b>l'essai</b>"),
        (False, "Fin."),
    ]
    assert as_html(text) == (
        "<p>Un temps.</p>\n<p>Il comprend\u00a0:</p>\n"
        "<ul><li>l’écoute</li><li>&lt;b&gt;l’essai&lt;/b&gt;</li></ul>\n<p>Fin.</p>"
    )
    assert as_html("Who decides ? Don't wait.", "en") == "<p>Who decides ? Don’t wait.</p>"


@given(anything)
def test_what_people_wrote_is_never_markup(text):
    shown = as_html(text)
    for tag in ("<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>"):
        shown = shown.replace(tag, "")
    assert "<" not in shown
    assert ">" not in shown
