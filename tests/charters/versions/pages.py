"""The pages of versions, as each reader opens them."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from governance.models import Member
from governance.signing import save_signed
from tests.charters.versions.conftest import World


def client_of(member: Member | None, language: str = "") -> Client:
    client = Client(headers={"accept-language": language} if language else None)
    if member:
        client.force_login(member)
    return client


def page(member: Member | None, route: str, *args: object, status: int = 200, language: str = "") -> str:
    response = client_of(member, language).get(reverse(route, args=args))
    assert response.status_code == status, response.content[:2000]
    return response.content.decode()


def fields(html: str, action: str = "") -> dict[str, str]:
    """The hidden fields of a form, as a browser would send them."""
    form = next(form for form in re.findall(r"<form.*?</form>", html, re.DOTALL) if action in form)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def publish(world: World) -> None:
    world.organisation.publishes_versions = True
    save_signed(world.organisation, by=None, reason="For a test")


def plain(markup: str) -> str:
    """What a browser copies of some markup: blocks are lines, list items have no bullet."""
    lines = re.sub(r"</?(?:p|ul|ol|li|h\d|div|section|article|header|summary|details|dl|dt|dd)\b[^>]*>", "\n", markup)
    return unescape(re.sub(r"<[^>]+>", "", lines))
