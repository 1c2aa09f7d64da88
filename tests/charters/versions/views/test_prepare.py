"""Preparing a version by its page: what is refused gives back what was typed."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from charters.models import Version, VersionDraft, VersionStep
from charters.versions import deciding, preparing
from tests import circuit
from tests.charters.versions.pages import client_of, fields, page
from tests.factories import MemberFactory


def test_the_whole_way_from_the_working_text_to_a_validated_version(world):
    """By the pages alone, as a browser without script would."""
    slug, facilitator, executive = world.charter.slug, client_of(world.facilitator), client_of(world.executive)
    prepare = reverse("version-prepare", args=[slug])
    assert facilitator.post(reverse("version-open", args=[slug])).headers["Location"] == prepare
    html = facilitator.get(prepare).content.decode()
    assert "Draft" in html or "Brouillon" in html
    sent = fields(html, "seen_text") | {"message": "The first one.", "step": "submit", "reason-M1": "A wish."}
    response = facilitator.post(prepare, sent)
    assert response.status_code == 303
    desk = response.headers["Location"]

    html = executive.get(desk).content.decode()
    assert "The first one." in html
    sent = fields(html, "/validate/") | {"validating_body": "Executive committee"}
    response = executive.post(reverse("version-decide", args=[slug, 1, "validate"]), sent)

    assert response.status_code == 303
    assert response.headers["Location"] == reverse("version", args=[slug, 1])
    html = executive.get(response.headers["Location"]).content.decode()
    step = VersionStep.objects.get(kind="validated")
    assert all(words in html for words in ("We answer within two days.", "Executive committee", step.content_hash))


def test_opening_twice_joins_and_a_get_opens_nothing(world):
    client, address = client_of(world.facilitator), reverse("version-open", args=[world.charter.slug])
    assert client.get(address).status_code == 303
    assert not VersionDraft.objects.exists()
    client.post(address)
    client.post(address)

    assert VersionDraft.objects.count() == 1


def test_what_is_saved_is_found_again_and_ticked(world):
    world.add("Second")
    draft, client = world.draft(), client_of(world.facilitator)
    address = reverse("version-prepare", args=[world.charter.slug])
    sent = fields(client.get(address).content.decode(), "seen_text")
    response = client.post(address, sent | {"message": "Soon", "left_out": ["M2"], "step": "save"})

    assert response.status_code == 303
    draft.refresh_from_db()
    assert (draft.message, draft.left_out) == ("Soon", ["M2"])
    html = client.get(address).content.decode()
    assert re.search(r'value="M2" id="left-M2" checked', html)
    assert not re.search(r'value="M1" id="left-M1" checked', html)


def test_a_stale_preparation_is_409_with_what_was_typed_and_can_be_sent_again(world):
    draft, client = world.draft(), client_of(world.facilitator)
    address = reverse("version-prepare", args=[world.charter.slug])
    sent = fields(client.get(address).content.decode(), "seen_text") | {"message": "Typed words", "step": "submit"}
    preparing.revise_draft(draft, by=world.facilitator, message="Meanwhile", left_out=[], seen=draft.row_version)

    response = client.post(address, sent)

    html = response.content.decode()
    assert response.status_code == 409
    assert 'role="alert"' in html
    assert "Typed words" in html
    again = fields(html, "seen_text") | {"message": "Typed words", "step": "submit"}
    assert client.post(address, again).status_code == 303


def test_a_text_that_changed_meanwhile_is_shown_before_it_is_submitted(world):
    world.draft()
    client, address = client_of(world.facilitator), reverse("version-prepare", args=[world.charter.slug])
    sent = fields(client.get(address).content.decode(), "seen_text") | {"message": "m", "step": "submit"}
    world.rewrite(text="Changed meanwhile.")

    response = client.post(address, sent)

    assert response.status_code == 409
    assert "Changed meanwhile." in response.content.decode()
    assert not Version.objects.exists()


def test_a_form_replayed_after_the_submission_gives_back_what_was_typed(world):
    world.draft()
    client, address = client_of(world.facilitator), reverse("version-prepare", args=[world.charter.slug])
    sent = fields(client.get(address).content.decode(), "seen_text") | {"message": "Typed words", "step": "submit"}
    assert client.post(address, sent).status_code == 303

    response = client.post(address, sent)

    assert response.status_code == 409
    assert "Typed words" in response.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"message": "x" * 4001},
        {"message": "a\x00b"},
        {"step": "publish"},
        {"left_out": ["M1\x00"]},
        {"seen": "9" * 30},
        {"draft": "no"},
        {"draft": ""},
    ],
)
def test_bad_input_is_a_sentence_and_loses_nothing(world, wrong):
    world.draft()
    client, address = client_of(world.facilitator), reverse("version-prepare", args=[world.charter.slug])
    sent = fields(client.get(address).content.decode(), "seen_text") | {"message": "Typed words", "step": "save"}

    response = client.post(address, sent | wrong)

    assert response.status_code in (409, 422)
    assert 'role="alert"' in response.content.decode()
    assert (sent | wrong)["message"].replace("\x00", "")[-20:] in response.content.decode().replace("\x00", "")


def test_only_facilitators_prepare(world):
    slug = world.charter.slug
    for member in (world.agent, world.executive, MemberFactory(hr=True), MemberFactory(administrator=True)):
        page(member, "version-prepare", slug, status=403)
        for route in ("version-open", "version-abandon", "version-prepare"):
            assert client_of(member).post(reverse(route, args=[slug])).status_code == 403


def test_why_it_came_back_is_read_where_the_next_one_is_prepared(world):
    version = world.submit()
    deciding.return_to_facilitators(
        version, by=world.executive, reason="Say what it costs.", seen_hash=version.content_hash,
        reasons={"M1": "Two days are too few."},
    )  # fmt: skip

    for _before_and_once_it_is_taken_up in range(2):
        html = page(world.facilitator, "version-prepare", world.charter.slug, language="en")
        assert "Why it came back" in html
        assert re.search(r"Say what it costs\..*M1.*Two days are too few\.", html, re.DOTALL)
        assert version.get_absolute_url() in html
        preparing.prepare(world.charter, by=world.facilitator)
    world.submit()
    assert "Why it came back" not in page(world.facilitator, "version-prepare", world.charter.slug, language="en")


def test_giving_up_asks_for_the_state_that_was_seen(world):
    draft, client = world.draft(), client_of(world.facilitator)
    address = reverse("version-abandon", args=[world.charter.slug])
    for seen, status in {"99": 409, "not a number": 422, "9" * 5000: 422}.items():
        response = client.post(address, {"seen": seen})
        assert response.status_code == status
        assert f'name="seen" value="{draft.row_version}"' in response.content.decode()
        assert VersionDraft.objects.get().closed_at is None
    assert client.post(address, {"seen": draft.row_version}).status_code == 303
    assert VersionDraft.objects.get().closed_at
    assert client.post(address, {"seen": draft.row_version}).status_code == 302


def test_what_is_typed_on_a_page_that_refused_a_day_is_saved_where_it_belongs(world):
    client, address = client_of(world.facilitator), reverse("version-prepare", args=[world.charter.slug])
    draft = preparing.prepare(world.charter, by=world.facilitator)
    sent = {"until": "2001-01-01", "seen": draft.row_version, "seen_step": 0}

    refused = client.post(reverse("version-consult", args=[world.charter.slug]), sent)

    assert refused.status_code == 409
    [form] = [each for each in re.findall(r"<form[^>]*>", refused.content.decode()) if 'class="split"' in each]
    assert f'action="{address}"' in form


def test_a_version_of_which_everything_is_kept_for_later_is_not_said_ready(world):
    world.validate()
    world.rewrite(text="Other words.")
    world.draft(left_out=("M1",))

    html = page(world.facilitator, "version-prepare", world.charter.slug, language="en")

    assert "Every change is kept for a later version" in html
    assert "Ready to be submitted" not in html


def test_everyone_reads_why_a_consultation_counts_up_to_that_day(world):
    world.draft()

    html = page(world.agent, "versions", world.charter.slug, language="en")

    assert "The consultation is closed." in html
    assert circuit.WHY in html
