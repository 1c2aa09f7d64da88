"""One committee: all there is to know of it, and the forms that describe it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.committees import keeping
from governance.committees.forms import (
    CommitteeEditForm,
    CommitteeForm,
    InformationEditForm,
    InformationForm,
    WhyForm,
)
from governance.committees.meetings import CommitteeTask
from governance.committees.models import Committee, InformationItem
from governance.committees.reading import history_of, meetings_around
from governance.committees.views.registry import LANES, PAGE, latest_of
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.permissions import MANAGE_COMMITTEES


@require_safe
def committee(request: HttpRequest, code: str) -> HttpResponse:
    """All there is to know of a committee, and what it decided lately."""
    shown = find(code)
    decisions = latest_of(shown, request.user, PAGE + 1)
    context = {
        "committee": shown,
        "parts": [(part, title, getattr(shown, field)) for field, part, title, _lead in LANES],
        "seats": list(zip(shown.members_by_function, shown.member_categories, strict=True))
        if shown.member_categories
        else [(function, "") for function in shown.members_by_function],
        "information": shown.information.filter(withdrawn=False),
        "mandates": shown.mandates.all(),
        "meetings": meetings_around(shown),
        "tasks": shown.tasks.order_by("state", "due_on", "pk")[: 2 * PAGE],
        "open_task": CommitteeTask.State.OPEN,
        "today": timezone.localdate(),
        "decisions": decisions[:PAGE],
        "more_decisions": len(decisions) > PAGE,
        "trail": trail(shown),
    }
    return render(request, "governance/committees/committee.html", context)


@permitted(MANAGE_COMMITTEES)
def committee_new(request: HttpRequest) -> HttpResponse:
    """Add a committee."""

    def act(said: dict[str, Any]) -> HttpResponse:
        added = keeping.add_committee(by=request.user, **said)
        messages.success(request, _("The committee is added."))
        return see_other(reverse("committee", args=[added.code]))

    way = [(_("Committees"), reverse("governance")), (_("Add a committee"), "")]
    return answer_form(
        request, CommitteeForm(request.POST or None), "governance/committees/new.html", act, {"trail": way}
    )


@permitted(MANAGE_COMMITTEES)
def committee_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Describe a committee again."""
    shown = find(code)

    def act(said: dict[str, Any]) -> HttpResponse:
        keeping.describe_committee(shown, by=request.user, **said)
        messages.success(request, _("The committee is described. Its history keeps what it was."))
        return see_other(reverse("committee", args=[code]))

    form = CommitteeEditForm.about(shown, request.POST or None)
    around = lambda: around_of(find(code), _("Describe it again"))  # noqa: E731 read after a refusal
    return answer_form(request, form, "governance/committees/edit.html", act, around)


@require_safe
def committee_history(request: HttpRequest, code: str) -> HttpResponse:
    """How a committee was described, and why that changed."""
    shown = find(code)
    context = {**around_of(shown, _("What changed")), "records": history_of(shown)}
    return render(request, "governance/committees/history.html", context)


@permitted(MANAGE_COMMITTEES)
def information_new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a piece of decisive information."""
    shown = find(code)

    def act(said: dict[str, Any]) -> HttpResponse:
        keeping.promise_information(shown, said["shared"], by=request.user)
        messages.success(request, _("What the committee shares is up to date."))
        return see_other(reverse("committee", args=[code]))

    context = around_of(shown, _("Something more it shares"))
    return answer_form(
        request, InformationForm(request.POST or None), "governance/committees/simple_form.html", act, context
    )


@permitted(MANAGE_COMMITTEES)
def information_edit(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Say otherwise what is shared, with whom, how soon or where."""
    item = find_information(code, position)

    def act(said: dict[str, Any]) -> HttpResponse:
        keeping.change_information(item, by=request.user, **said)
        messages.success(request, _("What the committee shares is up to date."))
        return see_other(reverse("committee", args=[code]))

    def around() -> dict[str, Any]:
        now = find_information(code, position)
        return {**around_of(now.committee, _("What it shares")), "about": now.document}

    form = InformationEditForm.about(item, request.POST or None)
    return answer_form(request, form, "governance/committees/simple_form.html", act, around)


@permitted(MANAGE_COMMITTEES)
def information_withdraw(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Say that something is no longer shared."""
    item = find_information(code, position)

    def act(said: dict[str, Any]) -> HttpResponse:
        keeping.withdraw_information(item, by=request.user, **said)
        messages.success(request, _("It is no longer promised. What was promised stays in its history."))
        return see_other(reverse("committee", args=[code]))

    context = {**around_of(item.committee, _("It is no longer shared")), "about": item.document}
    form = WhyForm(request.POST or None, initial={"seen": item.row_version})
    return answer_form(request, form, "governance/committees/simple_form.html", act, context)


def find(code: str) -> Committee:
    """A committee by its code, or 404."""
    return get_object_or_404(Committee, code=code)


def find_information(code: str, position: int) -> InformationItem:
    """Something a committee still shares, or 404."""
    items = InformationItem.objects.filter(withdrawn=False).select_related("committee")
    return get_object_or_404(items, committee__code=code, position=position)


def trail(shown: Committee, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Where a page of a committee is."""
    here = reverse("committee", args=[shown.code]) if further else ""
    return [(_("Committees"), reverse("governance")), (str(shown), here), *further]


def around_of(shown: Committee, page: str) -> dict[str, Any]:
    """What surrounds a form about a committee."""
    return {"committee": shown, "heading": page, "trail": trail(shown, (page, ""))}
