"""Pages that are not made again while nothing they show has changed: 304, in the two queries of any request.

The mark of a page (its ETag) covers who reads, with which roles, in which language and theme, on which day, which
release made it, and the pulse of the database (``governance.pulse``). The pulse is read before the page is, so that a
page is never older than its mark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import condition

MADE_OF = ("*.html", "*.py", "*.mo", "*.css", "*.js", "*.svg", "*.typ", "*.ttf")
# Settings that pages print, or that decide what they show.
SETTINGS = (
    "DEMO",
    "SOURCE_URL",
    "SMALL_GROUP_THRESHOLD",
    "MEETINGS_WITHOUT_MINUTES",
    "DECISION_WITHIN_DAYS",
    "EMAIL_HOST",
)
ROOMS = ("charter_site", "charters", "feedback", "governance", "templates", "static")


def unless_unchanged(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 304 when the reader already has the page as it is now.

    For pages that show only what is in the database. Refused forms, and pages that carry a message, have no mark.
    """
    return condition(etag_func=_mark)(view)


def _mark(request: HttpRequest, *args: Any, **kwargs: Any) -> str | None:
    member: Any = request.user
    beat = getattr(member, "beat", None)
    if request.method not in ("GET", "HEAD") or beat is None or len(get_messages(request)):
        return None
    shown = (
        beat,
        member.pk,
        sorted(member.granted_roles),
        sorted(member.headed_departments),
        get_language(),
        request.COOKIES.get("theme", ""),
        # a form of the page is good for one session
        request.META.get("CSRF_COOKIE", ""),
        request.get_host(),
        request.get_full_path(),
        timezone.localdate().isoformat(),
        release(),
    )
    return f'"{hashlib.sha256(repr(shown).encode()).hexdigest()[:32]}"'


@cache
def release() -> str:
    """What tells this release from another: the size and date of each file that makes pages, and its settings."""
    files = (file for room in ROOMS for kind in MADE_OF for file in (settings.BASE_DIR / room).rglob(kind))
    seen = sorted((str(file), stat.st_size, stat.st_mtime_ns) for file in files for stat in [file.stat()])
    chosen = [getattr(settings, name, None) for name in SETTINGS]
    return hashlib.sha256(repr((seen, chosen)).encode()).hexdigest()[:16]
