"""A browser for each person, when a test needs several."""

from __future__ import annotations

from django.test import Client

from governance.models import Member


def browser_of(member: Member) -> Client:
    """Signed in, and read in English."""
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(member)
    return browser
