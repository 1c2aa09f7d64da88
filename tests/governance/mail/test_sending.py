"""What becomes of a message at each point where the mail server, the database or the worker may fail."""

import datetime
import threading

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from governance.mail import outbox, sending
from governance.mail.models import OutgoingMail, State
from tests.factories import MemberFactory, OutgoingMailFactory
from tests.governance.mail.postbox import HANG_UP, SAY_NOTHING

pytestmark = pytest.mark.django_db


def only() -> OutgoingMail:
    return OutgoingMail.objects.get()


def later(mail: OutgoingMail) -> None:
    """The time of the next try has come."""
    OutgoingMail.objects.filter(pk=mail.pk).update(due_at=timezone.now())


def test_a_message_leaves_and_is_forgotten(to_postbox):
    postbox = to_postbox()
    mail = OutgoingMailFactory(to="lea@test.example", subject="L’été d’Anne", body="Ça alors !\n.\nOui.")

    assert sending.deliver_due() == (1, True)

    (sent,) = postbox.received
    assert (sent["To"], sent["From"], sent["Subject"]) == (
        "lea@test.example", "La Charte <charte@test.example>", "L’été d’Anne",
    )  # fmt: skip
    assert sent.get_content().splitlines() == ["Ça alors !", ".", "Oui."]
    assert sent["Message-ID"] == f"<{mail.pk}@test.example>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Content-Language"] == "fr"
    kept = only()
    assert (kept.state, kept.to, kept.subject, kept.body) == (State.SENT, "", "", "")
    assert kept.ended_at
    assert kept.key == mail.key


def test_what_is_sent_is_never_due_again(to_postbox):
    postbox = to_postbox()
    OutgoingMailFactory()
    sending.deliver_due()
    OutgoingMail.objects.update(due_at=timezone.now() - datetime.timedelta(days=30))

    assert sending.deliver_due() == (0, True)
    assert len(postbox.received) == 1


# --- Nothing was accepted: later -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "trouble", "is_there"),
    [
        ({"CONNECT": "554 go away"}, "SMTPConnectError 554", False),
        ({"CONNECT": HANG_UP}, "SMTPServerDisconnected", False),
        ({"CONNECT": SAY_NOTHING}, "SMTPServerDisconnected", False),
        ({"EHLO": "500 what", "HELO": "500 what"}, "SMTPHeloError 500", False),
        ({"EHLO": HANG_UP}, "SMTPServerDisconnected", False),
        ({"MAIL": "530 5.7.0 who are you"}, "530 5.7.0", False),
        ({"MAIL": "421 4.3.2 closing"}, "421 4.3.2", False),
        ({"MAIL": HANG_UP}, "SMTPServerDisconnected", False),
        ({"RCPT": "451 4.7.1 greylisted, reader@test.example"}, "451 4.7.1", True),
        ({"RCPT": HANG_UP}, "SMTPServerDisconnected", False),
        ({"RCPT": "421 bye"}, "421", False),
        ({"DATA": "452 4.2.2 full"}, "452 4.2.2", True),
        ({"DATA": HANG_UP}, "SMTPServerDisconnected", False),
        ({"DATA": SAY_NOTHING}, "SMTPServerDisconnected", False),
        ({"BODY": "451 4.3.0 try later"}, "451 4.3.0", True),
        ({"BODY": "421 4.3.0 try later"}, "421 4.3.0", False),
    ],
    ids=str,
)
def test_what_nobody_accepted_is_tried_again_later(to_postbox, script, trouble, is_there):
    postbox = to_postbox(**script)
    OutgoingMailFactory()
    before = timezone.now()

    assert sending.deliver_due() == (0, is_there)

    mail = only()
    assert (mail.state, mail.last_trouble, mail.tries) == (State.WAITING, trouble, 1)
    assert mail.to
    assert mail.body
    assert before + datetime.timedelta(seconds=59) < mail.due_at < before + datetime.timedelta(seconds=70)
    assert postbox.received == []
    postbox.script.clear()
    later(mail)
    assert sending.deliver_due() == (1, True)
    assert len(postbox.received) == 1


