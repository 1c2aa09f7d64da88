"""Tracked changes: accept all, and it is the text of the one; refuse all, and it is the text of the other."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn

from charters.versions.content import numbered
from charters.versions.documents.tracked_file import write_tracked
from charters.versions.documents.word_file import write_docx
from tests.charters.versions.documents.contents import content, outline, revised
from tests.charters.versions.documents.revisions import accepted, paragraphs, refused


def tracked(before, after, language="fr"):
    """The two documents, and the one that leads from the first to the second."""
    with translation.override(language):
        old, new = outline(before, 1, "Un message."), outline(after, 2)
        return write_docx(old), write_docx(new), write_tracked(old, new)


def with_text(words, text):
    """The content with other words for its first clause."""
    first, *others = words.sections
    clauses = (replace(first.clauses[0], text=text), *first.clauses[1:])
    return replace(words, sections=(replace(first, clauses=clauses), *others))


@pytest.mark.parametrize("seed", range(40))
def test_accepted_or_refused_it_is_exactly_one_version_or_the_other(seed):
    chance = random.Random(seed)
    before = content(chance)
    after = revised(chance, before)
    old, new, changes = tracked(before, after, chance.choice(["fr", "en"]))

    assert accepted(changes) == paragraphs(new)
    assert refused(changes) == paragraphs(old)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Words added at the end of a paragraph that new paragraphs follow, of its kind and of another.
        ("Un début.", "Un début et sa fin.\nUne suite."),
        ("Un début.", "Un début et sa fin.\n- Un point.\n- Un autre."),
        ("Un début.", "Un début et sa fin.\nUne suite.\n- Un point."),
        # The same, gone.
        ("Un début et sa fin.\nUne suite.\nEncore.", "Un début."),
        ("Un début et sa fin.\n- Un point.", "Un début."),
        # The end of one and the beginning of the next.
        ("Un début pour rester\nune suite aussi", "Un début pour rester ici\nVraiment une suite aussi"),
        # Cut, joined, made a list.
        ("Un début. Une suite.", "Un début.\nUne suite."),
        ("Un début.\nUne suite.", "Un début. Une suite."),
        ("Un début.\nUne suite.", "- Un début.\n- Une suite."),
        ("Un début assez long.\n- qui", "Un.\nPuis un début\nassez long.\n- qui"),
        ("Un début.", "Tout autre chose, sans aucun rapport avec ce qui était."),
    ],
)  # fmt: skip
def test_changes_that_meet_are_told_apart(before, after):
    words = content(random.Random(7))
    old, new, changes = tracked(with_text(words, before), with_text(words, after))

    assert accepted(changes) == paragraphs(new)
    assert refused(changes) == paragraphs(old)
    assert_no_two_meet(changes)


@pytest.mark.parametrize("seed", range(40, 80))
def test_no_two_changes_ever_meet_over_an_end_that_stays(seed):
    chance = random.Random(seed)
    before = content(chance)
    assert_no_two_meet(tracked(before, revised(chance, before))[2])


def assert_no_two_meet(changes):
    """Where the end of a paragraph stays, what ends it and what begins the next are not both gone, nor both new."""
    last, end = None, True
    for paragraph in docx.Document(io.BytesIO(changes)).element.body.findall(qn("w:p")):
        pieces = [child.tag for child in paragraph if child.tag != qn("w:pPr")]
        if not pieces:
            continue
        assert not (end and last == pieces[0] and last in (qn("w:ins"), qn("w:del")))
        mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        last, end = pieces[-1], mark is None or not len(mark)


def test_a_changed_word_is_a_change_of_that_word():
    words = content(random.Random(3))
    changes = tracked(with_text(words, "Nous répondons vite."), with_text(words, "Nous répondons très vite."))[2]
    body = docx.Document(io.BytesIO(changes)).element.body
    inserted = ["".join(text.text for text in change.iter(qn("w:t"))) for change in body.iter(qn("w:ins"))]

    assert "très " in inserted
    assert "Nous répondons très vite." not in inserted


def test_what_moved_goes_here_and_comes_there():
    words = content(random.Random(5))
    first, *others = words.sections
    moved = numbered([replace(first, clauses=(*first.clauses[1:], first.clauses[0])), *others])
    old, new, changes = tracked(words, replace(words, sections=moved))
    text = first.clauses[0].title.replace("'", "’")

    assert [words for _style, words in accepted(changes)].count(f"V0 {text}") == 1
    assert accepted(changes) == paragraphs(new)
    assert refused(changes) == paragraphs(old)


def test_changes_are_signed_by_the_version_on_the_day_of_its_validation():
    words = content(random.Random(3))
    changes = tracked(with_text(words, "Un."), with_text(words, "Deux."), "en")[2]
    body = docx.Document(io.BytesIO(changes)).element.body
    marks = list(body.iter(qn("w:ins"), qn("w:del")))

    authors = {(mark.tag, mark.get(qn("w:author"))) for mark in marks}
    assert authors == {(qn("w:ins"), "Version 2"), (qn("w:del"), "Version 2, removed")}
    assert {mark.get(qn("w:date")) for mark in marks} == {"2026-01-02T08:30:00Z"}
    numbers = [mark.get(qn("w:id")) for mark in marks]
    assert len(set(numbers)) == len(numbers)


def test_the_same_two_versions_give_the_same_file():
    words = content(random.Random(3))
    after = revised(random.Random(4), words)

    assert tracked(words, after)[2] == tracked(words, after)[2]


def test_a_passage_of_two_thousand_lines_is_compared_in_time():
    words = content(random.Random(3))
    before = "\n".join(f"ligne {n}" for n in range(2000))
    after = "\n".join(f"rang {n}" for n in range(2000))
    old, new, changes = tracked(with_text(words, before), with_text(words, after))

    assert accepted(changes) == paragraphs(new)
    assert refused(changes) == paragraphs(old)
