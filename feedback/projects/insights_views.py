"""What experience teaches, on screen: the picture with its table, the same as a file, the entries behind a cell."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback.projects import insights, insights_picture
from feedback.projects.insights_csv import write_csv
from feedback.projects.insights_forms import BehindForm, InsightsForm
from governance.spreadsheets import download

PAGE = 25


@require_safe
def insights_page(request: HttpRequest) -> HttpResponse:
    """Which hindrances or levers, where, and what helped to get through."""
    search, counted = _counted(request)
    context = {
        **counted,
        "search": search,
        "shown": search.shown,
        "wanted": search.wanted,
        "picture": insights_picture.draw(counted["table"].rows),
        "threshold": search.experience.threshold,
        "query": urlencode({**search.shown, **search.wanted}),
        "trail": _trail(),
    }
    return render(request, "feedback/projects/insights.html", context)


@require_safe
def insights_csv(request: HttpRequest) -> HttpResponse:
    """The same figures, for a spreadsheet."""
    search, counted = _counted(request)
    content = io.StringIO(newline="")
    filters = ", ".join(f"{name} : {words}" for name, words in search.said)
    write_csv(content, told=search.shown["told"], filters=filters, **counted)
    return download(content, name="freins-et-leviers.csv")


@require_safe
def insights_entries(request: HttpRequest) -> HttpResponse:
    """The entries behind a cell, under the same filters."""
    search = BehindForm(request.GET, experience=insights.read())
    entries = insights.behind(search.experience, search.asked).for_listing()
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    query = f"{urlencode(search.asked)}&" if search.asked else ""
    context = {"said": search.said, "page_obj": page, "query": query, "trail": _trail(_("The entries behind a figure"))}
    return render(request, "feedback/projects/insights_entries.html", context)


def _counted(request: HttpRequest) -> tuple[InsightsForm, dict[str, Any]]:
    search = InsightsForm(request.GET, experience=insights.read())
    table = insights.table(search.experience, search.wanted, **search.shown)
    return search, {"table": table, "ways": insights.ways_out(search.experience, search.wanted)}


def _trail(here: str = "") -> list[tuple[str, str]]:
    """Where one is, from the list of entries down."""
    steps = [(_("Project feedback"), reverse("feedback-list"))]
    if not here:
        return [*steps, (_("What experience teaches"), "")]
    return [*steps, (_("What experience teaches"), reverse("insights")), (here, "")]
