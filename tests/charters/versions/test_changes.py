"""What changed between two texts, and what a version is when some changes wait."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from charters.versions.changes import changes_between, leave_for_later, unmoved
from charters.versions.content import ClauseContent, Content, SectionContent, numbered

SECTIONS = ("V", "M")


def clause(code: str, text: str = "Words.", **words: object) -> ClauseContent:
    empty = {"note": "", "hr_job_description": "", "hr_mission_letter": "", "hr_interview": ""}
    lists = {"indicators": (), "audience": ("tous_agents",), "competences": ()}
    return ClauseContent(position=0, code=code, revision=1, title=f"Title {code}", text=text, **empty, **lists | words)


def content(preamble: str = "", **sections: list[ClauseContent]) -> Content:
    return Content(
        title="Charter",
        language="fr",
        preamble=preamble,
        scope="",
        competence_scale={},
        sections=numbered(
            SectionContent(0, code, "values", f"Section {code}", "", tuple(sections.get(code, ()))) for code in SECTIONS
        ),
    )


def told(changes) -> dict[str, str]:
    """Each changed clause, and what is said of it."""
    kinds = ("added", "removed", "moved", "reworded")
    return {change.code: " ".join(kind for kind in kinds if getattr(change, kind)) for change in changes.clauses}


def test_each_kind_of_change_is_told():
    before = content(V=[clause("V1"), clause("V2"), clause("V3"), clause("V4")], M=[clause("M1")])
    after = content(V=[clause("V4"), clause("V2", "Other words."), clause("V5"), clause("V3")], M=[])

    changes = changes_between(before, after)

    assert told(changes) == {"V4": "moved", "V1": "removed", "V2": "reworded", "V5": "added", "M1": "removed"}
    assert (changes.added, changes.removed, changes.modified, changes.unchanged) == (1, 2, 2, 1)


def test_a_clause_that_changes_section_says_from_where():
    before, after = content(V=[clause("V1")]), content(M=[clause("V1", "Other.")])

    (change,) = changes_between(before, after).clauses

    assert (change.moved, change.reworded, change.changes_section) == (True, True, True)
    assert (change.section_before.code, change.section.code) == ("V", "M")


def test_every_field_that_is_a_word_is_compared():
    was = clause("V1")
    others = {"text": "Other.", "note": "Note", "indicators": ("Fact",), "audience": ("encadrants",)}
    others |= {"hr_job_description": "a", "hr_mission_letter": "b", "hr_interview": "c", "competences": ("C1",)}
    becomes = replace(was, title="Other", **others)

    (change,) = changes_between(content(V=[was]), content(V=[becomes])).clauses

    assert {words.name for words in change.words} == {"title", *others}
    assert next(words.after for words in change.words if words.name == "indicators") == "- Fact"


def test_a_revision_whose_words_came_back_is_no_change():
    was = clause("V1")

    assert not changes_between(content(V=[was]), content(V=[replace(was, revision=3)]))


def test_what_surrounds_the_clauses_is_compared():
    before = content(preamble="We.", V=[clause("V1")])
    renamed = replace(before.sections[0], title="New title")
    after = replace(
        before,
        preamble="All of us.",
        competence_scale={"levels": [{"rank": 1, "label": "Beginner", "meaning": "Helps."}]},
        sections=(renamed, *before.sections[1:]),
    )

    changes = changes_between(before, after)

    assert [words.name for words in changes.charter] == ["preamble"]
    assert [words.name for words in changes.sections[0].words] == ["title"]
    assert changes.scale_changed
    assert not changes.clauses


def test_against_nothing_every_clause_is_new():
    changes = changes_between(None, content(preamble="We.", V=[clause("V1")], M=[clause("M1")]))

    assert told(changes) == {"V1": "added", "M1": "added"}
    assert [words.name for words in changes.charter] == ["title", "preamble"]
    assert not changes.sections


def test_what_waits_keeps_its_words_and_place_in_force():
    in_force = content(V=[clause("V1"), clause("V2"), clause("V3")], M=[clause("M1")])
    working = content(V=[clause("V2", "Other."), clause("V4"), clause("V1", "Other.")], M=[clause("V3"), clause("M1")])

    later = leave_for_later(working, ["V1", "V3", "V4"], in_force)

    assert [(c.code, c.text, c.position) for _, c in later.clauses] == [
        ("V1", "Words.", 1),
        ("V2", "Other.", 2),
        ("V3", "Words.", 3),
        ("M1", "Words.", 4),
    ]


def test_a_removal_that_waits_stays_as_in_force():
    in_force = content(V=[clause("V1"), clause("V2")])

    later = leave_for_later(content(V=[clause("V2", "Other.")]), ["V1"], in_force)

    assert told(changes_between(in_force, later)) == {"V2": "reworded"}


@st.composite
def texts(draw) -> Content:
    codes = draw(st.permutations(["V1", "V2", "V3", "V4", "V5", "V6"]))
    kept = draw(st.integers(0, 6))
    cut = draw(st.integers(0, kept))
    clauses = [clause(code, draw(st.sampled_from(["One.", "Two."]))) for code in codes[:kept]]
    return content(V=clauses[:cut], M=clauses[cut:])


@given(texts(), texts(), st.sets(st.sampled_from(["V1", "V2", "V3", "V4", "V5", "V6"])))
def test_leaving_changes_for_later_leaves_exactly_those(before, after, left_out):
    """Nothing is lost, nothing comes twice, and every other clause is as in the working text."""
    waiting = left_out & set(changes_between(before, after).codes)
    later = leave_for_later(after, waiting, before)

    was, now, found = ({c.code: (s.code, c.text) for s, c in text.clauses} for text in (before, after, later))
    expected = {code: place for code, place in now.items() if code not in waiting}
    expected |= {code: place for code, place in was.items() if code in waiting}
    assert found == expected
    assert later.clause_count == len(found)
    assert [c.position for _, c in later.clauses] == list(range(1, later.clause_count + 1))


@given(texts(), texts())
def test_leaving_everything_for_later_is_the_version_in_force(before, after):
    changes = changes_between(before, after)

    assert not changes_between(before, leave_for_later(after, changes.codes, before)).clauses


@given(texts(), texts())
def test_clauses_that_did_not_move_are_in_the_same_order(before, after):
    still = unmoved(before, after)
    for one, other in zip(before.sections, after.sections, strict=True):
        stay_before = [c.code for c in one.clauses if c.code in still]
        stay_after = [c.code for c in other.clauses if c.code in still]
        assert stay_before == stay_after


@given(texts())
def test_a_text_does_not_differ_from_itself(text):
    changes = changes_between(text, text)

    assert not changes
    assert changes.unchanged == text.clause_count


@given(texts(), texts())
def test_every_clause_is_counted_once(before, after):
    changes = changes_between(before, after)

    assert changes.added + changes.modified + changes.unchanged == after.clause_count
    assert changes.removed + changes.modified + changes.unchanged == before.clause_count
    assert len(changes.codes) == len(set(changes.codes))
