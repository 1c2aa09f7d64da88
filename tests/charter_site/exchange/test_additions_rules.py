"""What version 1.1 adds is judged like the rest: with its line, its key, and what was expected."""

import json

import pytest

from .conftest import SAMPLE, as_file, problems_of

PSEUDONYM = "00000000-0000-4000-8000-000000000001"
MEMBER = {
    "pseudonym": PSEUDONYM,
    "name": "Someone",
    "email": "someone@town.example",
    "function": "",
    "direction": "DRH",
    "category": None,
    "is_manager": False,
    "is_field_staff": False,
    "roles": [],
}
ROLE = {"role": "hr", "granted_at": "2026-03-31T09:30:00+00:00"}
REVISION = {"revision": 1, "made_at": "2026-03-31T09:30:00+00:00", "by": None, "reason": "A start"}


def revised(content, **changes):
    """The charter with one revision that says what it says, but for the changes."""
    charter = content["charter"]
    words = {key: charter[key] for key in ("title", "preamble", "scope")}
    charter["revisions"] = [REVISION | words | changes]


SPOILED = {
    "a revision out of its place": (
        lambda c: revised(c, revision=2),
        ("charter", "revisions", 0, "revision"),
        "found 2; expected 1: revisions are numbered from 1",
    ),
    "a text that its last revision does not say": (
        lambda c: revised(c, scope="Everyone."),
        ("charter", "scope"),
        'expected what the last revision says: "Everyone."',
    ),
    "a moment that does not exist": (
        lambda c: revised(c, made_at="2026-02-30T09:30:00+00:00"),
        ("charter", "revisions", 0, "made_at"),
        "exists in the calendar",
    ),
    "a moment without its offset": (
        lambda c: revised(c, made_at="2026-02-28T09:30:00"),
        ("charter", "revisions", 0, "made_at"),
        "a day and a time such as",
    ),
    "a move that leads nowhere": (
        lambda c: c["amendments"][0].update(kind="deplacement", proposed_text=""),
        ("amendments", 0, "destination"),
        'found nothing; expected this key (because of kind: "deplacement")',
    ),
    "a move behind a clause that does not exist": (
        lambda c: c["amendments"][0].update(
            kind="deplacement", proposed_text="", destination={"section": "V", "after": "Z9"}
        ),
        ("amendments", 0, "destination", "after"),
        "a code of the list clauses",
    ),
    "a merge with a clause that does not exist": (
        lambda c: c["amendments"][9].update(other_clauses=["Z9"]),
        ("amendments", 9, "other_clauses", 0),
        "a code of the list clauses",
    ),
    "an answer out of scope without a reason": (
        lambda c: c["amendments"][10].update(status="hors_champ"),
        ("amendments", 10, "response"),
        'because of status: "hors_champ"',
    ),
    "a revision made by a proposal that was declined": (
        lambda c: c["amendments"][3].update(integrated_revision=2),
        ("amendments", 3, "integrated_revision"),
        "nothing, since the proposal was not taken up",
    ),
    "a proposal joined to itself": (
        lambda c: c["amendments"][3].update(duplicate_of="AM-004"),
        ("amendments", 3, "duplicate_of"),
        "another proposal",
    ),
    "a moment of an answer not given": (
        lambda c: c["amendments"][11].update(answered_at="2026-03-31T09:30:00+00:00"),
        ("amendments", 11, "answered_at"),
        "still waits for its answer",
    ),
    "an author who is not a member": (
        lambda c: c["comments"][0]["author"].update(member=PSEUDONYM),
        ("comments", 0, "author", "member"),
        "a code of the list members",
    ),
    "two accounts at one address": (
        lambda c: c.update(members=[MEMBER, MEMBER | {"pseudonym": PSEUDONYM[:-1] + "2"}]),
        ("members", 1, "email"),
        "used once",
    ),
    "a role given to oneself": (
        lambda c: c.update(members=[MEMBER | {"roles": [ROLE | {"granted_by": PSEUDONYM}]}]),
        ("members", 0, "roles", 0, "granted_by"),
        "someone else",
    ),
    "a department head without a department": (
        lambda c: c.update(members=[MEMBER | {"roles": [ROLE | {"role": "department_head"}]}]),
        ("members", 0, "roles", 0, "direction"),
        "the code of a department",
    ),
    "a member of no department": (
        lambda c: c.update(members=[MEMBER | {"direction": "DXX"}]),
        ("members", 0, "direction"),
        "a code of the list directions",
    ),
}


@pytest.mark.parametrize("case", SPOILED)
def test_what_1_1_adds_is_judged(case):
    change, path, words = SPOILED[case]
    content = json.loads(SAMPLE)
    content["meta"]["schema_version"] = "1.1"
    change(content)

    (problem,) = problems_of(as_file(content))

    assert problem.path == path
    assert words in str(problem)


def test_an_organisation_being_set_up_is_a_sound_file():
    content = json.loads(SAMPLE)
    content["meta"]["schema_version"] = "1.1"
    content["organization"] |= {"headcount": 0, "directions": []}
    for key, value in content.items():
        if isinstance(value, list):
            content[key] = []
    for section in content["charter"]["sections"]:
        section["clauses"] = []

    assert problems_of(as_file(content)) == []
