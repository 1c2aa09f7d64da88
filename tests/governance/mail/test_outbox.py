"""Writing to someone: once, never to whoever has no account, and never a header that someone chose."""

import re
import time

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives
from django.db import IntegrityError, connection, transaction

from governance.mail import outbox
from governance.mail.models import OutgoingMail, State
from tests.factories import MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
OURS = "governance.mail.backend.OutboxBackend"


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.test.example", "charte@test.example"


def write(**words) -> bool:
    return outbox.write(**{"key": "event:1", "subject": "About it", "body": "It is done.", **words})


def test_a_member_is_written_to_once_for_one_event():
    member = MemberFactory()

    assert write(member=member)
    assert not write(member=member, subject="Again")

    written = OutgoingMail.objects.get()
    assert (written.to, written.subject, written.state) == (member.email, "About it", State.WAITING)


def test_whoever_has_no_open_account_or_no_address_is_not_written_to(settings):
    closed, invented = MemberFactory(is_active=False), MemberFactory(is_demonstration=True)

    assert not write(member=closed)
    assert not write(member=MemberFactory(email=None))
    assert not write(member=MemberFactory(email="badly typed"))
    assert not write(member=invented)
    assert not outbox.is_written_to(invented)
    assert not OutgoingMail.objects.exists()
    settings.DEMO = True
    assert write(member=invented)


def test_without_a_mail_server_nobody_is_written_to(settings):
    settings.EMAIL_HOST = ""

    assert not write(member=MemberFactory())
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("subject", ["Yes\nBcc: all@test.example", "Yes\rNo", "Yes\u2028No", "Yes\x85No", "Yes\0No"])
def test_a_subject_is_one_line(subject):
    with pytest.raises(BadHeaderError):
        write(address="lea@test.example", subject=subject)


@pytest.mark.parametrize("address", ["nobody", "lea@test.example\nBcc: all@test.example", "a@b, c@d.example"])
def test_an_address_is_one_address(address):
    with pytest.raises(ValidationError):
        write(address=address)


class TestComposing:
    @pytest.fixture
    def template(self, tmp_path, settings):
        (tmp_path / "told_subject.txt").write_text("{{ what }} in force\n")
        (tmp_path / "told.txt").write_text(
            "{% load i18n %}{{ name }}, {% blocktranslate %}{{ what }}!{% endblocktranslate %}\n"
        )
        first, *_others = settings.TEMPLATES
        settings.TEMPLATES = [{**first, "DIRS": [*first["DIRS"], tmp_path]}]
        return "told"

    def test_nothing_is_escaped_and_the_footer_says_who_writes_and_why(self, template):
        OrganisationFactory(name="L'Aubrelle & Cie")
        message = outbox.compose(template, {"name": "Anne d'Or", "what": "L'<été>"}, "en")

        assert message.subject == "L'<été> in force"
        assert message.body.startswith(
            "Anne d'Or, L'<été>!\n\n-- \nCooperation charter, L'Aubrelle & Cie\nhttps://testserver\n"
        )
        assert "because you have an account" in message.body
        assert write(address="lea@test.example", **message._asdict())

    def test_the_reason_to_write_can_be_another(self, template):
        message = outbox.compose(template, {"name": "A", "what": "B", "because": "You lead this round."})
        assert "You lead this round." in message.body
        assert "account" not in message.body

    def test_the_organisation_s_language_is_that_of_messages(self, template):
        OrganisationFactory(content_language="en")
        assert outbox.compose(template, {"name": "A", "what": "B"}).language == "en"

    def test_a_name_cannot_add_a_header(self, template):
        with pytest.raises(BadHeaderError):
            outbox.compose(template, {"name": "A", "what": "B\nBcc: all@test.example"})


def test_a_page_has_its_whole_address():
    assert outbox.address_of("/verify/") == "https://testserver/verify/"


class TestWhatDjangoSends:
    def test_it_goes_through_the_outbox_before_the_news(self, settings):
        settings.EMAIL_BACKEND = OURS

        assert mail.send_mail("One", "Two", None, ["lea@test.example", "tom@test.example"])

        assert set(OutgoingMail.objects.values_list("to", "urgent", "subject")) == {
            ("lea@test.example", True, "One"), ("tom@test.example", True, "One"),
        }  # fmt: skip

    def test_it_is_plain_text(self, settings):
        settings.EMAIL_BACKEND = OURS
        rich = EmailMultiAlternatives("One", "Two", None, ["lea@test.example"])
        rich.attach_alternative("<p>Two</p>", "text/html")
        joined = EmailMessage("One", "Two", None, ["lea@test.example"], attachments=[("a.txt", "a", "text/plain")])

        for message in (rich, joined):
            with pytest.raises(TypeError):
                message.send()

    @pytest.mark.django_db(transaction=True)
    def test_a_forgotten_password_waits_in_the_outbox_and_the_page_for_nobody(self, settings, client):
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = OURS, "192.0.2.1"  # an address where nobody answers
        member = MemberFactory()
        start = time.monotonic()

        answer = client.post("/accounts/password/reset/", {"email": member.email}, headers={"accept-language": "en"})

        assert answer.status_code == 302
        assert time.monotonic() - start < 5
        written = wait_for_one()
        assert (written.to, written.urgent, written.state, written.language) == (
            member.email, True, State.WAITING, "en",
        )  # fmt: skip
        assert re.search(r"http://testserver/accounts/password/reset/key/\S+", written.body)
        connection.close()


def wait_for_one() -> OutgoingMail:
    for _ in range(100):
        if found := OutgoingMail.objects.first():
            return found
        time.sleep(0.05)
    raise AssertionError("nothing was written")


def test_a_message_is_in_one_of_the_states_that_the_worker_knows():
    assert write(member=MemberFactory())
    with pytest.raises(IntegrityError, match="mail_state_is_known"), transaction.atomic():
        OutgoingMail.objects.update(state="lost")
