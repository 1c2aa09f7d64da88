"""The outbox as administrators see it: whom, since when, why; never the words."""

import pytest
from django.urls import reverse

from governance.mail.models import OutgoingMail, State
from tests.factories import MemberFactory, OutgoingMailFactory

pytestmark = pytest.mark.django_db
PAGE = "/organisation/mail/"


@pytest.fixture
def browser(client, settings):
    settings.EMAIL_HOST = "mail.test.example"
    client.force_login(MemberFactory(administrator=True))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_it_says_what_needs_someone_first_and_no_words_of_a_message(browser):
    OutgoingMailFactory(to="waits@test.example", tries=2, last_trouble="451 4.7.1")
    OutgoingMailFactory(to="perhaps@test.example", uncertain=True, subject="A secret", body="A link")
    OutgoingMailFactory(state=State.SENT, to="", subject="", body="", ended_at="2026-01-01T00:00Z")

    page = browser.get(PAGE).content.decode()

    assert page.index("perhaps@test.example") < page.index("waits@test.example")
    assert "2 messages have not left" in page
    assert "asks to wait (code 451 4.7.1)" in page
    assert "A secret" not in page
    assert "A link" not in page
    assert "no-store" in browser.get(PAGE)["Cache-Control"]


def test_a_decision_needs_a_reason_and_is_said(browser):
    mail = OutgoingMailFactory(uncertain=True)
    address = reverse("mail-decide", args=[mail.pk, "again"])

    assert "could receive it twice" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 422
    assert OutgoingMail.objects.get().state == State.UNCERTAIN
    done = browser.post(address, {"reason": "She says no"}, follow=True)

    assert "within a few seconds" in done.content.decode()
    assert OutgoingMail.objects.get().state == State.WAITING


def test_two_administrators_do_not_decide_twice(browser):
    mail = OutgoingMailFactory(uncertain=True)
    browser.post(reverse("mail-decide", args=[mail.pk, "drop"]), {"reason": "It arrived"})

    late = browser.post(reverse("mail-decide", args=[mail.pk, "again"]), {"reason": "Try"})

    assert late.status_code == 409
    assert "Someone has just dropped this message" in late.content.decode()


def test_all_that_waits_is_tried_now(browser):
    OutgoingMailFactory(tries=4, due_at="2099-01-01T00:00Z")

    done = browser.post(reverse("mail-try-now"), follow=True)

    assert "1 message is tried again now" in done.content.decode()
    assert OutgoingMail.objects.due().count() == 1


def test_what_nobody_knows_how_to_do_is_not_found(browser):
    mail = OutgoingMailFactory(uncertain=True)
    assert browser.get(reverse("mail-decide", args=[mail.pk, "burn"])).status_code == 404


def test_without_a_mail_server_the_page_says_so(browser, settings):
    settings.EMAIL_HOST = ""
    assert "sends no e-mail" in browser.get(PAGE).content.decode()


def test_the_first_page_of_administrators_says_that_something_is_stuck(browser):
    OutgoingMailFactory()
    title = "messages that did not leave"
    assert title not in browser.get("/").content.decode()
    OutgoingMailFactory.create_batch(2, uncertain=True, to="someone@test.example")

    page = browser.get("/").content.decode()

    assert f"Decide on 2 {title}" in page
    assert "someone@" not in page
    browser.force_login(MemberFactory(facilitator=True))
    assert title not in browser.get("/").content.decode()
