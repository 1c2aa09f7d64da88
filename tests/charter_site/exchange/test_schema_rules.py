"""What the schema refuses is said with the key, the value found and what was expected."""

import pytest


def first(content, key):
    return content[key][0]


def clause(content):
    return content["charter"]["sections"][1]["clauses"][2]


CLAUSE = ("charter", "sections", 1, "clauses", 2)

SPOILED = {
    "a missing key": (
        lambda c: c["charter"].pop("scope"),
        ("charter", "scope"),
        "found nothing; expected this key",
    ),
    "an unknown key": (
        lambda c: first(c, "tools").update(colour="red"),
        ("tools", 0, "colour"),
        "only the keys of the format, which are here: accessibility_note,",
    ),
    "a number for a text": (
        lambda c: c["charter"].update(title=12),
        ("charter", "title"),
        "found 12; expected a text",
    ),
    "a text for a number": (
        lambda c: c["organization"].update(headcount="1180"),
        ("organization", "headcount"),
        'found "1180"; expected a whole number',
    ),
    "true for a number": (
        lambda c: first(c, "amendments").update(supports_count=True),
        ("amendments", 0, "supports_count"),
        "found true; expected a whole number",
    ),
    "a list for an object": (
        lambda c: c.update(charter=[]),
        ("charter",),
        "found a list of 0 entries; expected an object",
    ),
    "a word out of a closed list": (
        lambda c: first(c, "stakeholders").update(influence="immense"),
        ("stakeholders", 0, "influence"),
        'found "immense"; expected one of: "faible", "moyenne", "forte"',
    ),
    "another version": (
        lambda c: c["meta"].update(schema_version="2.0"),
        ("meta", "schema_version"),
        'found "2.0"; expected one of: "1.0", "1.1"',
    ),
    "a text of 200,000 characters": (
        lambda c: clause(c).update(text="x" * 200_000),
        (*CLAUSE, "text"),
        "found a text of 200000 characters; expected at most 4000 characters",
    ),
    "an empty text": (
        lambda c: clause(c).update(text=""),
        (*CLAUSE, "text"),
        "expected a text that is not empty",
    ),
    "a NUL in a text": (
        lambda c: clause(c).update(text="one\x00two"),
        (*CLAUSE, "text"),
        "found the character \\u0000; expected plain text, without invisible character",
    ),
    "a line feed in a title": (
        lambda c: clause(c).update(title="one\ntwo"),
        (*CLAUSE, "title"),
        "expected one line of plain text, without invisible character",
    ),
    "a tab in a text": (
        lambda c: clause(c).update(note="one\ttwo"),
        (*CLAUSE, "note"),
        "found the character \\t",
    ),
    "a text that would be read backwards": (
        lambda c: clause(c).update(note="one \u202etwo"),
        (*CLAUSE, "note"),
        "found the character U+202E",
    ),
    "spaces for a text": (
        lambda c: clause(c).update(text=" \n "),
        (*CLAUSE, "text"),
        "a text that is not empty",
    ),
    "a code of another shape": (
        lambda c: first(c, "committees").update(code="codir"),
        ("committees", 0, "code"),
        "capital letters and a number, such as REX-01",
    ),
    "a line feed after a code": (
        lambda c: c["charter"].update(slug="charte\n"),
        ("charter", "slug"),
        "small letters without accent",
    ),
    "month 13": (
        lambda c: first(c, "project_feedback")["period"].update(end="2026-13"),
        ("project_feedback", 0, "period", "end"),
        'found "2026-13"; expected a month such as 2026-03',
    ),
    "a period of another shape": (
        lambda c: first(c, "deployment_plan").update(period="juin 2026"),
        ("deployment_plan", 0, "period"),
        "a month or two",
    ),
    "a level missing": (
        lambda c: c["competency_scale"].pop(),
        ("competency_scale",),
        "found a list of 3 entries; expected exactly 4 entries",
    ),
    "four commitments": (
        lambda c: first(c, "adhesions").update(commitments=["V1", "V2", "V3", "V4"]),
        ("adhesions", 0, "commitments"),
        "at most 3 entries",
    ),
    "a code twice in one list": (
        lambda c: first(c, "tools").update() or first(c, "stakeholders")["directions"].append("DGS"),
        ("stakeholders", 0, "directions", 4),
        'found "DGS"; expected each entry once in its list',
    ),
    "a count below zero": (
        lambda c: first(c, "amendments").update(supports_count=-1),
        ("amendments", 0, "supports_count"),
        "0 or more",
    ),
    "a number too large": (
        lambda c: first(c, "amendments").update(supports_count=10**30),
        ("amendments", 0, "supports_count"),
        "1000000 or less",
    ),
    "an anonymous author in 1.0": (
        lambda c: first(c, "amendments").update(author=None),
        ("amendments", 0, "author"),
        "found null; expected an object",
    ),
    "a move in 1.0": (
        lambda c: first(c, "amendments").update(kind="deplacement"),
        ("amendments", 0, "kind"),
        'one of: "ajout", "modification", "suppression", "fusion"',
    ),
}


@pytest.mark.parametrize("case", SPOILED)
def test_what_the_schema_refuses_is_said_in_a_sentence(case, spoil):
    change, path, words = SPOILED[case]

    problems = spoil(change)

    assert [problem.path for problem in problems] == [path]
    assert words in str(problems[0])
