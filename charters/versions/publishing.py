"""Who may read validated versions: everyone signed in and, when the organisation says so, everyone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from governance.people.models import Member, Organisation


def is_open_to(reader: Member | Any) -> bool:
    """Whether the reader may read validated versions. One query for a visitor."""
    return reader.is_authenticated or Organisation.objects.filter(publishes_versions=True).exists()


def open_when_published(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page of validated versions to visitors if the organisation publishes them; else they sign in first.

    A visitor learns nothing of which versions exist: they are sent to sign in whatever the address.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_open_to(request.user):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return login_not_required(opened)
