"""The desk of a submitted version: what each reader sees and may do, and what a refusal gives back."""

from __future__ import annotations

import re
import threading

import pytest
from django.db import connection
from django.urls import reverse

from charters.models import Version, VersionStep
from charters.versions import deciding
from tests.charters.versions.conftest import World
from tests.charters.versions.pages import client_of, fields, page
from tests.factories import MemberFactory


def test_the_desk_shows_forms_to_those_who_may_act(world):
    version = world.submit()
    slug = world.charter.slug
    offered = {
        member: [
            act
            for act in ("validate", "return", "withdraw")
            if f"/1/{act}/" in page(member, "version-submitted", slug, 1)
        ]
        for member in (world.agent, world.facilitator, world.executive)
    }

    assert offered == {
        world.agent: [],
        world.facilitator: ["withdraw"],
        world.executive: ["validate", "return"],
    }
    assert version.content_hash in page(world.executive, "version-submitted", slug, 1)


def test_whoever_prepared_it_is_told_why_there_is_no_button(world):
    both = MemberFactory(facilitator=True, executive=True)
    world.facilitator = both
    world.submit()

    html = page(both, "version-submitted", world.charter.slug, 1)

    assert "/1/validate/" not in html
    assert "/1/return/" in html
    sent = {"seen_hash": Version.objects.get().content_hash, "seen_step": 1, "validating_body": "Me"}
    assert (
        client_of(both).post(reverse("version-decide", args=[world.charter.slug, 1, "validate"]), sent).status_code
        == 403
    )


def test_the_redline_compares_with_the_version_in_force(world):
    world.validate()
    world.rewrite(text="We answer within one day.")
    world.submit()

    html = page(world.executive, "version-submitted", world.charter.slug, 2)

    assert re.search(r"<del>.*?two days.*?</del>", html, re.DOTALL)
    assert re.search(r"<ins>.*?one day.*?</ins>", html, re.DOTALL)


def test_another_hash_is_409_with_what_was_typed(world):
    world.submit()
    client, address = client_of(world.executive), reverse("version-decide", args=[world.charter.slug, 1, "validate"])

    response = client.post(address, {"seen_hash": "0" * 64, "seen_step": 1, "validating_body": "Typed body"})

    html = response.content.decode()
    assert response.status_code == 409
    assert "Typed body" in html
    assert fields(html, "/validate/")["seen_hash"] == Version.objects.get().content_hash


@pytest.mark.parametrize(("act", "name"), [("validate", "validating_body"), ("return", "reason")])
@pytest.mark.parametrize("typed", ["", "x" * 5000, "a\x00b"])
def test_an_invalid_decision_is_422_with_what_was_typed(world, act, name, typed):
    world.submit()
    sent = {"seen_hash": Version.objects.get().content_hash, "seen_step": 1, name: typed}

    response = client_of(world.executive).post(reverse("version-decide", args=[world.charter.slug, 1, act]), sent)

    assert response.status_code == 422
    assert typed.replace("\x00", "")[-20:] in response.content.decode().replace("\x00", "")
    assert VersionStep.objects.count() == 1


def test_a_reason_typed_too_late_is_given_back(world):
    version = world.submit()
    deciding.withdraw(version, by=world.facilitator, reason="A mistake.")
    sent = {"seen_hash": version.content_hash, "reason": "My long reasons"}

    response = client_of(world.executive).post(reverse("version-decide", args=[world.charter.slug, 1, "return"]), sent)

    assert response.status_code == 409
    assert "My long reasons" in response.content.decode()


def test_a_returned_version_says_why_to_everyone(world):
    version = world.submit()
    sent = {"seen_hash": version.content_hash, "reason": "Say what it costs."}
    client_of(world.executive).post(reverse("version-decide", args=[world.charter.slug, 1, "return"]), sent)

    assert "Say what it costs." in page(world.agent, "version-submitted", world.charter.slug, 1)
    assert "Say what it costs." in page(world.agent, "versions", world.charter.slug)


def test_a_decision_read_by_get_leads_to_the_desk(world):
    version = world.submit()
    response = client_of(world.executive).get(reverse("version-decide", args=[world.charter.slug, 1, "validate"]))

    assert response.headers["Location"] == version.get_absolute_url()
    assert client_of(world.executive).post(f"{version.get_absolute_url()}destroy/").status_code == 404


def test_the_submitted_text_is_a_draft_in_plain_sight(world):
    world.submit()
    for member in (world.agent, world.facilitator, world.executive):
        assert "draft-band" in page(member, "version-submitted", world.charter.slug, 1)


def test_agents_cannot_decide(world):
    version = world.submit()
    sent = {"seen_hash": version.content_hash, "seen_step": 1, "reason": "r", "validating_body": "b"}
    for act in ("validate", "return", "withdraw"):
        address = reverse("version-decide", args=[world.charter.slug, 1, act])
        assert client_of(world.agent).post(address, sent).status_code == 403
        assert client_of(world.agent).post(address, {}).status_code == 403
    assert version.steps.count() == 1


@pytest.mark.django_db(transaction=True)
def test_thirty_presses_of_validate_are_one_validation_and_twenty_nine_409():
    world = World()
    version = world.submit()
    executives = [MemberFactory(executive=True) for _ in range(3)]
    clients = [client_of(executives[n % 3]) for n in range(30)]
    address = reverse("version-decide", args=[world.charter.slug, 1, "validate"])
    gate, answers = threading.Barrier(30), []

    def press(client):
        try:
            gate.wait(timeout=30)
            sent = {"seen_hash": version.content_hash, "seen_step": 1, "validating_body": "Executive committee"}
            response = client.post(address, sent)
            answers.append((response.status_code, b'role="alert"' in response.content))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)

    assert sorted(answers) == [(303, False)] + [(409, True)] * 29
    assert VersionStep.objects.filter(kind="validated").count() == 1
