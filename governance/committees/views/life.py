"""The mandates and the tasks of a committee."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.committees import mandates, tasks
from governance.committees.life_forms import MandateEndForm, MandateForm, TaskEndForm, TaskForm
from governance.committees.meetings import CommitteeTask, Mandate
from governance.committees.views.committees import around_of, find
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.permissions import MANAGE_COMMITTEES

FORM = "governance/committees/simple_form.html"


@permitted(MANAGE_COMMITTEES)
def mandate_new(request: HttpRequest, code: str) -> HttpResponse:
    """Write the first mandate, or the next: it begins the day after the last one."""
    committee = find(code)
    last = committee.mandates.exclude(ends_on=None).order_by("-ends_on").first()
    start = {"starts_on": last.ends_on + datetime.timedelta(days=1), "given_by": last.given_by} if last else {}

    def act(said: dict[str, Any]) -> HttpResponse:
        mandates.give_mandate(committee, by=request.user, **said)
        messages.success(request, _("The mandate is recorded."))
        return see_other(reverse("committee", args=[code]))

    form = MandateForm(request.POST or None, initial=start)
    return answer_form(request, form, FORM, act, around_of(committee, _("Record a mandate")))


@permitted(MANAGE_COMMITTEES)
def mandate_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change the end of a mandate."""
    mandate = get_object_or_404(Mandate.objects.select_related("committee"), committee__code=code, pk=pk)

    def act(said: dict[str, Any]) -> HttpResponse:
        mandates.change_end(mandate, by=request.user, **said)
        messages.success(request, _("The end of the mandate is changed."))
        return see_other(reverse("committee", args=[code]))

    form = MandateEndForm.about(mandate, request.POST or None)
    return answer_form(request, form, FORM, act, around_of(mandate.committee, _("Change the end of the mandate")))


@permitted(MANAGE_COMMITTEES)
def task_new(request: HttpRequest, code: str) -> HttpResponse:
    """Ask something of a committee."""
    committee = find(code)

    def act(said: dict[str, Any]) -> HttpResponse:
        tasks.ask_committee(committee, by=request.user, **said)
        messages.success(request, _("The task is given. Everyone reads it on the page of the committee."))
        return see_other(reverse("committee", args=[code]))

    context = around_of(committee, _("Ask something of this committee"))
    return answer_form(request, TaskForm(request.POST or None), FORM, act, context)


@permitted(MANAGE_COMMITTEES)
def task_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say that a task is done, or given up."""
    task = get_object_or_404(CommitteeTask.objects.select_related("committee"), committee__code=code, pk=pk)

    def act(said: dict[str, Any]) -> HttpResponse:
        tasks.end_task(task, by=request.user, **said)
        messages.success(request, _("What came of the task is recorded."))
        return see_other(reverse("committee", args=[code]))

    form = TaskEndForm(request.POST or None, initial={"seen": task.row_version})
    context = {**around_of(task.committee, _("How the task ended")), "about": task.text}
    return answer_form(request, form, FORM, act, context)
