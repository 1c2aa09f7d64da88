"""For each of the ten rules that a schema cannot express, files that break it and nothing else."""

import pytest


def reply(content, code, **values):
    next(comment for comment in content["comments"] if comment["code"] == code).update(values)


SPOILED = {
    # 1. A code is used once.
    "1 a department twice": (
        lambda c: c["organization"]["directions"].append(
            {"code": "DGS", "name": "Double", "pole": "Direction générale", "headcount": 0}
        ),
        [("organization", "directions", 15, "code")],
        "used once",
    ),
    "1 a clause code in two sections": (
        lambda c: c["charter"]["sections"][4]["clauses"].append(
            {**c["charter"]["sections"][4]["clauses"][0], "code": "V6"}
        ),
        [("charter", "sections", 4, "clauses", 7, "code")],
        'found "V6"',
    ),
    "1 a section twice": (
        lambda c: c["charter"]["sections"][4].update(code="G"),
        [("charter", "sections", 4, "code"), ("amendments", 4, "section"), ("amendments", 8, "section")],
        "used once",
    ),
    "1 a decision twice": (
        lambda c: c["decisions"][3].update(code="DEC-2026-01"),
        [("decisions", 3, "code")],
        "used once",
    ),
    "1 an acronym twice": (
        lambda c: c["committees"][4].update(acronym="CODIR"),
        [("committees", 4, "acronym")],
        'found "CODIR"',
    ),
    # 2. Every reference resolves.
    "2 a clause's competence": (
        lambda c: c["charter"]["sections"][0]["clauses"][0].update(competencies=["C99"]),
        [("charter", "sections", 0, "clauses", 0, "competencies", 0)],
        'found "C99"; expected a code of the list competencies',
    ),
    "2 a department of a feedback entry": (
        lambda c: c["project_feedback"][0]["directions"].append("DXX"),
        [("project_feedback", 0, "directions", 4)],
        "the list directions",
    ),
    "2 a way of cooperating": (
        lambda c: c["project_feedback"][1].update(cooperation_modes=["telepathie"]),
        [("project_feedback", 1, "cooperation_modes", 0)],
        "the list cooperation_modes",
    ),
    "2 a hindrance under the levers": (
        lambda c: c["project_feedback"][1]["helped"][0].update(type="distance"),
        [("project_feedback", 1, "helped", 0, "type")],
        "the list lever_types",
    ),
    "2 a lever under the hindrances": (
        lambda c: c["project_feedback"][1]["hindered"][0].update(type="but_commun"),
        [("project_feedback", 1, "hindered", 0, "type")],
        "the list obstacle_types",
    ),
    "2 a stakeholder": (
        lambda c: c["project_feedback"][1].update(external_stakeholders=["SH-99"]),
        [("project_feedback", 1, "external_stakeholders", 0)],
        "the list stakeholders",
    ),
    "2 a clause supported": (
        lambda c: c["project_feedback"][1].update(supports_clauses=["Z9"]),
        [("project_feedback", 1, "supports_clauses", 0)],
        "the list clauses",
    ),
    "2 a tool": (
        lambda c: c["project_feedback"][1].update(tools=["T99"]),
        [("project_feedback", 1, "tools", 0)],
        "the list tools",
    ),
    "2 a committee": (
        lambda c: c["decisions"][1].update(committee="INST-99"),
        [("decisions", 1, "committee")],
        "the list committees",
    ),
    "2 a stakeholder's department": (
        lambda c: c["stakeholders"][1].update(directions=["DXX"]),
        [("stakeholders", 1, "directions", 0)],
        "the list directions",
    ),
    "2 the target of a proposal": (
        lambda c: c["amendments"][0].update(target_clause="Z9"),
        [("amendments", 0, "target_clause")],
        "the list clauses",
    ),
    "2 the section of a proposal": (
        lambda c: c["amendments"][1].update(section="Z"),
        [("amendments", 1, "section")],
        "the list sections",
    ),
    "2 the feedback behind a proposal": (
        lambda c: c["amendments"][1].update(supporting_feedback=["REX-99"]),
        [("amendments", 1, "supporting_feedback", 0)],
        "the list project_feedback",
    ),
    "2 the department of an author": (
        lambda c: c["comments"][1]["author"].update(direction="DXX"),
        [("comments", 1, "author", "direction")],
        "the list directions",
    ),
    "2 the target of a comment": (
        lambda c: reply(c, "CO-24", target="REX-99"),
        [("comments", 23, "target")],
        "the list project_feedback",
    ),
    "2 a comment on a proposal named like a feedback entry": (
        lambda c: reply(c, "CO-25", target="REX-09"),
        [("comments", 24, "target")],
        "the list amendments",
    ),
    "2 a comment that answers nothing": (
        lambda c: reply(c, "CO-03", reply_to="CO-99"),
        [("comments", 2, "reply_to")],
        "the list comments",
    ),
    "2 a department that commits": (
        lambda c: c["adhesions"][0].update(direction="DXX"),
        [("adhesions", 0, "direction")],
        "the list directions",
    ),
    "2 a clause committed to": (
        lambda c: c["adhesions"][0]["commitments"].__setitem__(0, "Z9"),
        [("adhesions", 0, "commitments", 0)],
        "the list clauses",
    ),
    # 3. Five kinds, five places.
    "3 a kind twice": (
        lambda c: c["charter"]["sections"][2].update(kind="values"),
        [("charter", "sections", 2, "kind")],
        'not used yet: "hr_tools"',
    ),
    "3 a place twice": (
        lambda c: c["charter"]["sections"][2].update(order=5),
        [("charter", "sections", 4, "order")],
        "not used yet: 3",
    ),
    # 4. Counts add up.
    "4 the organisation's headcount": (
        lambda c: c["organization"].update(headcount=1181),
        [("organization", "headcount")],
        "expected 1180, the sum of the departments",
    ),
    "4 a department's headcount": (
        lambda c: c["organization"]["directions"][1]["headcount_by_category"].update(A=13),
        [("organization", "directions", 1, "headcount")],
        "expected 32, the sum of its categories",
    ),
    "4 a level of the scale": (
        lambda c: c["competency_scale"][2].update(level=4),
        [("competency_scale", 2, "level")],
        "levels 1 to 4, in this order",
    ),
    "4 a level of participation": (
        lambda c: c["participation_levels"][2].update(code="informer"),
        [("participation_levels", 2, "code")],
        "used once",
    ),
    # 5. Periods and steps.
    "5 a period that ends before it starts": (
        lambda c: c["project_feedback"][2].update(period={"start": "2026-05", "end": "2026-04"}),
        [("project_feedback", 2, "period", "end")],
        "not before 2026-05",
    ),
    "5 a step that ends before it starts": (
        lambda c: c["deployment_plan"][2].update(period="2026-09 à 2026-08"),
        [("deployment_plan", 2, "period")],
        "not before 2026-09",
    ),
    "5 a gap in the steps": (
        lambda c: c["deployment_plan"][7].update(order=9),
        [("deployment_plan", 7, "order")],
        "from 1 to 8",
    ),
    "5 a step twice": (
        lambda c: c["deployment_plan"][7].update(order=7),
        [("deployment_plan", 7, "order")],
        "each number once",
    ),
    # 6. Days in order.
    "6 a review on the day of the decision": (
        lambda c: c["decisions"][0].update(review_on="2026-06-09"),
        [("decisions", 0, "review_on")],
        "a day after the decision (2026-06-09)",
    ),
    "6 a discussion after the signature": (
        lambda c: c["adhesions"][0].update(team_discussion_date="2026-11-06"),
        [("adhesions", 0, "team_discussion_date")],
        "not after the signature",
    ),
    "6 a reply before what it answers": (
        lambda c: reply(c, "CO-03", posted_on="2026-09-10"),
        [("comments", 2, "posted_on")],
        "not before the comment it answers (2026-09-11)",
    ),
    # 7. Proposals agree with the text.
    "7 a section that is not the clause's": (
        lambda c: c["amendments"][0].update(section="V"),
        [("amendments", 0, "section")],
        'expected "M", the section of clause M3',
    ),
    "7 a target for a new clause": (
        lambda c: c["amendments"][1].update(target_clause="M1"),
        [("amendments", 1, "target_clause")],
        'because of kind: "ajout"',
    ),
    "7 a new wording without target": (
        lambda c: c["amendments"][0].update(target_clause=None),
        [("amendments", 0, "target_clause")],
        'because of kind: "modification"',
    ),
    "7 a text for a removal": (
        lambda c: c["amendments"][3].update(proposed_text="Rien."),
        [("amendments", 3, "proposed_text")],
        'expected an empty text (because of kind: "suppression")',
    ),
    "7 a decision without answer": (
        lambda c: c["amendments"][0].update(response=""),
        [("amendments", 0, "response")],
        'because of status: "retenu_partiellement"',
    ),
    # 8. Replies.
    "8 a reply about something else": (
        lambda c: reply(c, "CO-03", target="V2"),
        [("comments", 2, "target")],
        "like the comment it answers",
    ),
    "8 an answer that answers nothing": (
        lambda c: reply(c, "CO-03", reply_to=None),
        [("comments", 2, "reply_to")],
        "answers one",
    ),
    "8 a comment that answers itself": (
        lambda c: reply(c, "CO-01", reply_to="CO-01"),
        [("comments", 0, "reply_to")],
        "does not answer, in the end, this one",
    ),
    "8 two comments that answer each other": (
        lambda c: reply(c, "CO-02", reply_to="CO-03", posted_on="2026-09-14"),
        [("comments", 1, "reply_to")],
        "does not answer, in the end, this one",
    ),
    # 9. Commitments.
    "9 a department that commits twice": (
        lambda c: c["adhesions"][1].update(direction="DSIN"),
        [("adhesions", 1, "direction")],
        "has not committed to version 1.0 yet",
    ),
    "9 a signature without date": (
        lambda c: c["adhesions"][0].update(date=None),
        [("adhesions", 0, "date")],
        'because of status: "signee"',
    ),
    "9 a signature without clause": (
        lambda c: c["adhesions"][0].update(commitments=[]),
        [("adhesions", 0, "commitments")],
        "at least 1 entry",
    ),
    "9 a date before the signature": (
        lambda c: c["adhesions"][3].update(date="2026-12-09"),
        [("adhesions", 3, "date")],
        'expected null (because of status: "en_discussion")',
    ),
    # 10. Real days.
    "10 the thirtieth of February": (
        lambda c: c["amendments"][0].update(submitted_on="2026-02-30"),
        [("amendments", 0, "submitted_on")],
        'found "2026-02-30"; expected a day that exists in the calendar, from 1900 to 2199',
    ),
    "10 the twenty-ninth of February of a common year": (
        lambda c: c["decisions"][0].update(review_on="2027-02-29"),
        [("decisions", 0, "review_on")],
        "exists in the calendar",
    ),
    "10 month 13": (
        lambda c: c["comments"][0].update(posted_on="2026-13-01"),
        [("comments", 0, "posted_on")],
        "expected a day",
    ),
}


@pytest.mark.parametrize("case", SPOILED)
def test_each_rule_refuses_what_breaks_it_and_says_where(case, spoil):
    change, paths, words = SPOILED[case]

    problems = spoil(change)

    assert [problem.path for problem in problems] == paths
    assert any(words in str(problem) for problem in problems)


def test_every_rule_of_the_notice_is_tried():
    assert {case.split()[0] for case in SPOILED} == {str(number) for number in range(1, 11)}
