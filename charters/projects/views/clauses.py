"""What became of each clause of a checklist, and the clauses that a newer version adds to it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from charters.projects import opening, reading, using
from charters.projects.forms import ClausesForm
from charters.projects.views.finding import around, find_kept
from charters.projects.views.keeping import project_page
from governance.form_answers import answer_form, see_other
from governance.signing import Stale


@require_http_methods(["GET", "HEAD", "POST"])
def project_clauses(request: HttpRequest, code: str) -> HttpResponse:
    """Say what the project made of each clause, and why: in one go, or bit by bit."""
    kept = find_kept(request, code)
    form = ClausesForm(request.POST or None, checklist=reading.checklist_of(kept))

    def act(_said: dict[str, Any]) -> HttpResponse:
        try:
            number = using.say_of_clauses(kept, form.said(), by=request.user)
        except Stale:
            form.bring_up_to_date()
            raise
        words = ngettext("%(number)s answer is recorded.", "%(number)s answers are recorded.", number)
        messages.success(request, words % {"number": number} if number else _("Nothing changed."))
        return see_other(reverse("project", args=[code]))

    def page() -> dict[str, Any]:
        return {"parts": form.parts(), "checklist": form.checklist, **around(code, _("What became of the clauses"))}

    return answer_form(request, form, "charters/projects/clauses.html", act, page)


@require_POST
def project_checklist(request: HttpRequest, code: str) -> HttpResponse:
    """Add to the checklist the clauses in force that it lacks."""
    kept = find_kept(request, code)

    def act(_said: dict[str, Any]) -> HttpResponse:
        number = opening.take_clauses_in_force(kept, by=request.user)
        words = ngettext(
            "%(number)s clause joined the checklist. What was answered stays.",
            "%(number)s clauses joined the checklist. What was answered stays.",
            number,
        )
        messages.success(request, words % {"number": number})
        return see_other(f"{reverse('project', args=[code])}#checklist")

    page = partial(project_page, request, kept)
    return answer_form(request, Form(request.POST), "charters/projects/project.html", act, page)
