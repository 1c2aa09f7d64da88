"""A mail server for the tests of the outbox."""

import pytest

from governance.mail import conversation
from tests.governance.mail.postbox import Postbox


@pytest.fixture
def to_postbox(settings, monkeypatch):
    """Have mail sent to a scripted server: ``to_postbox(RCPT="550 5.1.1 nobody")``."""
    opened = []

    def open_postbox(**script) -> Postbox:
        postbox = Postbox(**script).__enter__()
        opened.append(postbox)
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postbox.port
        return postbox

    settings.DEFAULT_FROM_EMAIL = "La Charte <charte@test.example>"
    settings.EMAIL_TIMEOUT = 0.7
    monkeypatch.setattr(conversation, "ANSWER_WITHIN", 0.7)
    yield open_postbox
    for postbox in opened:
        postbox.__exit__()
