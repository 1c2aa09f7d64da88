"""What is read in minutes: the sample one by one, the same workshop told in other habits, and nothing lost."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.workshops.minutes import MOST_STATEMENTS, SOMEONE, read_minutes
from feedback.workshops.minutes_files import text_of
from governance.refusals import Refused
from tests.feedback.workshops import other_habits as told

HABITS = {
    "the sample": lambda: told.SAMPLE,
    "markdown": lambda: text_of(told.markdown().encode(), "notes.md"),
    "numbered": lambda: text_of(told.numbered().encode(), "notes.txt"),
    "a pasted mail": told.mail,
    "windows": lambda: text_of(told.windows(), "NOTES.TXT"),
    "word": lambda: text_of(told.word(), "notes.docx"),
    "opendocument": lambda: text_of(told.opendocument(), "notes.odt"),
}


def listed(minutes):
    return [(each.kind, each.part, each.parent, each.said) for each in minutes.statements]


def test_the_sample_gives_its_twenty_six_statements_one_by_one():
    minutes = read_minutes(told.SAMPLE)

    assert len(minutes.statements) == 26
    for place, (read, expected) in enumerate(zip(listed(minutes), told.STATEMENTS, strict=True)):
        assert read == expected, place
    assert Counter(each.kind for each in minutes.statements) == {
        "idee": 14, "constat": 5, "question": 5, "enjeu": 1, "ressource": 1,
    }  # fmt: skip


def test_the_sample_gives_its_summary_as_a_paragraph_and_the_list_of_the_three_bricks():
    bricks = "\n".join(f"- {brick}" for brick in told.BRICKS)

    assert read_minutes(told.SAMPLE).summary == f"{told.LEAD}\n\n3 grandes briques\n{bricks}"


@pytest.mark.parametrize("habit", HABITS)
def test_minutes_of_other_habits_give_the_same_workshop(habit):
    minutes = read_minutes(HABITS[habit]())

    assert minutes.title.lower() == told.TITLE.lower()
    assert minutes.question == told.QUESTION
    assert minutes.summary.startswith(told.LEAD)
    assert [line[2:] for line in minutes.summary.split("\n") if line.startswith("- ")] == list(told.BRICKS)
    assert minutes.proposal == told.PROPOSAL
    assert listed(minutes) == told.STATEMENTS
    assert minutes.unplaced == ()


@pytest.mark.parametrize("habit", HABITS)
def test_nobody_s_name_is_kept(habit):
    minutes = read_minutes(HABITS[habit]())

    kept = "\n".join([minutes.kept, minutes.title, minutes.summary, minutes.proposal, *minutes.unplaced])
    for name in (*told.NAMES, "retiré", "camille@town.example", "06 00"):
        assert name not in kept


@pytest.mark.parametrize("habit", HABITS)
def test_what_is_kept_reads_the_same(habit):
    minutes = read_minutes(HABITS[habit]())
    again = read_minutes(minutes.kept)

    assert set(again.left_out) <= {SOMEONE}
    assert again.kept == minutes.kept
    for part in ("title", "held_on", "site", "question", "summary", "proposal", "statements", "unplaced"):
        assert getattr(again, part) == getattr(minutes, part)


def test_the_label_is_said_by_the_kind_and_the_words_keep_the_rest():
    statement = read_minutes("Discussion\n- Constat n° 2 : on se perd.\n- [Idée] un forum").statements

    assert [(each.kind, each.text, each.said) for each in statement] == [
        ("constat", "on se perd.", "Constat n° 2 : on se perd."),
        ("idee", "un forum", "[Idée] un forum"),
    ]


def test_headings_by_kind_give_their_kind():
    minutes = read_minutes(
        "Atelier\n\nConstats\n- trop de mails\nENJEUX :\n- être lus\nRessources\n- le guide\nIdées\n- rien"
    )

    assert [each.kind for each in minutes.statements] == ["constat", "enjeu", "ressource", "idee"]
    assert minutes.statements[-1].part == "a_creuser"


def test_the_day_and_the_place_are_read_where_they_are_said():
    minutes = read_minutes(told.markdown())

    assert (minutes.held_on, minutes.site) == (datetime.date(2024, 3, 12), "Maison des associations")
    assert read_minutes("Atelier du 1er février 2025\nQuestion : quoi ?").held_on == datetime.date(2025, 2, 1)


def test_a_word_cut_at_the_end_of_a_line_is_mended_and_a_compound_keeps_its_hyphen():
    text = "Discussion\n- la coopé-\nration est pratico-\npratique, peut-\nêtre ; demain, la sur-\ncharge"

    assert (
        read_minutes(text).statements[0].said == "la coopération est pratico-pratique, peut-être ; demain, la surcharge"
    )


def test_what_cannot_be_placed_is_shown():
    minutes = read_minutes("Atelier\nUne ligne de trop\n\n# Budget\n- dix euros\n\n# Discussion\n- on se parle")

    assert minutes.unplaced == ("Une ligne de trop", "Budget", "- dix euros")
    assert [each.said for each in minutes.statements] == ["on se parle"]


def test_what_follows_the_names_of_people_is_not_taken_for_a_name():
    text = "Atelier\n\nParticipants\nAda Bor\n\nDiscussion\n- un\n\n# Budget\n- dix euros\nA : bientôt"
    minutes = read_minutes(text)

    assert minutes.left_out == ("Ada Bor",)
    assert minutes.unplaced == ("# Budget", "- dix euros", "A : bientôt")
    assert minutes.kept == text.replace("Ada Bor", SOMEONE)


def test_very_deep_lists_stop_somewhere():
    text = "Discussion\n" + "\n".join(f"{'  ' * depth}- niveau {depth}" for depth in range(60))
    statements = read_minutes(text).statements

    depths: list[int] = []
    for each in statements:
        depths.append(0 if each.parent is None else depths[each.parent] + 1)
    assert (len(statements), max(depths)) == (60, 5)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no text"),
        (" \n\t\n", "no text"),
        ("a" * 200_001, "200001 characters"),
        ("Discussion\n- un\x00deux", "U+0000"),
        ("Discussion\n" + "- un\n" * (MOST_STATEMENTS + 1), "at most 400"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(text, why):
    with pytest.raises(Refused, match=why.replace("+", r"\+")):
        read_minutes(text)


# an "o" alone is a bullet of some word processors
WORDS = st.text(alphabet="abcdeéèouirst'", min_size=1, max_size=9).filter(lambda word: word != "o")
LINES = st.one_of(
    st.just(""),
    st.sampled_from(
        ["Question", "## Synthèse", "proposition :", "Échanges", "Idées à creuser", "# Budget", "Présents : Ada"]
    ),
    st.sampled_from(["Participants", "Cordialement,", "A : Ada", "Zoé Bor"]),
    st.builds(
        "{}{}".format, st.sampled_from(["", "- ", "  • ", "    * ", "> "]), st.lists(WORDS, min_size=1).map(" ".join)
    ),
)


@given(st.lists(LINES, min_size=1, max_size=40).map("\n".join))
def test_nothing_is_lost_nor_said_twice(text):
    """Every letter of the text is in one part of what was read, once."""
    try:
        minutes = read_minutes(text)
    except Refused:
        assert not any(letter.isalnum() for letter in text)
        return
    assert letters(all_that_was_read(minutes)) == letters(text)
    again = read_minutes(minutes.kept) if minutes.kept else minutes
    assert (again.statements, again.summary, again.unplaced) == (minutes.statements, minutes.summary, minutes.unplaced)


def all_that_was_read(minutes) -> str:
    read = [minutes.title, minutes.site, minutes.question, minutes.summary, minutes.proposal]
    read += [each.said for each in minutes.statements] + [*minutes.unplaced, *minutes.headings, *minutes.left_out]
    return "".join(read)


def letters(text: str) -> Counter[str]:
    return Counter(letter for letter in text if letter.isalnum())


@pytest.mark.parametrize(
    "text",
    [
        "Question\n" + "a" * 100_000 + "\nb",
        "Discussion\n- x" + "*" * 100_000 + "y",
        "Discussion\n- x" + " " * 100_000 + "y",
        "Discussion\n- one\n" + "ab-\n" * 20_000,
        "Discussion\n" + "a\n" * 40_000,
    ],
    ids=["one word", "signs", "spaces", "cut words", "short lines"],
)
def test_no_minutes_take_the_square_of_their_length_to_read(text):
    """Each held this test, and every other reader of the server, for minutes."""
    assert letters(all_that_was_read(read_minutes(text))) == letters(text)


def test_hindrances_and_levers_are_headings_of_what_was_said():
    read = read_minutes(
        "Atelier 3\n\nSYNTHESE\nUn parcours manque.\n\nFREINS\n- pas de temps\nLeviers :\n- le parrainage"
    )

    assert read.summary == "Un parcours manque."
    assert [each.said for each in read.statements] == ["pas de temps", "le parrainage"]


@pytest.mark.parametrize("said", ["**Enjeu** : le temps", "**Enjeu :** le temps", "_Enjeu_ : le temps"])
def test_a_label_in_bold_is_a_label(said):
    (told_there,) = read_minutes(f"Échanges\n- {said}").statements

    assert (told_there.kind, told_there.text, told_there.said) == ("enjeu", "le temps", said)


def test_a_sentence_about_the_workshop_is_not_its_title():
    read = read_minutes("Objet : TR: les réunions\n\nVoici mes notes de l'atelier.\n\nÉchanges\n- trop longues")

    assert read.title == "les réunions"
    assert read.unplaced == ("Voici mes notes de l'atelier.",)
