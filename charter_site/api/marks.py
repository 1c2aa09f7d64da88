"""The mark (ETag) of an answer, and 304 when whoever asks has that answer already.

The mark covers the address, the language, this release, and what the operation says that its answer depends on. It is
made before the answer is read, so that an answer is never older than its mark.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import get_language

from governance.conditional import release


class Unchanged(Exception):  # noqa: N818 what an operation found, as people say it
    """Whoever asks has the answer already: nothing more is read."""


def mark(request: HttpRequest, *depends_on: Any) -> None:
    """Give the answer of this request its mark. Raises Unchanged if it is known already."""
    shown = (request.get_full_path(), get_language(), release(), settings.SITE_URL, depends_on)
    made = f'"{hashlib.sha256(repr(shown).encode()).hexdigest()[:32]}"'
    setattr(request, "mark", made)  # noqa: B010 a request has no such attribute of its own
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if made in [tag.removeprefix("W/") for tag in known]:
        raise Unchanged


def unchanged(request: HttpRequest, error: Unchanged) -> HttpResponse:
    """304: nothing but the mark, which ``sealed_with`` adds."""
    response = HttpResponse(status=304)
    del response.headers["Content-Type"]
    return response


def sealed_with(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Put the mark on an answer that has one. ``If-None-Match: *`` asks for nothing that exists: 304 then."""
    made = getattr(request, "mark", "")
    if not made or response.status_code not in (200, 304):
        return response
    if response.status_code == 200 and request.headers.get("If-None-Match", "").strip() == "*":
        response = unchanged(request, Unchanged())
    response.headers["ETag"] = made
    return response
