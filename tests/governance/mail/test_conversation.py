"""The message as it travels: what was written is what is read, in seven bits, whatever it is."""

from email import message_from_bytes, policy

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from governance.mail.conversation import envelope
from governance.mail.models import OutgoingMail

LETTERS = some.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co"])


@pytest.fixture(autouse=True, scope="module")
def _sender():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.DEFAULT_FROM_EMAIL", "Charte de l’Aubrelle <charte@exämple.fr>")
        yield


@given(
    subject=some.text(LETTERS, min_size=1, max_size=150),
    body=some.text(some.one_of(LETTERS, some.sampled_from("\n.=")), max_size=400),
)
@example(subject="Charte de coopération : choisir un nouveau mot de passe", body=".\n..\n.deux")
@example(subject="é" * 150, body="x" * 3000)
def test_what_is_written_is_what_is_read(subject, body):
    subject = " ".join(subject.split()) or "a"
    sender, to, words = envelope(OutgoingMail(to="lea@exämple.fr", subject=subject, body=body))

    assert (sender, to) == ("charte@xn--exmple-cua.fr", "lea@xn--exmple-cua.fr")
    assert words.isascii()
    assert max(map(len, words.split(b"\r\n"))) <= 998
    assert words.endswith(b"\r\n.\r\n")
    inside = words.removesuffix(b".\r\n")
    assert b"\r\n.\r\n" not in inside
    assert b"\n" not in inside.replace(b"\r\n", b"")
    read = message_from_bytes(inside.replace(b"\r\n..", b"\r\n."), policy=policy.default)
    assert read["Subject"] == subject
    assert read["From"] == "Charte de l’Aubrelle <charte@xn--exmple-cua.fr>"
    assert read.get_content().replace("\r\n", "\n").rstrip("\n") == body.rstrip("\n")


@pytest.mark.parametrize(
    "words", [{"subject": "A\nBcc: b@test.example"}, {"to": "a@test.example\nBcc: b@test.example"}]
)
def test_no_words_add_a_header(words):
    with pytest.raises(ValueError, match=r"(?i)newline|linefeed|carriage|address"):
        envelope(OutgoingMail(**{"to": "a@test.example", "subject": "A", "body": "B", **words}))
