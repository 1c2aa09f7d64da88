"""A reader's requests, as a proxy passes them on; and what a page must hold to count."""

from __future__ import annotations

import html
import http.client
import re
from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from governance.models import Member
from governance.plain_text import french

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class WrongPage(AssertionError):
    """A page that does not show what it must is not measured."""


class Browser:
    """One connection, kept open, on which any reader speaks."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(
        self, method: str, address: str, *, cookies: dict[str, str], form: dict[str, str] | None = None, mark: str = ""
    ):
        """Send a request, for the page with this mark if it is not empty; return status, headers and body."""
        headers = {"Host": "127.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if mark:
            headers["If-None-Match"] = mark
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://127.0.0.1"}
        self.connection.request(method, address, body=body, headers=headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()

    def read(self, address: str, *, cookies: dict[str, str] | None = None) -> str:
        """Read a page."""
        status, _, body = self.send("GET", address, cookies=cookies or {})
        if status != 200:
            raise WrongPage(f"{address} answered {status}")
        return body

    def marked(self, address: str, cookies: dict[str, str]) -> Callable[[int], None]:
        """Read a page, and return what asks for it again while it has not changed."""
        _, headers, _ = self.send("GET", address, cookies=cookies)
        mark = headers["ETag"]

        def again(_n: int) -> None:
            status, _, body = self.send("GET", address, cookies=cookies, mark=mark)
            if (status, body) != (304, ""):
                raise WrongPage(f"{address} answered {status}, and nothing had changed")

        return again

    def take_token(self, address: str, cookies: dict[str, str]) -> dict[str, str]:
        """Open a page with a form: return what a form sends back, and keep the cookie that goes with it."""
        _, headers, body = self.send("GET", address, cookies=cookies)
        for line in headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            if name == settings.CSRF_COOKIE_NAME:
                cookies[name] = rest.partition(";")[0]
        return {"csrfmiddlewaretoken": TOKEN.search(body)[1]}


def signed_in(member: Member) -> dict[str, str]:
    """The cookies of someone who signed in."""
    client = Client()
    client.force_login(member)
    name = settings.SESSION_COOKIE_NAME
    return {name: client.cookies[name].value}


def check_charter(page: str, texts: Iterable[str], marked: set[str]) -> None:
    """Every text is there, and the reader's own marks are on their clauses and on no other."""
    words = html.unescape(page)
    if missing := [text for text in texts if french(text) not in words]:
        raise WrongPage(f"{len(missing)} texts are not on the charter page, the first being: {missing[0]}")
    shown = {article.partition('"')[0] for article in page.split('<article class="clause" id="')[1:] if _own(article)}
    if shown != marked:
        raise WrongPage(f"The reader's own marks are on {sorted(shown)}, and should be on {sorted(marked)}")


def _own(article: str) -> bool:
    return 'class="own-marks"' in article.partition("</article>")[0]
