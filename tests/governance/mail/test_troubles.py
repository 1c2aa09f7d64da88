"""Each failure that can be kept has a sentence; none shows a code of programs."""

import smtplib
import socket
import ssl

import pytest

from governance.mail.conversation import code_of, trouble_of
from governance.mail.troubles import KILLED, told


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("", ""),
        (KILLED, "stopped while"),
        (code_of(550, b"5.1.1 lea@test.example: who?"), "refuses it (code 550 5.1.1)"),
        (code_of(554, b"lea@test.example"), "refuses it (code 554)"),
        (code_of(451, b"4.7.1 greylisted"), "asks to wait (code 451 4.7.1)"),
        (trouble_of(smtplib.SMTPAuthenticationError(535, b"no")), "user name or the password"),
        (trouble_of(smtplib.SMTPConnectError(554, b"no")), "no message of this site (code 554)"),
        (trouble_of(smtplib.SMTPServerDisconnected("no")), "hung up"),
        (trouble_of(smtplib.SMTPNotSupportedError("no")), "safe connection"),
        (trouble_of(ssl.SSLCertVerificationError("no")), "certificate"),
        (trouble_of(socket.gaierror(-2, "no")), "name of the mail server"),
        (trouble_of(ConnectionRefusedError()), "is stopped"),
        (trouble_of(OSError()), "cannot be reached"),
        (trouble_of(ValueError()), "No message can carry"),
    ],
)
def test_a_trouble_is_told_in_a_sentence(trouble, said):
    assert said in told(trouble)
    assert "@" not in trouble
    assert "Error" not in told(trouble)
