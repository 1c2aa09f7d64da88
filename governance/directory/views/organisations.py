"""Outside organisations: what each expects and brings, and the forms that describe them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.directory import keeping
from governance.directory.forms import StakeholderEditForm, StakeholderForm
from governance.directory.models import Stakeholder
from governance.form_answers import answer_form, see_other
from governance.history import history_of, last_change
from governance.people.permissions import permitted
from governance.permissions import MANAGE_DIRECTORY

PAGE = 25


@require_safe
def stakeholder_list(request: HttpRequest) -> HttpResponse:
    """The outside organisations, and what each expects and brings."""
    page = Paginator(Stakeholder.objects.order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "trail": _trail((_("Outside organisations"), ""))}
    return render(request, "governance/directory/stakeholders.html", context)


@require_safe
def stakeholder_ties(request: HttpRequest) -> HttpResponse:
    """Which departments work with the same outside organisations, and so have a reason to meet."""
    stakeholders = list(Stakeholder.objects.order_by("name", "pk"))
    trail = _trail((_("Outside organisations"), reverse("stakeholder-list")), (_("Who meets through whom"), ""))
    return render(request, "governance/directory/ties.html", {"stakeholders": stakeholders, "trail": trail})


@require_safe
def stakeholder(request: HttpRequest, code: str) -> HttpResponse:
    """An outside organisation, with all that is known of working with it."""
    shown = _find(code)
    context = {"stakeholder": shown, "last_change": last_change(shown), "trail": _trail_of(shown)}
    return render(request, "governance/directory/stakeholder.html", context)


@require_safe
def stakeholder_history(request: HttpRequest, code: str) -> HttpResponse:
    """What was said of an outside organisation before, and why that changed."""
    shown = _find(code)
    context = {**_around(shown, _("What changed")), "changes": history_of(shown)}
    return render(request, "governance/directory/history.html", context)


@permitted(MANAGE_DIRECTORY)
def stakeholder_new(request: HttpRequest) -> HttpResponse:
    """Add an outside organisation."""

    def act(said: dict[str, Any]) -> HttpResponse:
        added = keeping.add_stakeholder(by=request.user, **said)
        messages.success(request, _("The organisation is added."))
        return see_other(reverse("stakeholder", args=[added.code]))

    heading = _("Add an outside organisation")
    trail = _trail((_("Outside organisations"), reverse("stakeholder-list")), (heading, ""))
    context = {"heading": heading, "trail": trail, "back": reverse("stakeholder-list")}
    return answer_form(
        request, StakeholderForm(request.POST or None), "governance/directory/stakeholder_form.html", act, context
    )


@permitted(MANAGE_DIRECTORY)
def stakeholder_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Describe an outside organisation again."""
    shown = _find(code)

    def act(said: dict[str, Any]) -> HttpResponse:
        keeping.describe_stakeholder(shown, by=request.user, **said)
        messages.success(request, _("The organisation is described. Its history keeps what was said before."))
        return see_other(reverse("stakeholder", args=[code]))

    form = StakeholderEditForm.about(shown, request.POST or None)
    around = lambda: _around(_find(code), _("Describe it again"))  # noqa: E731 read after a refusal
    return answer_form(request, form, "governance/directory/stakeholder_form.html", act, around)


def _find(code: str) -> Stakeholder:
    return get_object_or_404(Stakeholder, code=code)


def _trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Committees"), reverse("governance")), *steps]


def _trail_of(shown: Stakeholder, *further: tuple[str, str]) -> list[tuple[str, str]]:
    here = reverse("stakeholder", args=[shown.code]) if further else ""
    return _trail((_("Outside organisations"), reverse("stakeholder-list")), (shown.name, here), *further)


def _around(shown: Stakeholder, page: str) -> dict[str, Any]:
    """What surrounds a page about an outside organisation."""
    back = reverse("stakeholder", args=[shown.code])
    return {"described": shown, "heading": page, "back": back, "trail": _trail_of(shown, (page, ""))}