@pytest.mark.parametrize(
    ("script", "asked", "trouble"),
    [
        ({}, {"EMAIL_USE_TLS": True}, "SMTPNotSupportedError"),
        ({}, {"EMAIL_HOST_USER": "charte"}, "SMTPNotSupportedError"),
        (
            {"EHLO": "250-test\r\n250 AUTH PLAIN", "AUTH": "535 5.7.8 no"},
            {"EMAIL_HOST_USER": "charte", "EMAIL_HOST_PASSWORD": "secret"},
            "SMTPAuthenticationError 535",
        ),
        (
            {"EHLO": "250-test\r\n250 STARTTLS", "STAR": "220 go"},
            {"EMAIL_USE_TLS": True, "EMAIL_HOST_USER": "charte", "EMAIL_HOST_PASSWORD": "secret"},
            "SSLError",
        ),
    ],
    ids=["no TLS", "no sign-in", "wrong password", "false TLS"],
)
def test_nothing_is_said_to_a_server_that_is_not_as_settings_ask(to_postbox, settings, script, asked, trouble):
    postbox = to_postbox(**script)
    for name, value in asked.items():
        setattr(settings, name, value)
    OutgoingMailFactory()

    assert sending.deliver_due() == (0, False)

    assert (only().state, only().last_trouble) == (State.WAITING, trouble)
    assert not {"MAIL", "RCPT", "DATA"} & set(postbox.steps)


def test_a_server_that_is_down_is_asked_once_for_all(settings, to_postbox):
    gone = to_postbox()
    gone.__exit__()
    OutgoingMailFactory.create_batch(5)

    assert sending.deliver_due() == (0, False)

    assert OutgoingMail.objects.filter(tries=1, last_trouble="ConnectionRefusedError").count() == 1
    OutgoingMail.objects.update(due_at=timezone.now())
    back = to_postbox()
    assert sending.deliver_due() == (5, True)
    assert len(set(back.ids)) == 5
    assert back.connections == 1


def test_the_pauses_grow_and_end_after_three_days():
    now, waited = timezone.now(), datetime.timedelta()
    for tries in range(1, sending.MOST_TRIES):
        put_off = sending.put_off(tries, now)
        assert put_off["state"] == State.WAITING
        assert put_off["due_at"] - now <= datetime.timedelta(hours=6)
        waited += put_off["due_at"] - now

    assert sending.put_off(1, now)["due_at"] - now == datetime.timedelta(minutes=1)
    assert datetime.timedelta(days=2.5) < waited < datetime.timedelta(days=3.5)
    assert sending.put_off(sending.MOST_TRIES, now) == {"state": State.GIVEN_UP, "ended_at": now}


# --- The server will never take it: given up -------------------------------------------------------------------


@pytest.mark.parametrize(
    "script", [{"RCPT": ["550 5.1.1 no reader@test.example"]}, {"DATA": ["554 no"]}, {"BODY": ["552 5.3.4 too long"]}]
)
def test_what_is_refused_for_ever_is_given_up_and_does_not_stop_the_others(to_postbox, script):
    postbox = to_postbox(**script)
    refused = OutgoingMailFactory(due_at=timezone.now() - datetime.timedelta(hours=1))
    OutgoingMailFactory.create_batch(2)

    assert sending.deliver_due() == (2, True)

    refused.refresh_from_db()
    assert refused.state == State.GIVEN_UP
    assert refused.last_trouble.startswith("55")
    assert "@" not in refused.last_trouble
    assert len(postbox.received) == 2
    assert postbox.connections == 1


def test_an_address_that_no_message_can_carry_is_given_up(to_postbox):
    to_postbox()
    OutgoingMailFactory(to="two lines\n@test.example")

    assert sending.deliver_due() == (0, True)
    assert only().state == State.GIVEN_UP


# --- Nobody knows: a person decides ----------------------------------------------------------------------------


@pytest.mark.parametrize("said", [HANG_UP, SAY_NOTHING, "what?", "354 more"])
def test_what_may_have_arrived_is_never_sent_again_by_itself(to_postbox, said):
    postbox = to_postbox(BODY=said)
    OutgoingMailFactory()

    assert sending.deliver_due() == (0, True)

    mail = only()
    assert mail.state == State.UNCERTAIN
    assert mail.handed_over_at
    later(mail)
    postbox.script.clear()
    for _ in range(3):
        sending.recover()
        assert sending.deliver_due() == (0, True)
    assert len(postbox.received) <= 1


def test_a_server_that_hangs_up_between_two_messages_is_called_again(to_postbox):
    postbox = to_postbox(MAIL=["250 ok", HANG_UP, "250 ok", "421 enough", "250 ok"])
    OutgoingMailFactory.create_batch(3)

    assert sending.deliver_due() == (3, True)

    assert len(set(postbox.ids)) == 3
    assert postbox.connections == 3
    assert set(OutgoingMail.objects.values_list("tries", flat=True)) == {1}


# --- The database, and people ----------------------------------------------------------------------------------


