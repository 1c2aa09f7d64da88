"""Commitments, their follow-up, the plan and its proofs, and reviews go into a file and come back the same."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.utils import translation

from charter_site.exchange.checking import check
from charter_site.exchange.exporting import tell, written
from charter_site.exchange.importing import store
from charter_site.exchange.left_out import left_out
from charters.commitments import committing, following, planning, reviewing
from charters.models import Charter, Commitment, RolloutAction, YearlyReview
from charters.versions import deciding
from governance.models import Committee, Department, Member, Role
from governance.people import roles
from tests import circuit
from tests.charters.commitments.promising import day

from .conftest import SAMPLE, as_file, forgotten, problems_of

pytestmark = pytest.mark.django_db


def live() -> None:
    """A version in force, a head who signs then completes and tells, a plan that moves, a review."""
    store(check(SAMPLE), source="a file")
    department = Department.objects.get(code="DUHM")
    people = {
        name: Member.objects.create_member(
            f"{name}@town.example", "a password for tests", name=name, function="Directrice", department=department,
        )
        for name in ("head", "facilitator", "executive")
    }  # fmt: skip
    for name in ("facilitator", "executive"):
        roles.grant(people[name], getattr(Role, name.upper()), by=None, reason="For a test")
    roles.grant(people["head"], Role.DEPARTMENT_HEAD, by=None, reason="For a test", department=department)
    charter, facilitator = Charter.objects.get(), people["facilitator"]
    version = circuit.submit(charter, by=facilitator)
    circuit.hear_everyone(version, by=facilitator)
    deciding.validate(version, by=people["executive"], seen_hash=version.content_hash)
    charter.refresh_from_db()
    by = {"charter": charter, "by": people["head"], "label": "1.0"}
    committing.commit(
        department, seen=1, status="signee", discussed_on=day(-3), promises=[("M1", "We answer.")],
        hours=Decimal("2.5"), period="week", stops="A report.", seen_hash=version.content_hash, **by,
    )  # fmt: skip
    more = {"status": "signee", "promises": [("M2", "We meet.")], "seen_hash": version.content_hash}
    committing.complete(department, seen=2, **more, **by)
    told = {"seen_word": 3, "state": "kept", "reason": "Seen.", "hours": Decimal(1), "period": "month"}
    following.follow_up(department, code="M1", seen=0, **by, **told)
    following.follow_up(department, code="M1", seen=1, **by, **(told | {"state": "not_kept", "hours": None}))
    first, second, third = RolloutAction.objects.order_by("position")[:3]
    planning.move_action(
        first,
        by=facilitator,
        seen=1,
        state="done",
        done_on=day(-1),
        proof="Minutes.",
        proof_address="https://town.example/",
    )
    planning.move_action(second, by=facilitator, seen=1, state="given_up", reason="Nobody came.")
    words = {"department": department, "due_on": day(40)}
    planning.revise_action(third, by=facilitator, seen=1, words=words, reason="Later.")
    reviewing.record_review(
        charter, by=facilitator, seen=0, held_on=day(0), findings="It holds.", changes="", next_on=day(365),
        committee=Committee.objects.first(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def file(django_db_setup, django_db_blocker) -> bytes:
    with django_db_blocker.unblock(), translation.override("en"), forgotten():
        live()
        assert left_out()["former states of rollout actions"] == 3
        return written(tell())


def test_the_file_comes_back_the_same(file):
    with forgotten():
        store(check(file), source="a file")
        assert written(tell()) == file


def test_what_was_signed_completed_and_told_is_there_word_for_word(file):
    store(check(file), source="a file")

    words = Commitment.objects.filter(department__code="DUHM").order_by("sequence")
    assert [word.status for word in words] == ["en_discussion", "signee", "signee"]
    last = words[2]
    assert last.promised == [("M1", "We answer."), ("M2", "We meet.")]
    assert (last.hours_freed, last.hours_period, last.stops) == (Decimal("2.5"), "week", "A report.")
    assert last.version == Charter.objects.get().version_in_force
    assert last.recorded_by == Member.objects.get(name="head").pseudonym
    told = Charter.objects.get().follow_ups.order_by("number")
    assert [(one.clause_code, one.number, one.state, one.hours_freed) for one in told] == [
        ("M1", 1, "kept", 1), ("M1", 2, "not_kept", None),
    ]  # fmt: skip
    done, given_up, put_off = RolloutAction.objects.order_by("position")[:3]
    assert (done.state, done.proof, done.proof_address) == ("done", "Minutes.", "https://town.example/")
    assert given_up.given_up_because == "Nobody came."
    assert (put_off.department.code, put_off.due_on) == ("DUHM", day(40))
    review = YearlyReview.objects.get()
    assert (review.findings, review.committee, review.looked_at["promises"]) == (
        "It holds.", Committee.objects.first(), 11,
    )  # fmt: skip


def spoil(content, path, value):
    *way, last = path
    for step in way:
        content = content[step]
    content[last] = value


SPOILED = {
    "more promises than clauses": (("adhesions", "DUHM", "promises"), ["One."], "found 1; expected 2"),
    "a submission that is not there": (("adhesions", "DUHM", "submission"), 9, "a submission of the list"),
    "a former clause that is not there": (
        ("adhesions", "DUHM", "former", 1, "commitments"), ["Z9"], "a code of the list clauses",
    ),
    "a follow-up of nothing": (("adhesions", "DUHM", "follow_ups", 0, "clause"), "Z9", "a code of the list clauses"),
    "a state that does not exist": (("adhesions", "DUHM", "follow_ups", 0, "state"), "perhaps", "one of"),
    "fewer hours than none": (("adhesions", "DUHM", "time_freed", "hours"), -1, "0 or more"),
    "a number with a zero before it": (("adhesions", "DUHM", "version"), "01.0", "without a zero before"),
    "more hours than one can free": (
        ("adhesions", "DUHM", "time_freed", "hours"), 1000.5, "at most 1,000 hours a week",
    ),
    "more hours told than one can free": (
        ("adhesions", "DUHM", "follow_ups", 0, "time_freed", "hours"), 5001, "at most 5,000 hours a month",
    ),
    "more hours before than one can free": (
        ("adhesions", "DUHM", "former", 1, "time_freed", "hours"), 1001, "at most 1,000 hours a week",
    ),
    "done on no day": (("deployment_plan", 3, "state"), "done", "a day when the action is done"),
    "done without a proof": (("deployment_plan", 0, "proof"), "", None),
    "an address that is none": (("deployment_plan", 0, "proof_address"), "javascript:alert(1)", "http or https"),
    "given up for no reason": (("deployment_plan", 3, "state"), "given_up", "a reason when"),
    "a department that is not there": (("deployment_plan", 2, "direction"), "DXX", "a code of the list directions"),
    "a review before itself": (("yearly_reviews", 0, "next_on"), "2020-01-01", "a day after the review"),
    "a committee that is not there": (("yearly_reviews", 0, "committee"), "XX-99", "a code of the list committees"),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILED)
def test_what_does_not_agree_is_said(case, file):
    path, value, sentence = SPOILED[case]
    content = json.loads(file)
    by_code = {entry["direction"]: index for index, entry in enumerate(content["adhesions"])}
    spoil(content, [by_code.get(step, step) for step in path], value)

    problems = [str(problem) for problem in problems_of(as_file(content))]

    if sentence is None:
        assert problems == [], "an address shows it too"
    else:
        assert any(sentence in problem for problem in problems), problems


def test_a_promise_that_a_file_rewrites_is_refused_by_the_database(file):
    content = json.loads(file)
    entry = next(entry for entry in content["adhesions"] if entry["direction"] == "DUHM")
    entry["promises"][0] = "We never answer."
    with pytest.raises(Exception, match="Nothing was imported"):
        store(check(as_file(content)), source="a file")
