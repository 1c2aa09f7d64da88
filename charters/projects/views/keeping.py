"""Projects: the list, one of them, opening it, its set-up, closing it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from charters.permissions import OPEN_PROJECT
from charters.projects import closing, opening, reading
from charters.projects.forms import EditForm, OpenForm, SearchForm
from charters.projects.views.finding import around, find, find_kept, trail
from charters.text.forms import Seen
from feedback.projects.models import Project
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted

PAGE = 25


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Every project: where it stands, who leads it, what is blocked."""
    search = SearchForm(request.GET)
    search.is_valid()
    wanted = {name: value for name, value in search.cleaned_data.items() if value}
    page = Paginator(reading.projects(wanted), PAGE).get_page(request.GET.get("page"))
    for project in page:
        project.state = reading.state_of(project)
    query = f"{urlencode(wanted)}&" if wanted else ""
    context = {"search": search, "wanted": wanted, "page_obj": page, "query": query}
    return render(request, "charters/projects/list.html", context)


@require_safe
def project(request: HttpRequest, code: str) -> HttpResponse:
    """One project: its set-up, its checklist, what it asked, what is told about it, what happened."""
    return render(request, "charters/projects/project.html", project_page(request, find(code)))


def project_page(request: HttpRequest, shown: Project) -> dict[str, Any]:
    """What the page of a project shows: the same number of queries whatever there is."""
    missing, checklist, entries = reading.missing_of(shown), reading.checklist_of(shown), reading.entries_about(shown)
    return {
        "project": shown,
        "way": reading.way_of(shown, len(missing), checklist, len(entries)),
        "state": reading.state_of(shown),
        "is_kept": opening.is_kept_by(shown, request.user),
        "missing": missing,
        "degrees": reading.participation_of(shown),
        "checklist": checklist,
        "requests": list(shown.requests.order_by("-number")),
        "entries": entries,
        "records": reading.history_of(shown),
        "trail": trail(shown),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(OPEN_PROJECT)
def project_new(request: HttpRequest) -> HttpResponse:
    """Open a project, with the clauses in force that day."""
    form = OpenForm(request.POST or None, initial={"told": request.GET.get("told", "")})

    def act(said: dict[str, Any]) -> HttpResponse:
        opened = opening.open_project(by=request.user, setup=form.setup(), told=said["told"])
        messages.success(request, _("The project is open. Its checklist holds the clauses in force today."))
        return see_other(reverse("project", args=[opened.code]))

    context = {"trail": trail(here=_("Open a project")), "charter": opening.charter_in_force()}
    return answer_form(request, form, "charters/projects/new.html", act, context)


@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the set-up of a project under way."""
    kept = find_kept(request, code)
    start = {name: getattr(kept, name) for name in opening.SETUP} | {"seen": kept.row_version}
    form = EditForm(request.POST or None, now=kept, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        opening.revise_setup(kept, by=request.user, setup=form.setup(), seen=said["seen"])
        messages.success(request, _("The set-up is recorded. The history of the project keeps what it was."))
        return see_other(reverse("project", args=[code]))

    here = _("Set-up")
    return answer_form(request, form, "charters/projects/edit.html", act, lambda: around(code, here))


@require_http_methods(["GET", "HEAD", "POST"])
def project_close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a project, finished or stopped; the page says what is still to be done before."""
    kept = find_kept(request, code)
    form = Seen(request.POST or None, initial={"seen": kept.row_version})

    def act(said: dict[str, Any]) -> HttpResponse:
        closing.close_project(kept, by=request.user, seen=said["seen"])
        messages.success(request, _("The project is closed. What it made of each clause now counts in their health."))
        return see_other(reverse("project", args=[code]))

    def page() -> dict[str, Any]:
        shown = around(code, _("Close the project"))
        return {"still": closing.what_holds_it_open(shown["project"]), **shown}

    return answer_form(request, form, "charters/projects/close.html", act, page)
