"""Reading workshops: the list, one of them, its minutes, the history of a statement."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback.permissions import RUN_WORKSHOPS
from feedback.workshops import reading
from feedback.workshops.forms import KindSearch
from feedback.workshops.models import Workshop
from feedback.workshops.views.finding import find_statement, find_workshop, trail_to
from governance.people.permissions import permitted

PAGE = 25


@require_safe
def workshops(request: HttpRequest) -> HttpResponse:
    """The workshops that were held, the latest first."""
    page = Paginator(reading.for_listing(), PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/workshops/list.html", {"page_obj": page})


@require_safe
def workshop(request: HttpRequest, code: str) -> HttpResponse:
    """What a workshop asked, what it concluded, what was said in it, and what became of each statement."""
    shown = find_workshop(code)
    search = KindSearch(request.GET)
    kind = search.cleaned_data["kind"] if search.is_valid() else ""
    statements = reading.statements_of(shown)
    context = {
        "workshop": shown,
        "statements": statements,
        "parts": reading.by_part(statements, kind=kind),
        "kinds": reading.kinds_in(statements),
        "kind": kind,
        "aside": [each for each in statements if each.set_aside],
        "trail": trail_to(shown),
    }
    return render(request, "feedback/workshops/workshop.html", context)


@require_safe
@permitted(RUN_WORKSHOPS)
def workshop_minutes(request: HttpRequest, code: str) -> HttpResponse:
    """The minutes as they were received, names left out."""
    shown = get_object_or_404(Workshop, code=code)
    return render(
        request,
        "feedback/workshops/minutes.html",
        {"workshop": shown, "trail": trail_to(shown, _("Minutes as they were received"))},
    )


@require_safe
def statement_history(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """What the minutes say, and each correction with its reason."""
    shown = find_statement(code, position)
    page = Paginator(shown.history.order_by("-history_id"), PAGE).get_page(request.GET.get("page"))
    trail = trail_to(shown.workshop, _("History of statement %(number)s") % {"number": position})
    context = {"statement": shown, "page_obj": page, "trail": trail}
    return render(request, "feedback/workshops/history.html", context)
