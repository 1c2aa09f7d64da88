"""The pages of versions: what each reader sees and may do, and what a refusal gives back."""

from __future__ import annotations

import re
import threading

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charters.models import Charter, Version, VersionDraft, VersionStep
from charters.text.drafting import edit_charter
from charters.versions import deciding, preparing
from governance.models import Member
from governance.signing import save_signed
from tests.charters.versions.conftest import World
from tests.factories import MemberFactory

ARTICLE = re.compile(rb"<article.*?</article>", re.DOTALL)


def client_of(member: Member | None) -> Client:
    client = Client()
    if member:
        client.force_login(member)
    return client


def page(member: Member | None, route: str, *args: object, status: int = 200) -> str:
    response = client_of(member).get(reverse(route, args=args))
    assert response.status_code == status, response.content[:2000]
    return response.content.decode()


def fields(html: str, action: str = "") -> dict[str, str]:
    """The hidden fields of a form, as a browser would send them."""
    form = next(form for form in re.findall(r"<form.*?</form>", html, re.DOTALL) if action in form)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def publish(world: World) -> None:
    world.organisation.publishes_versions = True
    save_signed(world.organisation, by=None, reason="For a test")


# --- Preparing -------------------------------------------------------------------------------------


def test_the_whole_way_from_the_working_text_to_a_validated_version(world):
    """By the pages alone, as a browser without script would."""
    slug, facilitator, executive = world.charter.slug, client_of(world.facilitator), client_of(world.executive)
    prepare = reverse("version-prepare", args=[slug])
    assert facilitator.post(reverse("version-open", args=[slug])).headers["Location"] == prepare
    html = facilitator.get(prepare).content.decode()
    assert "Draft" in html or "Brouillon" in html
    sent = fields(html, "seen_text") | {"message": "The first one.", "step": "submit"}
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


# --- The desk --------------------------------------------------------------------------------------


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
    sent = {"seen_hash": Version.objects.get().content_hash, "validating_body": "Me"}
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

    response = client.post(address, {"seen_hash": "0" * 64, "validating_body": "Typed body"})

    html = response.content.decode()
    assert response.status_code == 409
    assert "Typed body" in html
    assert fields(html, "/validate/")["seen_hash"] == Version.objects.get().content_hash


@pytest.mark.parametrize(("act", "name"), [("validate", "validating_body"), ("return", "reason")])
@pytest.mark.parametrize("typed", ["", "x" * 5000, "a\x00b"])
def test_an_invalid_decision_is_422_with_what_was_typed(world, act, name, typed):
    world.submit()
    sent = {"seen_hash": Version.objects.get().content_hash, name: typed}

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
    sent = {"seen_hash": version.content_hash, "reason": "r", "validating_body": "b"}
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
            sent = {"seen_hash": version.content_hash, "validating_body": "Executive committee"}
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


# --- A validated version, and the list -------------------------------------------------------------


def test_the_article_is_the_same_to_the_byte_after_the_text_and_later_versions(world):
    world.add("Plan together", section="values", note="Why", indicators=["One"], hr_interview="How?")
    world.validate()
    address = reverse("version", args=[world.charter.slug, 1])
    client = client_of(world.agent)
    before = ARTICLE.search(client.get(address).content).group()

    world.rewrite(text="Quite other words.")
    world.add("Another", section="values")
    charter = Charter.objects.get()
    words = {"title": "Another title", "preamble": "Other"}
    edit_charter(charter, by=world.facilitator, reason="r", words=words, seen=charter.row_version)
    world.validate()

    response = client.get(address)
    assert ARTICLE.search(response.content).group() == before
    assert reverse("version", args=[world.charter.slug, 2]) in response.content.decode()


def test_every_frozen_word_can_be_read(world):
    words = {
        "note": "A note.", "indicators": ["A practice"], "hr_job_description": "For the job",
        "hr_mission_letter": "For the mission", "hr_interview": "For the interview",
    }  # fmt: skip
    world.add("Plan together", section="values", **words)
    version = world.validate()

    html = page(world.agent, "version", world.charter.slug, 1)

    for word in ("Cooperation charter", "We work together.", "Everyone.", version.content_hash, *words.values()):
        assert (word if isinstance(word, str) else word[0]) in html


