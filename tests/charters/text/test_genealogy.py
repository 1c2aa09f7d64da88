"""Who brought each word: the runs are the text, and a word belongs to the revision since which it never left."""
# ruff: noqa: E501 a table is read in rows

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charters.text.genealogy import Stage, genealogy
from tests.charters.text.test_redline import minimal_difference, texts, words_of

CUT = "Un binôme écoute les agents."
MOVED = "Le chef de projet prévient les services."


def of(*versions, **asked):
    """The genealogy of successive texts, what the proposals of the last one asked for being said by name."""
    last = len(versions)
    return genealogy(Stage(number, text, asked if number == last else {}) for number, text in enumerate(versions, 1))


def told(runs):
    return [(run.text.strip(), run.origin.revision, *run.origin.proposals) for run in runs]


@given(st.lists(texts | st.text(max_size=20), min_size=1, max_size=5))
def test_the_runs_are_the_text_to_the_character(versions):
    runs = of(*versions)
    assert "".join(run.text for run in runs) == versions[-1]
    assert all(run.text for run in runs)
    for run, following in zip(runs, runs[1:], strict=False):
        assert run.origin != following.origin


@st.composite
def lives(draw):
    """Texts of words that are all different, and what each word of the last one is known to come from."""
    fresh = (f"mot{number}" for number in range(10_000))
    known = [(next(fresh), 1) for _ in range(draw(st.integers(1, 12)))]
    written = [known.copy()]
    for revision in range(2, draw(st.integers(2, 5)) + 1):
        for _ in range(draw(st.integers(0, 4))):
            place = draw(st.integers(0, len(known)))
            if draw(st.booleans()):
                known.insert(place, (next(fresh), revision))
            else:
                del known[place : place + draw(st.integers(1, 4))]
        written.append(known.copy())
    marks = st.sampled_from([" ", ". ", ", ", " : ", "\n", "\n- ", " - "])
    return ["".join(word + draw(marks) for word, _revision in words) for words in written], known


@given(lives())
def test_a_word_belongs_to_the_revision_since_which_it_never_left(life):
    versions, known = life
    found = [(word, run.origin.revision) for run in of(*versions) for word in words_of(run.text)]
    assert found == known


@given(st.lists(texts, min_size=2, max_size=4))
def test_a_revision_brings_words_that_it_has_and_no_more_than_it_must(versions):
    brought = Counter()
    for run in of(*versions):
        words = words_of(run.text)
        brought[run.origin.revision] += len(words)
        assert not Counter(words) - Counter(words_of(versions[run.origin.revision - 1]))
    old, new = words_of(versions[-2]), words_of(versions[-1])
    assert brought[len(versions)] <= (minimal_difference(old, new) + len(new) - len(old)) // 2


CASES = {
    "the first words": (["Un mot."], [("Un mot.", 1)]),
    "a word replaced": (["Il peut venir.", "Il doit venir."], [("Il", 1), ("doit", 2), ("venir.", 1)]),
    "a word cut out and written again": (["Il vient tôt.", "Il vient.", "Il vient tôt."], [("Il vient", 1), ("tôt", 3), (".", 1)]),
    "an apostrophe is not the whole word": (["L'agent vient.", "L'élu vient."], [("L'", 1), ("élu", 2), ("vient.", 1)]),
    "a mark added": (["Il vient.", "Il vient, parle."], [("Il vient", 1), (", parle", 2), (".", 1)]),
    "spaces alone": (["Il vient.", "Il  vient."], [("Il  vient.", 1)]),
    "laid out as a list": (["Il écoute. Il parle.", "- Il écoute.\n- Il parle."], [("- Il écoute.\n- Il parle.", 1)]),
    "a paragraph added": (["Un. ", "Un.\n\nDeux."], [("Un.", 1), ("Deux.", 2)]),
    "a sentence moved": ([f"{CUT} {MOVED} Fin du texte.", f"{MOVED} {CUT} Fin du texte."], [(f"{MOVED} {CUT} Fin du texte.", 1)]),
    "an item moved, its end changed": (
        ["Il faut :\n- écouter tous les agents ;\n- prévenir les autres services.", "Il faut :\n- prévenir les autres services ;\n- écouter tous les agents."],
        [("Il faut :\n- prévenir les autres services", 1), (";", 2), ("- écouter tous les agents.", 1)],
    ),
    "a sentence written twice comes once from before": (
        [f"Un mot. {CUT}", f"{CUT} Un mot. {CUT}"], [(CUT, 2), (f"Un mot. {CUT}", 1)],
    ),
    "a few words are not a sentence that moved": (["Oui. Peut-être bien. Non.", "Non. Peut-être bien. Oui."], [("Non", 2), (". Peut-être bien.", 1), ("Oui", 2), (".", 1)]),
    "all is gone": (["Un mot.", ""], []),
    "all is new": (["Un.", "Deux."], [("Deux", 2), (".", 1)]),
}  # fmt: skip


@pytest.mark.parametrize(("versions", "expected"), CASES.values(), ids=CASES)
def test_where_words_come_from(versions, expected):
    assert told(of(*versions)) == expected


BASE = "Le chef peut décider seul du calendrier."


def test_the_proposal_that_asked_for_a_word_brought_it():
    merged = "Le chef doit décider avec l'équipe du calendrier."
    runs = of(BASE, merged, A=BASE.replace("peut", "doit"), B=BASE.replace("seul", "avec l'équipe"))
    assert told(runs) == [
        ("Le chef", 1), ("doit", 2, "A"), ("décider", 1), ("avec l'équipe", 2, "B"), ("du calendrier.", 1),
    ]  # fmt: skip


def test_words_that_two_asked_for_come_from_both():
    asked = BASE.replace("peut", "doit")
    assert told(of(BASE, asked, A=asked, B=asked.replace("seul ", ""))) == [
        ("Le chef", 1), ("doit", 2, "A", "B"), ("décider seul du calendrier.", 1),
    ]  # fmt: skip


def test_words_typed_by_whoever_merged_come_from_no_proposal():
    runs = of(BASE, BASE.replace("peut", "devrait"), A=BASE.replace("peut", "doit"))
    assert told(runs) == [("Le chef", 1), ("devrait", 2), ("décider seul du calendrier.", 1)]


def test_a_proposal_that_kept_a_word_did_not_bring_it():
    """It left "seul" as it was; another revision had removed it, and this one brings it back by itself."""
    without = BASE.replace("seul ", "")
    runs = genealogy([Stage(1, BASE), Stage(2, without), Stage(3, BASE, {"A": without.replace("peut", "doit")})])
    assert told(runs) == [("Le chef peut décider", 1), ("seul", 3), ("du calendrier.", 1)]


def test_a_new_clause_comes_from_what_proposed_it():
    assert told(of(BASE, A=BASE.replace(" seul", ""))) == [
        ("Le chef peut décider", 1, "A"), ("seul", 1), ("du calendrier.", 1, "A"),
    ]  # fmt: skip


def test_a_text_that_was_never_written_has_no_run():
    assert genealogy([]) == []
