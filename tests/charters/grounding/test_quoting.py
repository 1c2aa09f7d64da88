"""The words of an entry that a clause may cite."""

import pytest

from charters.grounding.quoting import offered, passage_in, says_too_little, still_says, words_of
from feedback.models import Feedback
from feedback.projects.reading import with_all_it_says
from governance.plain_text import french
from tests.grounds_factories import LESSONS, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return with_all_it_says(Feedback.objects.all()).get(pk=told().pk)


def test_every_text_is_offered_sentence_by_sentence_and_each_item_whole(entry):
    found = dict(offered(entry))

    assert list(found) == [
        "What it teaches",
        "What helped",
        "What hindered",
        "How people cooperated",
        "What it was about",
    ]
    assert found["What it teaches"] == [
        LESSONS[0], LESSONS[1], "Write down who decides.", "Do it before you start.",
    ]  # fmt: skip
    assert found["What it was about"] == [
        "Four teams shared a playground.", "They asked the children first.", "They met on Tuesdays.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ask those who do the work", "Ask those who do the work"),
        ("  Ask\n those  who do the work ", "Ask those who do the work"),
        ("sk those who do the wor", "Ask those who do the work"),
        ("playground. They asked the children", "playground.\n\n- They asked the children"),
        ("One hour a week was given.", "One hour a week was given."),
        ("Nobody had written who decides.", "Nobody had written who decides."),
        ("minutes a month", "minutes a month"),
        ("ask those who do the work", None),
        ("Ask those who did the work", None),
        ("work first. Write down", None),
        ("- ", None),
        ("", None),
    ],
)
def test_what_is_pasted_is_found_and_kept_in_the_words_of_the_entry(entry, typed, kept):
    assert passage_in(entry, typed) == kept


def test_the_typography_of_the_screen_changes_nothing():
    text = "Est-ce qu'il reste 3 h : oui ! « Bien », dit l'agente."

    assert words_of(text, french(text)) == text
    assert words_of(text, "l’agente.") == "l'agente."


def test_a_corrected_entry_says_some_words_no_more(entry):
    assert still_says(entry, "")
    assert still_says(entry, LESSONS[0])
    entry.lessons = ["Ask others."]
    assert not still_says(entry, LESSONS[0])


def test_two_words_say_nothing_unless_they_are_a_sentence(entry):
    entry.lessons = ["Ask first.", "Say who decides and when."]

    assert says_too_little(entry, "who decides")
    assert not says_too_little(entry, "who decides and")
    assert not says_too_little(entry, "Ask first.")
