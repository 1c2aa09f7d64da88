"""Preparing and submitting: one version at a time, frozen exactly as it was read."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from charters.models import Charter, Clause, Competence, Level, Version, VersionDraft
from charters.text.drafting import edit_charter, move_clause, remove_clause
from charters.versions import consulting, deciding, preparing
from charters.versions.content import frozen_content, working_content
from charters.versions.sealing import fingerprint
from governance.models import Role
from governance.refusals import Refused
from governance.signing import Stale, save_signed
from tests import circuit
from tests.charters.versions.conftest import World
from tests.factories import MemberFactory


def test_only_facilitators_prepare_and_submit(world):
    draft = world.draft()
    for role in ("executive", "hr", "administrator"):
        other = MemberFactory(**{role: True})
        with pytest.raises(PermissionDenied):
            preparing.prepare(world.charter, by=other)
        with pytest.raises(PermissionDenied):
            preparing.revise_draft(draft, by=other, message="", left_out=[], seen=draft.row_version)
        with pytest.raises(PermissionDenied):
            preparing.submit(draft, by=other, seen=draft.row_version)
        with pytest.raises(PermissionDenied):
            preparing.abandon_draft(draft, by=other, seen=draft.row_version)


def test_there_is_one_version_in_preparation(world):
    one = preparing.prepare(world.charter, by=world.facilitator)
    other = preparing.prepare(world.charter, by=MemberFactory(facilitator=True))

    assert one.pk == other.pk
    assert other.prepared_by == world.facilitator.pseudonym


def test_two_facilitators_do_not_overwrite_each_other(world):
    draft = preparing.prepare(world.charter, by=world.facilitator)
    preparing.revise_draft(draft, by=world.facilitator, message="Mine", left_out=[], seen=draft.row_version)

    with pytest.raises(Stale):
        preparing.revise_draft(
            draft, by=MemberFactory(facilitator=True), message="Theirs", left_out=[], seen=draft.row_version
        )
    assert VersionDraft.objects.get().message == "Mine"


def test_saving_the_same_thing_twice_makes_one_history_row(world):
    draft = world.draft(message="Hello")
    again = preparing.revise_draft(draft, by=world.facilitator, message="Hello", left_out=[], seen=draft.row_version)

    assert again.row_version == draft.row_version
    assert VersionDraft.history.count() == 2


def test_a_code_that_does_not_exist_is_named(world):
    draft = world.draft()

    with pytest.raises(Refused, match="M99"):
        preparing.revise_draft(draft, by=world.facilitator, message="", left_out=["M99"], seen=draft.row_version)


def test_abandoning_leaves_the_text_and_lets_another_start(world):
    draft = world.draft(message="Not yet")
    preparing.abandon_draft(draft, by=world.facilitator, seen=draft.row_version)

    assert VersionDraft.objects.get(pk=draft.pk).closed_at
    assert preparing.prepare(world.charter, by=world.facilitator).pk != draft.pk
    assert not Version.objects.exists()
    with pytest.raises(Refused):
        preparing.submit(draft, by=world.facilitator, seen=draft.row_version + 1)


def test_what_is_submitted_is_the_working_text_word_for_word(world):
    save_signed(Level(rank=1, label="Beginner", meaning="Helps when asked."), by=None, reason="For a test")
    four = ["One", "Two", "Three", "Four"]
    save_signed(
        Competence(
            code="C1",
            position=1,
            label="To share",
            definition="d",
            criterion="r",
            agent_levels=four,
            manager_levels=four,
        ),
        by=None,
        reason="For a test",
    )
    world.add("Plan together", section="values", note="Why", indicators=["A", "B"], competences=["C1"])
    world.add("Decide close to the work", section="governance", hr_interview="How?", audience=["encadrants"])

    version = world.submit(message="The first one")

    stored = Version.objects.get(pk=version.pk)
    assert frozen_content(stored) == working_content(world.charter)
    assert (stored.title, stored.preamble, stored.scope) == ("Cooperation charter", "We work together.", "Everyone.")
    assert [s.code for s in stored.sections.all()] == ["V", "M", "R", "G", "N"]
    assert [(c.position, c.code) for c in stored.clauses.all()] == [(1, "V1"), (2, "M1"), (3, "G1")]
    assert stored.competence_scale["levels"] == [{"rank": 1, "label": "Beginner", "meaning": "Helps when asked."}]
    assert stored.competence_scale["competences"][0]["manager_levels"] == four
    assert (stored.submission, stored.based_on, stored.message) == (1, None, "The first one")
    assert stored.prepared_by == stored.submitted_by == world.facilitator.pseudonym
    step = stored.steps.get()
    assert (step.kind, step.sequence, step.content_hash) == ("submitted", 1, stored.content_hash)
    assert VersionDraft.objects.get().closed_at == stored.submitted_at


def test_a_removed_clause_is_not_in_the_version(world):
    other = world.add()
    remove_clause(other, by=world.facilitator, reason="For a test", seen=other.row_version)

    assert [c.code for c in world.submit().clauses.all()] == ["M1"]


def test_a_clause_left_for_later_keeps_the_words_in_force(world):
    world.validate()
    world.rewrite(text="New words.")
    added = world.add("New clause")

    version = world.submit(left_out=("M1",))

    assert [(c.code, c.text) for c in version.clauses.all()] == [
        ("M1", "We answer within two days."),
        (added.code, added.text),
    ]
    assert version.clauses.get(code="M1").revision == 1


def test_a_new_clause_left_for_later_is_absent_and_a_removal_waits(world):
    removed = world.add("Leaves")
    world.validate()
    remove_clause(removed, by=world.facilitator, reason="For a test", seen=removed.row_version)
    world.add("New")
    world.rewrite(text="New words.")

    version = world.submit(left_out=("M2", "M3"))

    assert [c.code for c in version.clauses.all()] == ["M1", "M2"]


def test_a_move_left_for_later_stays_where_it_is_in_force(world):
    second = world.add("Second")
    world.validate()
    move_clause(second, by=world.facilitator, reason="t", section=second.section, after=None, seen=second.row_version)
    world.rewrite(text="New words.")

    version = world.submit(left_out=("M2",))

    assert [c.code for c in version.clauses.all()] == ["M1", "M2"]


@pytest.mark.parametrize("left_out", [(), ("M1",)])
def test_a_version_that_changes_nothing_is_refused(world, left_out):
    world.validate()
    if left_out:
        world.rewrite(text="New words.")
    draft = world.draft(left_out=left_out)

    with pytest.raises(Refused, match="Nothing changed|Rien n"):
        preparing.submit(draft, by=world.facilitator, seen=draft.row_version)
    assert VersionDraft.objects.get(pk=draft.pk).closed_at is None


def test_a_version_without_any_clause_is_refused(world):
    draft = world.draft(left_out=("M1",))

    with pytest.raises(Refused):
        preparing.submit(draft, by=world.facilitator, seen=draft.row_version)


def test_a_change_of_preamble_alone_is_enough(world):
    world.validate()
    charter = Charter.objects.get()
    edit_charter(charter, by=world.facilitator, reason="t", words={"preamble": "All of us."}, seen=charter.row_version)

    assert world.submit().preamble == "All of us."


def test_one_version_awaits_its_decision_at_a_time(world):
    world.submit()
    world.rewrite(text="New words.")
    draft = world.draft()

    with pytest.raises(Refused):
        preparing.submit(draft, by=world.facilitator, seen=draft.row_version)


def test_what_was_said_of_a_version_that_came_back_is_taken_up_again(world):
    world.add("Second")
    version = world.submit(message="What it brings", left_out=("M2",))
    deciding.return_to_facilitators(version, by=world.executive, reason="Too early", seen_hash=version.content_hash)

    draft = preparing.prepare(world.charter, by=world.facilitator)

    assert (draft.message, draft.left_out) == ("What it brings", ["M2"])


def test_an_erratum_that_came_back_is_an_erratum_still_and_keeps_its_day(world):
    world.validate()
    world.rewrite(text="Other words.")
    day = timezone.localdate() + datetime.timedelta(days=30)
    version = circuit.submit(world.charter, by=world.facilitator, is_erratum=True, answer_expected_on=day)
    deciding.return_to_facilitators(version, by=world.executive, reason="r", seen_hash=version.content_hash)

    draft = preparing.prepare(world.charter, by=world.facilitator)

    assert (draft.is_erratum, draft.answer_expected_on) == (True, day)


def test_a_preparation_is_not_given_up_under_those_who_are_consulted(world):
    draft = preparing.prepare(world.charter, by=world.facilitator)
    by = {"by": world.facilitator, "seen": draft.row_version}
    consulting.open_consultation(draft, until=timezone.localdate() + datetime.timedelta(days=9), **by)

    with pytest.raises(Refused, match="close it first"):
        preparing.abandon_draft(draft, **by)
    consulting.close_consultation(draft, counted_upto=timezone.localdate(), reason="Elections.", **by)
    preparing.abandon_draft(draft, **by)


def test_a_text_that_changed_since_it_was_read_is_not_submitted(world):
    draft = world.draft()
    read = fingerprint(working_content(world.charter))
    world.rewrite(text="Changed meanwhile.")

    with pytest.raises(Stale):
        preparing.submit(draft, by=world.facilitator, seen=draft.row_version, seen_text=read)
    assert not Version.objects.exists()
    read = fingerprint(working_content(world.charter))
    assert preparing.submit(draft, by=world.facilitator, seen=draft.row_version, seen_text=read)


@pytest.mark.django_db(transaction=True)
def test_an_edit_waits_for_a_submission_and_is_not_in_it(monkeypatch):
    """Deterministic: the submission holds its locks while the edit tries."""
    world = World()
    draft, reading, done = world.draft(), threading.Event(), []
    read = preparing.working_content

    def slow_read(charter):
        reading.set()
        blocked.wait(timeout=10)
        return read(charter)

    def edit():
        reading.wait(timeout=10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
        try:
            world.rewrite(text="Slipped in.")
        except Exception as error:  # what the lock did to it
            done.append(type(error).__name__)
        else:
            done.append("edited")
        finally:
            blocked.set()
            connection.close()

    blocked = threading.Event()
    monkeypatch.setattr(preparing, "working_content", slow_read)
    thread = threading.Thread(target=edit)
    thread.start()
    version = preparing.submit(draft, by=world.facilitator, seen=draft.row_version)
    thread.join(timeout=10)

    assert done == ["OperationalError"]
    assert version.clauses.get().text == "We answer within two days."
    assert Clause.objects.get().text == "We answer within two days."


def test_a_facilitator_who_is_also_hr_prepares_all_the_same(world):
    assert Role.HR not in world.facilitator.roles
    both = MemberFactory(facilitator=True, hr=True)

    assert preparing.prepare(world.charter, by=both)
