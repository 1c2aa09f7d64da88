"""Importing minutes: what was read is shown, corrected, then kept. Nothing is stored before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from feedback.permissions import RUN_WORKSHOPS
from feedback.workshops import keeping
from feedback.workshops.forms import KeepForm, MinutesForm
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted


def _trail() -> list[tuple[str, str]]:
    return [(_("Workshops"), reverse("workshops")), (_("Import minutes"), "")]


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(RUN_WORKSHOPS)
def workshop_new(request: HttpRequest) -> HttpResponse:
    """Paste minutes or choose their file, then see what was read in them."""

    def act(said: dict[str, Any]) -> HttpResponse:
        read = said["read"]
        form = KeepForm.of(read, source_name=said["source_name"])
        context = {"form": form, "refusal": "", "left_out": len(read.left_out), "known": keeping.kept_already(read)}
        context |= {"trail": _trail()}
        return render(request, "feedback/workshops/preview.html", context)

    form = MinutesForm(request.POST or None, request.FILES or None)
    context = {"trail": _trail(), "multipart": True}
    return answer_form(request, form, "feedback/workshops/new.html", act, context)


@require_POST
@permitted(RUN_WORKSHOPS)
def workshop_keep(request: HttpRequest) -> HttpResponse:
    """Keep a workshop as its minutes were read and corrected."""

    def act(said: dict[str, Any]) -> HttpResponse:
        kept = keeping.keep(said.pop("minutes"), by=request.user, **said)
        messages.success(request, _("The workshop is kept. Say what becomes of each statement."))
        return see_other(kept.get_absolute_url())

    form = KeepForm(request.POST)

    def page() -> dict[str, Any]:
        return {"trail": _trail(), "left_out": 0, "known": keeping.kept_already(form.read)}

    return answer_form(request, form, "feedback/workshops/preview.html", act, page)
