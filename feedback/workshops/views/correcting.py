"""Correcting a workshop: its own words, a statement, what should not be there, what is missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from feedback.permissions import RUN_WORKSHOPS
from feedback.workshops import keeping
from feedback.workshops.forms import AddForm, AsideForm, CorrectForm, WorkshopForm, words_of
from feedback.workshops.views.finding import find_statement, find_workshop, trail_to
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted


@permitted(RUN_WORKSHOPS)
def workshop_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Correct the workshop's own words."""
    shown = find_workshop(code)
    form = WorkshopForm(request.POST or None, initial=words_of(shown))

    def act(said: dict[str, Any]) -> HttpResponse:
        keeping.revise(shown, by=request.user, **said)
        messages.success(request, _("The workshop is corrected."))
        return see_other(shown.get_absolute_url())

    context = {"workshop": shown, "trail": trail_to(shown, _("Correct the workshop"))}
    return answer_form(request, form, "feedback/workshops/edit.html", act, context)


@permitted(RUN_WORKSHOPS)
def statement_correct(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Read a statement otherwise; what the minutes say stays beside the form."""
    shown = find_statement(code, position)
    parent = shown.parent.position if shown.parent else ""
    start = {"text": shown.text, "kind": shown.kind, "parent": parent, "seen": shown.row_version}
    form = CorrectForm(request.POST or None, initial=start)
    form.offer_parents(shown.workshop.statements.filter(position__lt=position))

    def act(said: dict[str, Any]) -> HttpResponse:
        keeping.correct(shown, by=request.user, **said)
        messages.success(request, _("The statement is corrected. What the minutes say stays in its history."))
        return see_other(shown.get_absolute_url())

    context = {"statement": shown, "trail": trail_to(shown.workshop, _("Correct a statement"))}
    return answer_form(request, form, "feedback/workshops/correct.html", act, context)


@permitted(RUN_WORKSHOPS)
def statement_aside(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Set a statement aside with a reason, or put it back."""
    shown = find_statement(code, position)
    start = {"seen": shown.row_version, "aside": "" if shown.set_aside else "1"}
    form = AsideForm(request.POST or None, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        kept = keeping.set_aside(shown, by=request.user, **said)
        told = _("The statement is set aside. It stays readable below.") if kept.set_aside else _("It is back.")
        messages.success(request, told)
        return see_other(shown.workshop.get_absolute_url())

    title = _("Put a statement back") if shown.set_aside else _("Set a statement aside")
    context = {"statement": shown, "trail": trail_to(shown.workshop, title)}
    return answer_form(request, form, "feedback/workshops/aside.html", act, context)


@permitted(RUN_WORKSHOPS)
def statement_add(request: HttpRequest, code: str) -> HttpResponse:
    """Add a statement that the minutes do not say by itself."""
    shown = find_workshop(code)
    form = AddForm(request.POST or None)
    form.offer_parents(shown.statements.all())

    def act(said: dict[str, Any]) -> HttpResponse:
        added = keeping.add_statement(shown, by=request.user, **said)
        messages.success(request, _("The statement is added, after the others."))
        return see_other(added.get_absolute_url())

    context = {"workshop": shown, "trail": trail_to(shown, _("Add a statement"))}
    return answer_form(request, form, "feedback/workshops/add.html", act, context)
