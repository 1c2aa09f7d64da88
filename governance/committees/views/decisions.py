"""The register of decisions: the list, one entry with its former words, recording, correcting."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.committees import deciding
from governance.committees.forms import DecisionSearchForm
from governance.committees.life_forms import DecisionCorrectionForm, DecisionNewForm
from governance.committees.models import Decision
from governance.committees.views.registry import PAGE
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.permissions import RECORD_DECISIONS, reads_what_is_for_managers


@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """The register of decisions, as the reader may read it."""
    search = DecisionSearchForm(request.GET)
    search.is_valid()
    wanted = {name: value for name, value in search.cleaned_data.items() if value}
    decisions = Decision.objects.current().readable_by(request.user).select_related("committee")
    if "committee" in wanted:
        decisions = decisions.filter(committee__code=wanted["committee"])
    if "type" in wanted:
        decisions = decisions.filter(type=wanted["type"])
    page = Paginator(decisions, PAGE).get_page(request.GET.get("page"))
    context = {
        "search": search,
        "wanted": wanted,
        "page_obj": page,
        "today": timezone.localdate(),
        "query": f"{urlencode(wanted)}&" if wanted else "",
        "trail": _trail(),
    }
    return render(request, "governance/committees/decisions.html", context)


@require_safe
def decision(request: HttpRequest, code: str) -> HttpResponse:
    """One entry, and the words that it had before it was corrected, as far as the reader may read them."""
    shown = _find(code, request.user)
    former = Decision.objects.filter(code=code, correction__lt=shown.correction).readable_by(request.user)
    context = {
        "decision": shown,
        "former": former.select_related("committee").order_by("-correction"),
        "today": timezone.localdate(),
        "trail": _trail((shown.code, "")),
    }
    return render(request, "governance/committees/decision.html", context)


@permitted(RECORD_DECISIONS)
def decision_new(request: HttpRequest) -> HttpResponse:
    """Record what a committee decided."""

    def act(said: dict[str, Any]) -> HttpResponse:
        recorded = deciding.record(by=request.user, **said)
        messages.success(request, _("The decision is recorded under %(code)s.") % {"code": recorded.code})
        return see_other(_address_of(recorded, request.user))

    start = {"committee": request.GET.get("committee"), "date": _day_asked(request) or timezone.localdate()}
    form = DecisionNewForm(request.POST or None, initial=start)
    context = {"heading": _("Record a decision"), "trail": _trail((_("Record a decision"), ""))}
    return answer_form(request, form, "governance/committees/simple_form.html", act, context)


@permitted(RECORD_DECISIONS)
def decision_correct(request: HttpRequest, code: str) -> HttpResponse:
    """Correct an entry: its words as they should be, and why."""
    shown = _find(code, request.user)

    def act(said: dict[str, Any]) -> HttpResponse:
        corrected = deciding.correct(shown, by=request.user, **said)
        messages.success(request, _("The correction is recorded. The former words stay on this page."))
        return see_other(_address_of(corrected, request.user))

    context = {
        "heading": _("Correct this entry"),
        "about": shown.subject,
        "trail": _trail((shown.code, reverse("decision", args=[code])), (_("Correct this entry"), "")),
    }
    form = DecisionCorrectionForm.about(shown, request.POST or None)
    return answer_form(request, form, "governance/committees/simple_form.html", act, context)


def _day_asked(request: HttpRequest) -> datetime.date | None:
    """The day of the meeting from which one comes; a meeting to come has decided nothing yet."""
    try:
        day = parse_date(request.GET.get("date", ""))
    except ValueError:
        return None
    return day if day and day <= timezone.localdate() else None


def _find(code: str, member: Any) -> Decision:
    """The entry as it now stands, if the member may read it."""
    return get_object_or_404(Decision.objects.current().readable_by(member).select_related("committee"), code=code)


def _address_of(recorded: Decision, member: Any) -> str:
    """Its page; the register, for whoever records what is for managers without being one."""
    readable = recorded.visibility == Decision.Visibility.EVERYONE or reads_what_is_for_managers(member)
    return reverse("decision", args=[recorded.code]) if readable else reverse("decision-list")


def _trail(*further: tuple[str, str]) -> list[tuple[str, str]]:
    register = reverse("decision-list") if further else ""
    return [(_("Committees"), reverse("governance")), (_("Register of decisions"), register), *further]
