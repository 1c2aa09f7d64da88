"""Objectives that go with a post."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from charters.hr import objectives
from charters.hr.forms import ObjectiveForm
from charters.hr.models import Objective
from charters.hr.pages import find_profile, trail
from charters.hr.sheets import read_sheet
from charters.permissions import KEEP_JOB_PROFILES
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def objective_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an objective for a post."""
    sheet = read_sheet(find_profile(pk))
    form = ObjectiveForm(request.POST or None, sheet=sheet, initial={"own_practice": sheet.lacks_own_practice})

    def act(cleaned: dict[str, Any]) -> HttpResponse:
        objectives.add_objective(sheet.profile, by=request.user, words=form.said())
        messages.success(request, _("The objective is recorded."))
        return see_other(f"{sheet.profile.get_absolute_url()}#objectives")

    context = {
        "sheet": sheet,
        "profile": sheet.profile,
        "trail": trail((_("Write an objective"), ""), profile=sheet.profile),
    }
    return answer_form(request, form, "charters/hr/objective_form.html", act, context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def objective_edit(request: HttpRequest, pk: int, objective: int) -> HttpResponse:
    """Word an objective otherwise, or take it out of the documents."""
    sheet = read_sheet(find_profile(pk))
    stored = get_object_or_404(Objective, pk=objective, profile=pk)
    form = ObjectiveForm(request.POST or None, sheet=sheet, objective=stored)

    def act(cleaned: dict[str, Any]) -> HttpResponse:
        if "withdraw" in request.POST:
            objectives.withdraw_objective(stored, by=request.user, seen=cleaned["seen"])
            messages.success(request, _("The objective is taken out; it stays in the history."))
        else:
            objectives.revise_objective(stored, by=request.user, words=form.said(), seen=cleaned["seen"])
            messages.success(request, _("The objective is recorded."))
        return see_other(f"{sheet.profile.get_absolute_url()}#objectives")

    context = {
        "sheet": sheet,
        "profile": sheet.profile,
        "objective": stored,
        "trail": trail((_("Change an objective"), ""), profile=sheet.profile),
    }
    return answer_form(request, form, "charters/hr/objective_form.html", act, context)
