"""Fifty of executive management validate the same version at the same moment: one decision, and politely the others."""

from __future__ import annotations

import html
import re
import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from charters.models import Charter, Clause, Version, VersionStep
from charters.versions.content import frozen_content
from charters.versions.reading import with_steps
from charters.versions.sealing import chain_hash, content_hash
from governance.models import Member
from tests.charters.versions.conftest import World
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 50


@pytest.fixture(autouse=True)
def no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for the other fifty: what only tests do would keep them apart."""
    ours = connections["default"]
    parameters = ours.get_connection_params()
    monkeypatch.setattr(type(ours), "get_connection_params", lambda self: dict(parameters))
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)


@pytest.fixture
def world() -> World:
    return World()


class Desk:
    """Someone at the desk of a submitted version: they read it, then decide on what they read."""

    def __init__(self, member: Member, version: Version) -> None:
        self.member, self.slug, self.submission = member, version.charter.slug, version.submission
        self.client = Client(raise_request_exception=False, headers={"accept-language": "en"})
        self.client.force_login(member)
        self.seen_hash = ""
        self.answer: HttpResponse | None = None

    def read(self) -> None:
        page = self.client.get(reverse("version-submitted", args=[self.slug, self.submission])).content.decode()
        form = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if "/validate/" in form)
        (self.seen_hash,) = re.findall(r'name="seen_hash" value="([0-9a-f]{64})"', form)
        (self.seen_step,) = re.findall(r'name="seen_step" value="([0-9]+)"', form)

    def validate(self) -> None:
        address = reverse("version-decide", args=[self.slug, self.submission, "validate"])
        seen = {"seen_hash": self.seen_hash, "seen_step": self.seen_step}
        said = {"validating_body": f"Committee of {self.member.name}"}
        self.answer = self.client.post(address, seen | said)

    @property
    def alert(self) -> str:
        page = html.unescape(self.answer.content.decode())
        return " ".join(re.findall(r'role="alert"[^>]*>(.*?)</', page, re.DOTALL))


def at_once(*acts: Any) -> None:
    """Do all of this at the same moment, each on a connection of its own."""
    start, faults = threading.Barrier(len(acts)), []

    def live(act: Any) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            act()
        except BaseException as fault:
            faults.append(fault)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=live, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    assert faults == []


def desks(version: Version, people: int = PEOPLE) -> list[Desk]:
    found = [Desk(MemberFactory(executive=True), version) for _ in range(people)]
    for desk in found:
        desk.read()
    return found


def one_decision(found: list[Desk], number: int) -> Desk:
    """One was redirected to the version; each of the others was told why, and was shown it."""
    assert Counter(desk.answer.status_code for desk in found) == {303: 1, 409: len(found) - 1}
    (first,) = [desk for desk in found if desk.answer.status_code == 303]
    assert first.answer.headers["Location"] == reverse("version", args=[first.slug, number])
    for desk in found:
        if desk is not first:
            assert f"it is version {number}." in desk.alert
    return first


def the_chain_holds(version: Version) -> None:
    """Every validated version has the next number, on the hash of the one before, over what its rows say."""
    previous = ""
    validations = VersionStep.objects.filter(kind="validated").order_by("number")
    for number, step in enumerate(validations, start=1):
        assert (step.number, step.previous_hash) == (number, previous)
        assert step.chain_hash == chain_hash(step)
        stored = with_steps().get(pk=step.version_id)
        assert step.content_hash == stored.content_hash == content_hash(stored, frozen_content(stored))
        previous = step.chain_hash
    assert step.version_id == version.pk == Charter.objects.get().version_in_force_id


def test_fifty_validations_are_one_decision_and_forty_nine_polite_refusals(world):
    world.validate()
    world.rewrite(text="Other words.")
    version = world.submit()
    found = desks(version)

    at_once(*(desk.validate for desk in found))

    first = one_decision(found, 2)
    steps = list(version.steps.order_by("sequence"))
    assert [step.kind for step in steps] == ["submitted", "validated"]
    assert (steps[1].by, steps[1].number) == (first.member.pseudonym, 2)
    assert steps[1].validating_body == f"Committee of {first.member.name}"
    assert Charter.history.filter(version_in_force=version).count() == 1
    the_chain_holds(version)


def test_a_validation_that_races_edits_validates_what_was_shown(world):
    others = [world.add(code_title=f"Clause {number}", text="As it was read.") for number in range(10)]
    version = world.submit()
    shown = content_hash(version, frozen_content(version))
    found = desks(version, people=20)
    assert {desk.seen_hash for desk in found} == {shown}

    edits = [lambda clause=clause: world.rewrite(clause, text="Written meanwhile.") for clause in others]
    at_once(*(desk.validate for desk in found), *edits)

    one_decision(found, 1)
    validated = with_steps().get(pk=version.pk)
    assert content_hash(validated, frozen_content(validated)) == shown
    texts = set(validated.clauses.filter(code__in=[clause.code for clause in others]).values_list("text", flat=True))
    assert texts == {"As it was read."}
    assert Clause.objects.filter(text="Written meanwhile.").count() == 10
    the_chain_holds(version)


def test_validated_and_returned_at_the_same_moment_is_one_of_the_two(world):
    version = world.submit()
    judges, others = desks(version, people=10), desks(version, people=10)

    def give_back(desk: Desk) -> None:
        address = reverse("version-decide", args=[desk.slug, desk.submission, "return"])
        desk.answer = desk.client.post(address, {"seen_hash": desk.seen_hash, "reason": "Say how much it costs."})

    at_once(*(desk.validate for desk in judges), *(lambda desk=desk: give_back(desk) for desk in others))

    assert Counter(desk.answer.status_code for desk in judges + others) == {303: 1, 409: 19}
    assert all("meanwhile" in desk.alert for desk in judges + others if desk.answer.status_code == 409)
    assert version.steps.filter(kind__in=["validated", "returned"]).count() == 1
