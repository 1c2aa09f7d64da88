"""What was typed is not lost because a session ended: it is shown again, ready to be sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string

# Never given back to a screen.
SECRET = ("password", "csrfmiddlewaretoken", "token", "key")
FROM_HERE = ("same-origin", "none")


@dataclass(frozen=True, slots=True)
class Typed:
    """One value of a form; ``words`` when someone wrote it, rather than ticked or was given it."""

    name: str
    value: str

    @property
    def words(self) -> bool:
        return " " in self.value.strip() or "\n" in self.value


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


class KeepWhatWasTyped(LoginRequiredMiddleware):
    """Pages are closed by default; a form sent after the session ended is given back, not thrown away."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponse]) -> HttpResponse:
        if request.method == "POST" and comes_from_here(request) and (kept := typed(request)):
            context = {"typed": kept, "again": request.get_full_path()}
            return HttpResponse(render_to_string("errors/session_ended.html", context, request), status=403)
        return super().handle_no_permission(request, view_func)
