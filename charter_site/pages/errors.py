"""Error pages: what happened, why, what to do next. Never a bare number, never a trace.

These views read neither ``request.POST`` (a malformed form would fail a second time, as a 500) nor, for
those that tell of a breakdown, the database.
"""

from __future__ import annotations

import sys
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests

from charter_site.pages import kept

# How much of a body that is too long is read, for nothing, so that its browser reads our sentence.
HEARD_OUT, AT_ONCE = 32 * 1024 * 1024, 64 * 1024
OUT_OF_REACH = (OperationalError, InterfaceError, PoolTimeout, PoolClosed, TooManyRequests)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the browser sent cannot be read: say it, without reading it again."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        _hear_out(request)
        reason = _("What you sent is longer than this site accepts. Go back, shorten it, and send it again.")
    else:
        reason = _("What your browser sent cannot be read. Go back, reload the page, and try again.")
    return _outside("errors/400.html", 400, {"reason": reason})


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The reason carried by ``PermissionDenied``."""
    reason = str(exception) or _("This page is not open to your account.")
    return _inside(request, "errors/403.html", 403, {"reason": reason})


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The sentence of ``Http404`` when someone wrote one; Django's own words are not for readers."""
    return _inside(request, "errors/404.html", 404, {"reason": _sentence_of(exception)})


def server_error(request: HttpRequest) -> HttpResponse:
    """Something of ours broke: the page asks nothing of what may be broken.

    Django calls this with the exception still at hand, wherever it rose: in a view, in the sessions, in a
    template. A database that stopped, or whose connections are all taken, is not a fault: come back.
    """
    if isinstance(sys.exc_info()[1], OUT_OF_REACH):
        return unavailable(request)
    return _outside("errors/500.html", 500, {})


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database does not answer: come back in a moment."""
    response = _outside("errors/503.html", 503, {})
    response.headers["Retry-After"] = "10"
    response.headers["Cache-Control"] = "no-store"
    return response


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was older than the session: give back what was typed, ready to be sent again.

    Only to someone who wrote it here: another site gets nothing to press.
    """
    typed = kept.typed(request) if kept.comes_from_here(request) else []
    return _inside(request, "errors/csrf.html", 403, {"typed": typed, "again": request.get_full_path()})


def _hear_out(request: HttpRequest) -> None:
    """Let the browser finish: cut short while it sends, it shows a broken connection instead of the page."""
    heard = 0
    try:
        while heard < HEARD_OUT and (piece := request.read(AT_ONCE)):
            heard += len(piece)
    except UnreadablePostError:  # it gave up by itself
        return


def _sentence_of(exception: Exception) -> str:
    written = exception.args[0] if exception.args and isinstance(exception, Http404) else ""
    if isinstance(written, dict) or "matches the given query" in str(written):
        return ""
    return str(written)


def _inside(request: HttpRequest, template: str, status: int, context: dict[str, Any]) -> HttpResponse:
    """A page in the site's frame."""
    return HttpResponse(render_to_string(template, context, request), status=status)


def _outside(template: str, status: int, context: dict[str, Any]) -> HttpResponse:
    """A page that owes nothing to the request nor to the database."""
    return HttpResponse(render_to_string(template, context | {"alone": True}), status=status)
