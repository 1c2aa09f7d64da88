"""Every answer carries the headers that keep a page between its reader and us."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from charter_site.headers import HeadersMiddleware

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/there-is-no-such-page/", "/static/there-is-no-such-file.css"])
def test_headers_of_every_answer(client, path):
    headers = client.get(path).headers
    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Cache-Control" in headers


@pytest.mark.django_db
def test_transport_is_strict_where_there_is_a_certificate(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/accounts/login/").status_code == 301
    assert client.get("/healthz/live").status_code == 200
    secure = client.get("/accounts/login/", secure=True)
    assert secure.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_a_page_is_private_unless_its_view_said_more():
    def answer(**headers):
        middleware = HeadersMiddleware(lambda request: HttpResponse(headers=headers))
        return middleware(RequestFactory().get("/")).headers["Cache-Control"]

    assert answer() == "private, no-cache"
    assert answer(**{"Cache-Control": "no-store"}) == "no-store"
