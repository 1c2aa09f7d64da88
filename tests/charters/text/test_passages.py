"""Sentences, words and selections of a text; and the text with its marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charters.text.passages import Marked, from_screen, marked_lines, sentences_in, whole_words, words_in
from governance.plain_text import as_html, normalise

TEXT = "L'équipe écoute. Elle répond « vite » !\n\n- Un délai : 3 jours.\n- Rien d'autre"


def said(text: str, stretch) -> str:
    return text[stretch[0] : stretch[1]]


def test_a_sentence_a_line():
    assert [said(TEXT, each) for each in sentences_in(TEXT)] == [
        "L'équipe écoute.", "Elle répond « vite » !", "Un délai : 3 jours.", "Rien d'autre",
    ]  # fmt: skip


def test_a_stretch_is_widened_to_the_words_it_touches():
    start = TEXT.index("quipe")
    assert said(TEXT, whole_words(TEXT, start, start + 3)) == "équipe"
    assert said(TEXT, whole_words(TEXT, start, TEXT.index("coute"))) == "équipe écoute"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 2), (16, 17), (15, 16), (999, 1200)])
def test_no_word_there(start, end):
    assert whole_words(TEXT, start, end) is None


def on_screen(text: str) -> str:
    """What a browser has of the text, without its spaces."""
    html = as_html(text)
    for tag in ("<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>"):
        html = html.replace(tag, "")
    shown = html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&#x27;", "'")
    return "".join(shown.replace("&quot;", '"').split())


WORDS = st.lists(
    st.sampled_from(["l'équipe", "«", "»", ":", "3 000", "-", "\n- ", "\n\n", "<b>", "😀", "e\u0301té", "a", "."]),
    min_size=1, max_size=20,
).map(lambda pieces: normalise(" ".join(pieces))).filter(bool)  # fmt: skip


@given(text=WORDS, data=st.data())
def test_what_is_selected_on_the_screen_is_what_is_found_in_the_text(text, data):
    shown = on_screen(text)
    if not shown:
        return
    start = data.draw(st.integers(0, len(shown) - 1))
    end = data.draw(st.integers(start + 1, len(shown)))
    stretch = from_screen(text, start, end)
    if stretch is None:
        assert not any(word.isalnum() for word in shown[start:end])
        return
    found = "".join(said(text, stretch).replace("'", "’").split())
    assert shown[start:end].replace("'", "’") in found.replace("\n-", "") or "-" in found


@given(text=WORDS, data=st.data())
def test_the_marks_change_no_character(text, data):
    marks = []
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        marks.append(Marked(start, data.draw(st.integers(start + 1, len(text))), 1, True))
    plain = [[piece.text for piece in line.pieces] for _list, lines in marked_lines(text, []) for line in lines]
    cut = [[piece.text for piece in line.pieces] for _list, lines in marked_lines(text, marks) for line in lines]
    assert ["".join(line) for line in cut] == ["".join(line) for line in plain]
    assert "".join("".join("".join(line) for line in plain).split()) == on_screen(text)


def test_a_mark_that_runs_over_two_lines_is_marked_in_both_and_ends_once():
    start, end = TEXT.index("vite"), TEXT.index("3 jours")
    lines = [line for _list, group in marked_lines(TEXT, [Marked(start, end, 2, True)]) for line in group]
    marked = [[piece.text for piece in line.pieces if piece.is_marked] for line in lines]
    assert marked == [["vite\u00a0»\u202f!"], ["Un délai\u00a0: "], []]
    assert [piece.count for line in lines for piece in line.pieces if piece.count] == [2]


def test_a_clause_can_be_chosen_word_by_word():
    assert [word.text for word in words_in("- L'eau, l'air.")] == ["L", "'", "eau", ",", "l", "'", "air", "."]