def test_a_version_that_was_superseded_leads_to_the_one_in_force(world):
    for text in ("One.", "Two.", "Three."):
        world.rewrite(text=text)
        world.validate()
    slug = world.charter.slug

    assert f'href="{reverse("version", args=[slug, 3])}"' in page(world.agent, "version", slug, 1)
    assert "notice" not in page(world.agent, "version", slug, 3)


@pytest.mark.parametrize("number", [0, 2, 10**20])
def test_a_number_that_does_not_exist_is_404(world, number):
    world.validate()

    page(world.agent, "version", world.charter.slug, number, status=404)
    page(world.agent, "version-submitted", world.charter.slug, number, status=404)
    page(world.agent, "version", "no-such-charter", 1, status=404)


def test_visitors_read_validated_versions_when_the_organisation_publishes_them(world):
    world.validate()
    world.rewrite(text="A secret draft.")
    world.submit(message="Not for visitors")
    publish(world)
    slug = world.charter.slug

    html = page(None, "version", slug, 1)
    listed = page(None, "versions", slug)

    assert "We answer within two days." in html
    assert reverse("version", args=[slug, 1]) in listed
    for hidden in ("A secret draft.", "Not for visitors", "/versions/submitted/", world.facilitator.name):
        assert hidden not in html + listed
    assert client_of(None).get(reverse("version-submitted", args=[slug, 2])).status_code == 302
    assert client_of(None).get(reverse("version", args=[slug, 2])).status_code == 404


def test_visitors_sign_in_first_when_nothing_is_published(world):
    """Whatever the address: they cannot tell which versions exist."""
    world.validate()
    for route, args in (("versions", []), ("version", [1]), ("version", [9])):
        response = client_of(None).get(reverse(route, args=[world.charter.slug, *args]))
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/accounts/login/")
    assert client_of(None).get(reverse("versions", args=["no-such-charter"])).status_code == 302


def test_the_list_says_where_each_version_stands(world):
    slug = world.charter.slug
    assert "empty" in page(world.agent, "versions", slug)
    world.validate()
    world.rewrite(text="Two.")
    deciding.withdraw(world.submit(), by=world.facilitator, reason="A mistake in M1.")
    world.submit()

    html = page(world.agent, "versions", slug)

    for address in (("version", 1), ("version-submitted", 2), ("version-submitted", 3)):
        assert reverse(address[0], args=[slug, address[1]]) in html
    assert "A mistake in M1." in html


# --- Constant queries ------------------------------------------------------------------------------


def count(member: Member | None, route: str, *args: object) -> int:
    client = client_of(member)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(route, args=args)).status_code == 200
    return len(queries)


def test_pages_cost_the_same_with_one_clause_and_with_twenty_five(world):
    slug = world.charter.slug
    publish(world)
    both = MemberFactory(facilitator=True, executive=True)

    def costs() -> dict[str, int]:
        world.validate()
        world.rewrite(text=f"Text {Version.objects.count()}.")
        world.submit()
        found = {
            "desk": count(world.executive, "version-submitted", slug, Version.objects.count()),
            "desk of an agent": count(world.agent, "version-submitted", slug, Version.objects.count()),
            "desk of both": count(both, "version-submitted", slug, Version.objects.count()),
        }
        last = Version.objects.order_by("-submission").first()
        deciding.withdraw(last, by=world.facilitator, reason="r")
        world.draft(message="m", left_out=("M1",))
        return found | {
            "prepare": count(world.facilitator, "version-prepare", slug),
            "version": count(world.agent, "version", slug, 1),
            "version of a visitor": count(None, "version", slug, 1),
            "list": count(world.agent, "versions", slug),
            "list of a visitor": count(None, "versions", slug),
        }

    one = costs()
    draft = VersionDraft.objects.get(closed_at=None)
    preparing.abandon_draft(draft, by=world.facilitator, seen=draft.row_version)
    for number in range(24):
        world.add(f"Clause {number}", section=["values", "methods", "hr_tools"][number % 3])
    many = costs()

    assert many == one
    assert max(many.values()) <= 8, many
