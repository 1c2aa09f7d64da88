"""Every night each seal is computed again, and someone is told when one does not hold."""

import pytest

from charter_site import nightly
from charters.commitments.reminding import Reminder
from governance.models import OutgoingMail
from governance.seals import seal_now
from tests.factories import DecisionFactory, MemberFactory
from tests.governance.ledger_rows import run, unlock

pytestmark = pytest.mark.django_db


def test_nobody_is_written_to_while_every_seal_holds(settings):
    settings.EMAIL_HOST = "mail.test.example"
    MemberFactory(administrator=True)
    DecisionFactory()
    seal_now()

    assert nightly.verify_seals() == 0
    assert not OutgoingMail.objects.exists()


def test_what_departments_are_reminded_of_is_written_once_to_each(settings, monkeypatch):
    settings.EMAIL_HOST = "mail.test.example"
    heads = [MemberFactory(), MemberFactory()]
    said = ("A version to sign", "Talk about it with your team.", "/charters/c/commitments/1/")
    monkeypatch.setattr(nightly, "reminders_due", lambda today: [Reminder(head, "sign:1", *said) for head in heads])

    assert [nightly.remind_departments(), nightly.remind_departments()] == [2, 0]
    mails = list(OutgoingMail.objects.all())
    assert {(mail.to, mail.subject, mail.key) for mail in mails} == {
        (head.email, "A version to sign", f"sign:1:{head.pseudonym}") for head in heads
    }
    assert "Talk about it with your team." in mails[0].body
    assert "/charters/c/commitments/1/" in mails[0].body


def test_administrators_and_management_are_told_which_row_was_changed(settings, as_owner, caplog):
    settings.EMAIL_HOST = "mail.test.example"
    told = [MemberFactory(administrator=True).email, MemberFactory(executive=True).email]
    MemberFactory(facilitator=True)
    decision = DecisionFactory()
    seal_now()
    unlock()
    run("ALTER TABLE governance_decision DISABLE TRIGGER USER")
    run(f"UPDATE governance_decision SET subject = 'Something else' WHERE id = {decision.pk}")

    assert nightly.verify_seals() == 1
    assert sorted(mail.to for mail in OutgoingMail.objects.all()) == sorted(told)
    assert f"(governance_decision {decision.pk})" in OutgoingMail.objects.first().body
    assert "1 seal(s) do not hold" in caplog.text
