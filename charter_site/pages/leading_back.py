"""Addresses that only take forms have no page: whoever comes to one by reading it is led to the page around it.

A refused form is shown at the address it was sent to. Reloaded, kept as a bookmark, or chosen another language, that
page would otherwise be asked for where there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve


class LeadBackFromActs:
    """Answer a reader with the nearest page above, where an address only takes forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method in ("GET", "HEAD"):
            return redirect(page_around(request.path_info))
        return response


def page_around(path: str) -> str:
    """The nearest address above this one that leads somewhere: the home page at last."""
    steps = path.strip("/").split("/")
    while steps := steps[:-1]:
        above = f"/{'/'.join(steps)}/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return "/"
