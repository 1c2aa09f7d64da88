"""Turning a statement into a committee's task, or into the beginning of an entry of experience."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from feedback.permissions import RUN_WORKSHOPS
from feedback.workshops import turning
from feedback.workshops.forms import CommitteeTaskForm, EntryForm
from feedback.workshops.views.finding import find_statement, trail_to
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted


@permitted(RUN_WORKSHOPS)
def statement_to_committee(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Ask a committee to take a statement on."""
    shown = find_statement(code, position)
    start = {"text": shown.text, "seen": shown.row_version}
    form = CommitteeTaskForm(request.POST or None, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        turning.hand_to_committee(shown, by=request.user, **said)
        messages.success(request, _("The committee is asked. Its task leads back to this statement."))
        return see_other(shown.get_absolute_url())

    context = {"statement": shown, "trail": trail_to(shown.workshop, _("Hand a statement to a committee"))}
    return answer_form(request, form, "feedback/workshops/to_committee.html", act, context)


@permitted(RUN_WORKSHOPS)
def statement_to_entry(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Begin an entry of experience from a statement, then complete it."""
    shown = find_statement(code, position)
    form = EntryForm(request.POST or None, initial={"context": shown.text, "seen": shown.row_version})

    def act(said: dict[str, Any]) -> HttpResponse:
        entry = turning.begin_entry(shown, by=request.user, **said)
        messages.success(request, _("The draft is begun. Complete it: you alone see it, until you publish it."))
        return see_other(reverse("feedback-edit", args=[entry.code]))

    context = {"statement": shown, "trail": trail_to(shown.workshop, _("Begin an entry of experience"))}
    return answer_form(request, form, "feedback/workshops/to_entry.html", act, context)
