"""What a person decides of a message that did not leave, and what the outbox forgets."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from governance.mail import sending, tending
from governance.mail.backend import PREFIX
from governance.mail.models import OutgoingMail, State
from governance.refusals import Refused
from tests.factories import MemberFactory, OutgoingMailFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return MemberFactory(administrator=True, function="Network administrator")


@pytest.mark.parametrize("trait", ["given_up", "uncertain"])
def test_what_is_stuck_leaves_again_when_someone_says_so(administrator, to_postbox, trait):
    postbox = to_postbox()
    mail = OutgoingMailFactory(**{trait: True})

    tending.send_again(mail, by=administrator, reason="She has not received it")

    assert sending.deliver_due() == (1, True)
    mail.refresh_from_db()
    assert (mail.state, mail.decided_by, mail.decided_by_function, mail.reason) == (
        State.SENT, administrator.pseudonym, "Network administrator", "She has not received it",
    )  # fmt: skip
    assert postbox.ids == [f"<{mail.pk}@test.example>"]


@pytest.mark.parametrize("traits", [{"given_up": True}, {"uncertain": True}, {}])
def test_what_is_dropped_is_forgotten(administrator, traits):
    mail = tending.drop(OutgoingMailFactory(**traits), by=administrator, reason="He received it")

    mail.refresh_from_db()
    assert (mail.state, mail.to, mail.subject, mail.body) == (State.DROPPED, "", "", "")
    assert mail.reason == "He received it"


@pytest.mark.parametrize("act", [tending.send_again, tending.drop])
@pytest.mark.parametrize("state", [State.BEING_SENT, State.SENT, State.DROPPED])
def test_what_moved_meanwhile_is_left(administrator, act, state):
    OutgoingMailFactory()
    mail = sending.take_next()
    if state == State.SENT:
        sending.conclude(mail, sending.Outcome(sending.End.SENT))
    elif state == State.DROPPED:
        OutgoingMail.objects.update(state=state, ended_at=timezone.now(), to="", subject="", body="")

    with pytest.raises(Refused, match="Nothing was changed"):
        act(mail, by=administrator, reason="Because")
    assert OutgoingMail.objects.get().state == state


def test_what_waits_is_not_sent_again_but_tried_now(administrator):
    mail = OutgoingMailFactory(tries=3, due_at=timezone.now() + datetime.timedelta(hours=5))
    planned = OutgoingMailFactory(due_at=timezone.now() + datetime.timedelta(days=5))

    with pytest.raises(Refused, match="waits to be sent already"):
        tending.send_again(mail, by=administrator, reason="Because")
    assert tending.try_now(by=administrator) == 1

    assert OutgoingMail.objects.due().get() == mail
    assert planned not in OutgoingMail.objects.due()


def test_only_administrators_decide():
    mail = OutgoingMailFactory(uncertain=True)
    for by in (MemberFactory(), MemberFactory(facilitator=True, executive=True, hr=True)):
        with pytest.raises(PermissionDenied):
            tending.try_now(by=by)
        for act in (tending.send_again, tending.drop):
            with pytest.raises(PermissionDenied):
                act(mail, by=by, reason="Because")


def test_what_waited_in_a_restored_backup_is_not_sent_again_by_itself(administrator, to_postbox):
    postbox = to_postbox()
    OutgoingMailFactory()
    OutgoingMailFactory(given_up=True)

    assert tending.doubt() == 1

    assert sending.deliver_due() == (0, True)
    assert postbox.received == []
    assert "backup" in OutgoingMail.objects.get(state=State.UNCERTAIN).trouble


def test_the_outbox_forgets_what_nobody_decided_and_keeps_what_was_told(settings):
    settings.MAIL_KEPT_DAYS = 30
    old, recent = (timezone.now() - datetime.timedelta(days=days) for days in (31, 29))
    emptied = {"state": State.SENT, "to": "", "subject": "", "body": ""}
    for ended_at, when in ((old, "old"), (recent, "recent")):
        OutgoingMailFactory(key=f"told:{when}", ended_at=ended_at, **emptied)
        OutgoingMailFactory(key=f"{PREFIX}{when}", ended_at=ended_at, **emptied)
        OutgoingMailFactory(key=f"stuck:{when}", uncertain=True, ended_at=ended_at)

    assert tending.forget() == 2

    kept = dict(OutgoingMail.objects.values_list("key", "state"))
    assert kept == {
        "told:old": State.SENT, "told:recent": State.SENT, f"{PREFIX}recent": State.SENT,
        "stuck:old": State.DROPPED, "stuck:recent": State.UNCERTAIN,
    }  # fmt: skip
    assert OutgoingMail.objects.get(key="stuck:old").to == ""
