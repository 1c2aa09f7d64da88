"""The rollout plan: facilitators keep it, lateness is shown, what is done is shown by something."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from charters.commitments import planning
from charters.commitments.plan_forms import MoveActionForm
from charters.models import Charter, RolloutAction
from governance.models import Member
from governance.refusals import Refused
from governance.signing import Stale, save_signed
from tests.charters.commitments.promising import day
from tests.factories import CharterFactory, DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db
State = RolloutAction.State


@pytest.fixture
def charter() -> Charter:
    return CharterFactory()


@pytest.fixture
def facilitator() -> Member:
    return MemberFactory(facilitator=True)


def words(**more: Any) -> dict[str, Any]:
    start = day(-60).replace(day=1)
    return {"step": "Meet every team", "owner_function": "HR", "period_start": start, "due_on": day(30)} | more


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_actions_follow_each_other_and_the_last_month_is_that_of_the_day_they_are_due(charter, facilitator):
    first, second = (planning.add_action(charter, by=facilitator, words=words()) for _n in (1, 2))
    assert (first.position, second.position) == (1, 2)
    assert (first.period_end, first.state) == (day(30).replace(day=1), "to_do")


def test_an_action_due_before_it_starts_is_refused(charter, facilitator):
    with pytest.raises(Refused, match="before it starts"):
        planning.add_action(charter, by=facilitator, words=words(period_start=day(60).replace(day=1), due_on=day(-5)))


def test_what_is_late_is_open_and_past_its_last_day(charter, facilitator):
    long_ago = day(-200).replace(day=1)
    due = {"yesterday": day(-1), "today": day(0), "tomorrow": day(1)}
    for step, last in due.items():
        planning.add_action(charter, by=facilitator, words=words(step=step, due_on=last))
    for step, ends in (
        ("its month is past", day(-40).replace(day=1)),
        ("its month is not over", day(0).replace(day=1)),
    ):
        save_signed(
            RolloutAction(
                charter=charter, position=charter.rollout.count() + 1, step=step, period_start=long_ago,
                period_end=ends, owner_function="HR",
            ),
            by=None, reason="For a test",
        )  # fmt: skip
    done = planning.add_action(charter, by=facilitator, words=words(step="done", due_on=day(-9)))
    planning.move_action(done, by=facilitator, seen=1, state="done", done_on=day(-2), proof="Minutes.")

    late = set(charter.rollout.late(day(0)).values_list("step", flat=True))

    assert late == {"yesterday", "its month is past"}
    assert late == {action.step for action in charter.rollout.all() if action.is_late}


def test_putting_an_action_off_says_why_and_history_keeps_the_first_day(charter, facilitator):
    action = planning.add_action(charter, by=facilitator, words=words(due_on=day(-3)))
    with pytest.raises(Refused, match="why the plan changes"):
        planning.revise_action(action, by=facilitator, words=words(due_on=day(40)), reason=" ", seen=1)

    planning.revise_action(action, by=facilitator, words=words(due_on=day(40)), reason="The room burnt.", seen=1)

    with pytest.raises(Stale):
        planning.revise_action(action, by=facilitator, words=words(due_on=day(50)), reason="Again.", seen=1)
    page = browser(MemberFactory()).get(action.get_absolute_url()).content.decode()
    assert "The room burnt." in page
    assert [record.due_on for record in RolloutAction.history.order_by("row_version")] == [day(-3), day(40)]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "done without a day": ({"state": "done", "proof": "Minutes."}, "the day on which"),
    "done tomorrow": ({"state": "done", "proof": "Minutes.", "done_on": day(1)}, "the day on which"),
    "done without a proof": ({"state": "done", "done_on": day(0)}, "what shows"),
    "given up without a reason": ({"state": "given_up"}, "why the action is given up"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_closure_without_what_it_needs_is_refused(case, charter, facilitator):
    action = planning.add_action(charter, by=facilitator, words=words())
    facts, sentence = REFUSED[case]
    with pytest.raises(Refused, match=sentence):
        planning.move_action(action, by=facilitator, seen=1, **facts)
    assert RolloutAction.objects.get().state == "to_do"


def test_a_closed_action_is_opened_again_for_a_reason_and_its_proof_stays_in_history(charter, facilitator):
    action = planning.add_action(charter, by=facilitator, words=words())
    address = "https://intranet.example/minutes"
    planning.move_action(action, by=facilitator, seen=1, state="done", done_on=day(-1), proof_address=address)
    with pytest.raises(Refused, match="closed"):
        planning.move_action(action, by=facilitator, seen=2, state="in_progress")

    action = planning.move_action(action, by=facilitator, seen=2, state="in_progress", reason="One team was missed.")

    assert (action.state, action.done_on) == ("in_progress", None)
    assert RolloutAction.history.get(row_version=2).proof_address == address


def test_only_facilitators_keep_the_plan(charter, facilitator):
    action = planning.add_action(charter, by=facilitator, words=words())
    other = MemberFactory(hr=True, executive=True, administrator=True, heads=DepartmentFactory())
    with pytest.raises(PermissionDenied):
        planning.add_action(charter, by=other, words=words())
    with pytest.raises(PermissionDenied):
        planning.revise_action(action, by=other, words=words(step="Other"), reason="So.", seen=1)
    with pytest.raises(PermissionDenied):
        planning.move_action(action, by=other, seen=1, state="in_progress")


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "done", "proof": "Minutes."},
        {"state": "done", "done_on": datetime.date(2026, 1, 1)},
        {"state": "to_do", "done_on": datetime.date(2026, 1, 1)},
        {"state": "given_up"},
        {"given_up_because": "No."},
    ],
)
def test_the_database_refuses_a_state_without_what_it_needs(facts, charter):
    action = RolloutAction(charter=charter, position=1, **(words() | facts))
    with pytest.raises(IntegrityError), transaction.atomic():
        save_signed(action, by=None, reason="For a test")


# --- Its pages -------------------------------------------------------------------------------------


def test_the_board_shows_late_actions_first_then_by_their_day_then_what_is_done(charter, facilitator):
    for step, due in (("Later", day(20)), ("Sooner", day(10)), ("Too late", day(-1)), ("Ended", day(-9))):
        planning.add_action(charter, by=facilitator, words=words(step=step, due_on=due))
    ended = RolloutAction.objects.get(step="Ended")
    planning.move_action(ended, by=facilitator, seen=1, state="done", done_on=day(-9), proof="The minutes.")

    html = browser(MemberFactory()).get(reverse("rollout", args=[charter.slug])).content.decode()

    assert html.index("Too late") < html.index("Sooner") < html.index("Later") < html.index("Ended")
    assert "The minutes." in html


def test_a_facilitator_adds_revises_and_closes_an_action_on_screen(charter, facilitator):
    client = browser(facilitator)
    typed = {
        "step": "Meet every team", "actions": "Book a room\nInvite", "owner_function": "HR",
        "period_start": "2026-01", "due_on": "2026-03-31", "audience": ["encadrants"], "department": "",
    }  # fmt: skip
    new = reverse("rollout-new", args=[charter.slug])
    assert client.post(new, typed | {"due_on": "2025-03-31"}).status_code == 422
    assert client.post(new, typed).status_code == 303
    action = RolloutAction.objects.get()
    revise, move = (reverse(name, args=[charter.slug, 1]) for name in ("rollout-revise", "rollout-move"))

    assert client.post(revise, typed | {"step": "Meet", "seen": "1", "reason": ""}).status_code == 422
    assert client.post(revise, typed | {"step": "Meet", "seen": "1", "reason": "Shorter."}).status_code == 303
    assert client.post(move, {"seen": "2", "state": "done", "done_on": "2026-02-01"}).status_code == 422
    bad = {"seen": "2", "state": "done", "done_on": "2026-02-01", "proof_address": "javascript:alert(1)"}
    assert client.post(move, bad).status_code == 422
    stale = client.post(move, bad | {"seen": "1", "proof_address": "", "proof": "All came."})
    assert stale.status_code == 409
    assert "All came." in stale.content.decode()
    assert client.post(move, bad | {"proof_address": "https://intranet.example/"}).status_code == 303
    action.refresh_from_db()
    assert (action.step, action.state, action.actions) == ("Meet", "done", ["Book a room", "Invite"])
    page = browser(MemberFactory()).get(action.get_absolute_url()).content.decode()
    assert "https://intranet.example/" in page
    assert "Shorter." in page
    assert move not in page


def test_the_forms_of_the_plan_are_closed_to_others(charter, facilitator):
    planning.add_action(charter, by=facilitator, words=words())
    client = browser(MemberFactory(hr=True))
    for address in (
        reverse("rollout-new", args=[charter.slug]),
        *(reverse(name, args=[charter.slug, 1]) for name in ("rollout-revise", "rollout-move")),
    ):
        assert client.get(address).status_code == client.post(address, {}).status_code == 403


def test_the_address_of_a_proof_carries_no_name_nor_password():
    sent = {"seen": "1", "state": "done", "done_on": "2026-01-01", "proof_address": "https://me:secret@town.example/"}
    form = MoveActionForm(sent)

    assert not form.is_valid()
    assert list(form.errors) == ["proof_address"]


def test_a_state_that_says_nothing_new_is_refused(charter, facilitator):
    action = planning.add_action(charter, by=facilitator, words=words())

    with pytest.raises(Refused, match="Nothing changed"):
        planning.move_action(action, by=facilitator, seen=action.row_version, state=State.TO_DO)
    moved = planning.move_action(action, by=facilitator, seen=action.row_version, state=State.TO_DO, reason="In June.")

    assert moved.history.count() == 2