def test_what_the_database_does_not_know_is_handed_over_is_not(to_postbox, monkeypatch):
    postbox = to_postbox()
    OutgoingMailFactory()

    def lost(mail):
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as lost_connection:
        lost_connection.setattr(sending, "hand_over", lost)
        with pytest.raises(OperationalError):
            sending.deliver_due()

    assert postbox.received == []
    assert only().state == State.BEING_SENT


def test_what_was_taken_back_meanwhile_is_left_to_whoever_has_it(to_postbox):
    postbox = to_postbox()
    OutgoingMailFactory()
    mail = sending.take_next()
    OutgoingMail.objects.update(state=State.WAITING)

    with pytest.raises(sending.TakenBack):
        sending.hand_over(mail)
    assert postbox.received == []


def test_the_answer_of_the_server_is_the_truth_even_late(to_postbox):
    OutgoingMailFactory()
    mail = sending.take_next()
    sending.hand_over(mail)
    OutgoingMail.objects.update(state=State.UNCERTAIN, ended_at=timezone.now())

    sending.conclude(mail, sending.Outcome(sending.End.SENT))

    assert only().state == State.SENT


def test_an_answer_about_an_earlier_attempt_changes_nothing(to_postbox):
    OutgoingMailFactory()
    mail = sending.take_next()
    OutgoingMail.objects.update(state=State.WAITING, attempt=None)

    sending.conclude(mail, sending.Outcome(sending.End.SENT))

    assert only().state == State.WAITING


def test_whoever_left_is_not_written_to(to_postbox):
    postbox = to_postbox()
    member = MemberFactory()
    OutgoingMailFactory(to=member.email)
    OutgoingMailFactory()
    member.is_active = False
    member.save()

    assert sending.deliver_due() == (1, True)

    assert len(postbox.received) == 1
    assert OutgoingMail.objects.get(state=State.DROPPED).to == ""


def test_a_password_leaves_before_the_news(to_postbox):
    postbox = to_postbox()
    OutgoingMailFactory(subject="News", due_at=timezone.now() - datetime.timedelta(hours=1))
    OutgoingMailFactory(subject="Password", urgent=True)

    sending.deliver_due()

    assert [message["Subject"] for message in postbox.received] == ["Password", "News"]


def test_without_a_mail_server_nothing_moves(settings):
    OutgoingMailFactory()
    settings.EMAIL_HOST = ""

    assert sending.deliver_due() == (0, True)
    assert only().tries == 0


def test_logs_name_nobody(to_postbox, caplog):
    to_postbox(MAIL="530 5.7.0 reader@test.example, About the charter")
    OutgoingMailFactory(to="reader@test.example")

    sending.deliver_due()

    assert "530 5.7.0" in caplog.text
    assert "reader@" not in caplog.text
    assert "About" not in caplog.text


# --- Several workers -------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_of_fifty_messages_once(to_postbox):
    postbox = to_postbox(slow=0.005)
    OutgoingMailFactory.create_batch(50)
    sent, start = [], threading.Barrier(2)

    def work():
        try:
            start.wait()
            while OutgoingMail.objects.exclude(state=State.SENT).exists():
                sending.recover()
                sent.append(sending.deliver_due()[0])
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert len(postbox.received) == len(set(postbox.ids)) == sum(sent) == 50
    assert postbox.connections >= 2


@pytest.mark.django_db(transaction=True)
def test_what_is_being_sent_elsewhere_is_left_alone_until_its_worker_dies():
    OutgoingMailFactory.create_batch(2)
    taken, finish = threading.Event(), threading.Event()

    def work():
        try:
            sending.hand_over(sending.take_next())
            sending.take_next()
            taken.set()
            finish.wait(10)
        finally:
            connection.close()  # as PostgreSQL sees the death of a worker

    worker = threading.Thread(target=work)
    worker.start()
    taken.wait(10)
    found_alive = sending.recover()
    finish.set()
    worker.join(10)

    assert found_alive == 0
    assert sending.recover() == 2
    found = {(mail.state, mail.last_trouble, bool(mail.handed_over_at)) for mail in OutgoingMail.objects.all()}
    assert found == {(State.UNCERTAIN, sending.KILLED, True), (State.WAITING, sending.KILLED, False)}


@pytest.mark.django_db(transaction=True)
def test_a_rule_that_fails_writes_to_nobody(to_postbox):
    postbox = to_postbox()

    @transaction.atomic
    def fail():
        assert outbox.write(key="a:1", address="lea@test.example", subject="Yes", body="Yes")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert sending.deliver_due() == (0, True)
    assert postbox.received == []
    assert outbox.write(key="a:1", address="lea@test.example", subject="Yes", body="Yes")
