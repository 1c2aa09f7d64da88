"""What was typed is not lost because a session ended: it is shown again, ready to be sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

# Never given back to a screen.
SECRET = ("password", "csrfmiddlewaretoken", "token", "key")
LABELS = {
    "text": _("The text"),
    "proposed_text": _("The text"),
    "proposed_title": _("The title of the clause"),
    "title": _("The title"),
    "motive": _("Why"),
    "reason": _("Why"),
    "answer": _("The answer"),
    "harm": _("The harm"),
    "scope": _("To whom, where, when"),
}
FROM_HERE = ("same-origin", "none")
A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Typed:
    """One value of a form; ``words`` when someone wrote it, rather than ticked or was given it."""

    name: str
    value: str

    @property
    def words(self) -> bool:
        return " " in self.value.strip() or "\n" in self.value

    @property
    def label(self) -> str:
        """What the box was for, as far as its name tells."""
        return str(LABELS.get(self.name, _("What you typed")))


def typed(request: HttpRequest) -> list[Typed]:
    """All that the form carried, except what is secret and files, which a browser does not give twice."""
    if request.method != "POST":
        return []
    try:
        fields = request.POST
    except UnreadablePostError:  # the connection was cut: there is nothing to give back
        return []
    return [
        Typed(name, value)
        for name, values in fields.lists()
        if not any(secret in name.lower() for secret in SECRET)
        for value in values
    ]


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of this site, as far as the browser says."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in FROM_HERE
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(source).netloc == request.get_host()


class SayWhatArrived:
    """Name, to the browser, the form that was just accepted: it then forgets the words it kept (``drafts.js``).

    An act that is done is answered by 303; by 201 where the answer itself is what was asked for, and is shown once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code in (HTTPStatus.SEE_OTHER, HTTPStatus.CREATED):
            address = quote(request.path, safe="")
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie("arrived", address, max_age=A_MINUTE, secure=secure, samesite="Lax")
        return response


class KeepWhatWasTyped(LoginRequiredMiddleware):
    """Pages are closed by default; a form sent after the session ended is given back, not thrown away."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponse]) -> HttpResponse:
        if request.method == "POST" and comes_from_here(request) and (kept := typed(request)):
            words = any(field.words for field in kept)
            context = {"typed": kept, "words": words, "again": request.get_full_path()}
            return HttpResponse(render_to_string("errors/session_ended.html", context, request), status=403)
        return super().handle_no_permission(request, view_func)
