"""What a result shows of a text: the right place, the right words marked, and nothing of it run as code."""

import pytest

from charter_site.pages.excerpts import LENGTH, Candidates, excerpt, in_a_row, marked


def candidates(asked, text):
    return [spot.word for spot in Candidates(asked).of(text)]


@pytest.mark.parametrize(
    ("asked", "text", "found"),
    [
        ("decision", "Une Décision, les DÉCISIONS, dix", ["Décision", "DÉCISIONS"]),
        ("œuvre", "L'oeuvre et l’œuvre", ["oeuvre", "œuvre"]),
        ("oeuvre", "L'oeuvre et l’œuvre", ["oeuvre", "œuvre"]),
        ("l'eau", "de l'eau, des eaux", ["eau", "eaux"]),
        ("coconstruction", "la co-construction", ["co-construction"]),
        ("12", "en 12 jours", ["12"]),
        ("!!", "une phrase", []),
        ("a", "avec une phrase", []),
    ],
)
def test_only_words_that_begin_as_those_that_were_typed_are_compared(asked, text, found):
    assert candidates(asked, text) == found


def shown(text, *words, asked=""):
    spots = Candidates(asked or " ".join(words)).of(text)
    return excerpt(text, spots, set(words))


def test_a_short_text_is_shown_whole_with_its_words_marked():
    assert shown("Chaque équipe décide.", "équipe") == "Chaque <mark>équipe</mark> décide."


def test_a_long_text_is_cut_between_words_around_the_place_that_has_most_of_them():
    far = "Une équipe. " + "Autre chose. " * 40 + "Une équipe décide seule. " + "Autre chose. " * 40
    found = shown(far, "équipe", "décide")
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert "<mark>équipe</mark> <mark>décide</mark>" in found
    assert len(found) <= LENGTH + 60
    assert not {"Autr", "chos", "utre", "hose"} & set(found.split())


def test_a_text_found_by_its_title_begins_at_its_beginning():
    found = shown("Autre chose. " * 40, "équipe")
    assert found.startswith("Autre chose.")
    assert found.endswith(" …")


def test_a_text_without_any_space_is_cut_all_the_same():
    assert len(shown("x" * 5000, "équipe")) < LENGTH + 10
    assert "<mark>" in shown("x" * 300 + " équipe " + "x" * 300, "équipe")


def test_what_people_wrote_is_never_markup():
    found = shown("<script>alert(1)</script> & une équipe", "équipe")
    assert found == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; une <mark>équipe</mark>"
    assert marked("<b>équipe</b>", Candidates("équipe").of("<b>équipe</b>"), {"équipe"}) == (
        "&lt;b&gt;<mark>équipe</mark>&lt;/b&gt;"
    )


def test_french_typography_does_not_move_the_marks():
    assert shown("Qu'est-ce : une équipe ?", "équipe") == "Qu’est-ce\u00a0: une <mark>équipe</mark>\u202f?"


def test_lists_and_paragraphs_are_read_on_one_line():
    assert in_a_row("Un.\n\n- deux\n- trois") == "Un. / deux / trois"
    assert in_a_row("- deux-trois - quatre") == "deux-trois - quatre"


def test_a_word_said_ten_thousand_times_is_found_at_once():
    """A place is chosen in one reading: a text made to be slow is not."""
    text = "équipe " * 10_000
    assert shown(text, "équipe").startswith("<mark>équipe</mark>")
