"""Deciding: once, by other hands, on exactly what was read."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from charters.models import Charter, Clause, Version, VersionStep
from charters.text.drafting import add_clause, edit_clause, move_clause
from charters.versions import consulting, deciding, preparing
from charters.versions.acts import ACTS, ACTS_ON_SUBMITTED, UNDECIDED, State, acts_open_to
from charters.versions.opinions import record_opinion
from charters.versions.reading import state_of, with_steps
from governance.models import Role
from governance.refusals import Refused
from governance.signing import Stale
from tests import circuit
from tests.charters.versions.conftest import World
from tests.factories import CommitteeFactory, MemberFactory, grant


def state(version: Version) -> State:
    return state_of(with_steps().get(pk=version.pk))


def test_a_validated_version_takes_the_next_number_and_is_in_force(world):
    first = world.validate()
    world.rewrite(text="Other words.")
    second = world.validate(body="Executive committee of June")

    charter = Charter.objects.get()
    assert charter.version_in_force_id == second.pk
    assert [step.number for step in VersionStep.objects.filter(kind="validated").order_by("number")] == [1, 2]
    step = second.steps.get(kind="validated")
    assert (step.by, step.by_function) == (world.executive.pseudonym, world.executive.function)
    assert step.validating_body == "Executive committee of June"
    assert step.previous_hash == first.steps.get(kind="validated").chain_hash
    assert (state(first), state(second)) == (State.SUPERSEDED, State.IN_FORCE)


def test_validating_is_signed_in_the_history_of_the_charter(world):
    version = world.validate()
    row = Charter.history.order_by("-history_id").first()

    assert (row.history_user_id, row.version_in_force_id) == (world.executive.pseudonym, version.pk)
    assert row.history_date == version.steps.get(kind="validated").at


def test_a_returned_version_takes_no_number(world):
    returned = world.submit()
    deciding.return_to_facilitators(
        returned, by=world.executive, reason="Say how much it costs.", seen_hash=returned.content_hash
    )
    validated = world.validate()

    assert state(returned) is State.RETURNED
    assert returned.steps.get(kind="returned").reason == "Say how much it costs."
    assert (validated.submission, validated.steps.get(kind="validated").number) == (2, 1)


def test_without_a_body_the_function_of_who_validates_is_kept(world):
    step = deciding.validate(version := world.submit(), by=world.executive, seen_hash=version.content_hash)

    assert step.validating_body == world.executive.function


@pytest.mark.parametrize("role", ["facilitator", "hr", "administrator", ""])
def test_only_executive_management_validates_or_returns(world, role):
    version = world.submit()
    other = MemberFactory(**{role: True} if role else {})

    with pytest.raises(PermissionDenied):
        deciding.validate(version, by=other, seen_hash=version.content_hash)
    with pytest.raises(PermissionDenied):
        deciding.return_to_facilitators(version, by=other, reason="No", seen_hash=version.content_hash)
    assert state(version) is State.AWAITING


@pytest.mark.parametrize("hand", ["opened", "revised", "submitted"])
def test_whoever_had_a_hand_in_it_does_not_validate(world, hand):
    both = MemberFactory(facilitator=True, executive=True)
    hands = dict.fromkeys(["opened", "revised", "submitted"], world.facilitator) | {hand: both}
    draft = preparing.prepare(world.charter, by=hands["opened"])
    said = {"message": "m", "reasons": {"M1": "A wish."}}
    draft = preparing.revise_draft(draft, by=hands["revised"], seen=draft.row_version, **said)
    version = preparing.submit(draft, by=hands["submitted"], seen=draft.row_version)

    with pytest.raises(PermissionDenied):
        deciding.validate(version, by=both, seen_hash=version.content_hash)
    assert state(version) is State.AWAITING
    deciding.validate(version, by=world.executive, seen_hash=version.content_hash)


def test_a_role_given_after_the_submission_does_not_help(world):
    version = world.submit()
    grant(world.facilitator, Role.EXECUTIVE)

    with pytest.raises(PermissionDenied):
        deciding.validate(version, by=world.facilitator, seen_hash=version.content_hash)


def test_another_hash_than_the_one_of_the_content_is_stale(world):
    version = world.submit()
    for seen in ("", "0" * 64, version.content_hash.upper()):
        with pytest.raises(Stale):
            deciding.validate(version, by=world.executive, seen_hash=seen)
        with pytest.raises(Stale):
            deciding.return_to_facilitators(version, by=world.executive, reason="r", seen_hash=seen)
    assert state(version) is State.AWAITING


def test_rows_that_no_longer_match_their_seal_are_not_validated(world, monkeypatch):
    version = world.submit()
    monkeypatch.setattr(deciding, "content_hash", lambda *_: "f" * 64)

    for seen in (version.content_hash, "f" * 64):
        with pytest.raises(Refused):
            deciding.validate(version, by=world.executive, seen_hash=seen)
    assert state(version) is State.AWAITING


@pytest.mark.parametrize("reason", ["", " \n "])
def test_a_return_and_a_withdrawal_say_why(world, reason):
    version = world.submit()

    with pytest.raises(Refused):
        deciding.return_to_facilitators(version, by=world.executive, reason=reason, seen_hash=version.content_hash)
    with pytest.raises(Refused):
        deciding.withdraw(version, by=world.facilitator, reason=reason)


def test_facilitators_withdraw_and_management_does_not(world):
    version = world.submit()
    with pytest.raises(PermissionDenied):
        deciding.withdraw(version, by=world.executive, reason="No")
    deciding.withdraw(version, by=world.facilitator, reason="A mistake in clause M1.")

    assert state(version) is State.WITHDRAWN


def _validate(world, version):
    deciding.validate(version, by=world.executive, seen_hash=version.content_hash)


def _return(world, version):
    deciding.return_to_facilitators(version, by=world.executive, reason="r", seen_hash=version.content_hash)


def _withdraw(world, version):
    deciding.withdraw(version, by=world.facilitator, reason="r")


DEEDS = {"validate": _validate, "return": _return, "withdraw": _withdraw}


@pytest.mark.parametrize("first", DEEDS)
@pytest.mark.parametrize("second", DEEDS)
def test_a_version_is_decided_on_once(world, first, second):
    version = world.submit()
    DEEDS[first](world, version)

    with pytest.raises(Refused):
        DEEDS[second](world, version)
    assert version.steps.count() == 2


def test_the_table_of_acts_is_that_of_the_rules():
    """Buttons and guards read one table: nobody is offered what would be refused."""
    decisions = {name for name, act in ACTS.items() if act.adds in VersionStep.FINAL}
    assert decisions == set(DEEDS)
    assert set(ACTS_ON_SUBMITTED) == {name for name, act in ACTS.items() if act.sources <= UNDECIDED}
    with pytest.raises(TypeError):
        ACTS["validate"] = None


@pytest.mark.parametrize(
    ("roles", "prepared_it", "offered"),
    [
        ({}, False, []),
        ({"facilitator": True}, True, ["ask-opinion", "record-opinion", "withdraw"]),
        ({"facilitator": True}, False, ["ask-opinion", "record-opinion", "withdraw"]),
        ({"executive": True}, False, ["validate", "return", "postpone", "ask-opinion"]),
        (
            {"executive": True, "facilitator": True},
            True,
            ["return", "postpone", "ask-opinion", "record-opinion", "withdraw"],
        ),
        ({"hr": True}, False, ["record-opinion"]),
        ({"administrator": True}, False, []),
    ],
)
def test_buttons_of_a_version_that_awaits_its_decision(db, roles, prepared_it, offered):
    member = MemberFactory(**roles)

    assert [act.name for act in acts_open_to(member, State.AWAITING, prepared_it=prepared_it)] == offered
    before = [name for name in offered if name != "validate"]
    assert [act.name for act in acts_open_to(member, State.OPINION, prepared_it=prepared_it)] == before
    for ended in set(State) - UNDECIDED:
        assert acts_open_to(member, ended, prepared_it=prepared_it) == []


# --- At the same time ------------------------------------------------------------------------------


def at_once(deeds: list) -> list[str]:
    """Run deeds in as many threads, all started together; what became of each."""
    gate, ends = threading.Barrier(len(deeds)), []

    def run(deed):
        try:
            gate.wait(timeout=20)
            deed()
            ends.append("done")
        except Refused:
            ends.append("refused")
        except Exception as error:  # anything else is a failure, told by its name
            ends.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(ends)


@pytest.mark.django_db(transaction=True)
def test_thirty_validations_at_once_are_one():
    world = World()
    version = world.submit()
    executives = [MemberFactory(executive=True) for _ in range(3)]

    ends = at_once(
        [
            lambda by=executives[n % 3]: deciding.validate(version, by=by, seen_hash=version.content_hash)
            for n in range(30)
        ]
    )

    assert ends == ["done"] + ["refused"] * 29
    assert VersionStep.objects.filter(kind="validated").count() == 1
    assert Charter.objects.get().version_in_force_id == version.pk


@pytest.mark.django_db(transaction=True)
def test_validating_returning_and_withdrawing_at_once_is_one_decision():
    world = World()
    version = world.submit()

    ends = at_once([lambda deed=deed: deed(world, version) for deed in list(DEEDS.values()) * 4])

    assert ends == ["done"] + ["refused"] * 11
    assert version.steps.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_second_validation_waits_for_the_first_and_is_refused(monkeypatch):
    """Deterministic: the first one holds its lock until the second has tried."""
    world = World()
    version = world.submit()
    holding, tried, ends = threading.Event(), threading.Event(), []
    digest = deciding.history_digest

    def slow_digest(*args, **kwargs):
        if not holding.is_set():
            holding.set()
            tried.wait(timeout=1)
        return digest(*args, **kwargs)

    def second():
        holding.wait(timeout=10)
        ends.extend(at_once([lambda: _validate(world, version)]))
        tried.set()

    monkeypatch.setattr(deciding, "history_digest", slow_digest)
    thread = threading.Thread(target=second)
    thread.start()
    _validate(world, version)
    thread.join(timeout=10)

    assert ends == ["refused"]


@pytest.mark.django_db(transaction=True)
def test_no_history_row_slips_under_the_digest(monkeypatch):
    """While a validation reads history, nobody can add to it: an edit and a new clause wait."""
    world = World()
    version, ends = world.submit(), []
    holding, tried = threading.Event(), threading.Event()
    digest = deciding.history_digest

    def slow_digest(*args, **kwargs):
        holding.set()
        tried.wait(timeout=10)
        return digest(*args, **kwargs)

    def write():
        holding.wait(timeout=10)
        for deed in (
            lambda: world.rewrite(text="Slipped in."),
            lambda: add_clause(
                world.clause.section, by=world.facilitator, reason="r", words={"title": "Slipped in", "text": "t"}
            ),
        ):
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            try:
                deed()
                ends.append("written")
            except Exception as error:
                ends.append(type(error).__name__)
        tried.set()
        connection.close()

    monkeypatch.setattr(deciding, "history_digest", slow_digest)
    thread = threading.Thread(target=write)
    thread.start()
    _validate(world, version)
    thread.join(timeout=20)

    assert ends == ["OperationalError", "OperationalError"]


def test_an_opinion_that_came_meanwhile_is_read_before_validating(world):
    version = world.submit()
    committee = CommitteeFactory()
    said = {"verdict": "unfavourable", "on": timezone.localdate(), "reference": "r", "words": "w"}
    record_opinion(version, committee, by=world.facilitator, **said)

    with pytest.raises(Stale, match="An opinion or a postponement"):
        deciding.validate(version, by=world.executive, seen_hash=version.content_hash, seen_step=1)
    deciding.validate(version, by=world.executive, seen_hash=version.content_hash, seen_step=2)


def test_a_decision_is_not_postponed_for_ever(world):
    version = world.submit()
    for until in (timezone.localdate(), datetime.date(9999, 12, 31)):
        with pytest.raises(Refused):
            deciding.postpone(version, by=world.executive, until=until, reason="r", seen_hash=version.content_hash)


@pytest.mark.parametrize(
    "hand", ["words left for later", "consultation", "former submission", "a clause moved", "an opinion recorded"]
)
def test_whoever_had_a_hand_in_what_led_to_it_does_not_validate(world, hand):
    both = MemberFactory(facilitator=True, executive=True)
    world.validate()
    other = world.add("Another")
    if hand == "words left for later":
        clause = Clause.objects.get(pk=world.clause.pk)
        edit_clause(clause, by=both, reason="r", words={"text": "Theirs."}, seen=clause.row_version)
        world.validate(world.submit(left_out=("M1",)))
        version = world.submit()
    elif hand == "consultation":
        draft = world.draft()
        today = timezone.localdate()
        consulting.open_consultation(draft, by=both, until=today, seen=draft.row_version)
        closing = {"counted_upto": circuit.BEFORE_EVERYTHING, "reason": "r", "seen": draft.row_version}
        consulting.close_consultation(draft, by=world.facilitator, **closing)
        version = preparing.submit(draft, by=world.facilitator, seen=draft.row_version)
    elif hand == "a clause moved":
        move_clause(other, by=both, reason="r", section=other.section, after=None, seen=other.row_version)
        version = world.submit()
    elif hand == "an opinion recorded":
        world.add("A grid", section="hr_tools")
        version = world.submit()
        circuit.hear_everyone(version, by=both)
        assert version.opinion_requests.get().required
    else:
        version = circuit.submit(world.charter, by=both, message="Theirs.")
        deciding.return_to_facilitators(version, by=world.executive, reason="r", seen_hash=version.content_hash)
        version = world.submit(message="Theirs.")

    assert other.code == "M2"
    with pytest.raises(PermissionDenied):
        deciding.validate(version, by=both, seen_hash=version.content_hash)
    deciding.validate(version, by=world.executive, seen_hash=version.content_hash)


@pytest.mark.django_db
def test_the_pointer_goes_nowhere_but_to_the_last_validation(world):
    first = world.validate()
    world.rewrite(text="Other words.")
    world.validate()

    for elsewhere in (first.pk, None):
        refused = pytest.raises(IntegrityError, match="validated last")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE charters_charter SET version_in_force_id = %s", [elsewhere])
