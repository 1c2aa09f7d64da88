"""The meetings of a committee: the list, one meeting, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.committees import convening
from governance.committees.forms import WhyForm
from governance.committees.life_forms import MeetingEditForm, MeetingForm, MinutesForm, SharingForm
from governance.committees.meetings import Meeting
from governance.committees.models import Decision
from governance.committees.reading import meetings_listed, shared_or_awaited
from governance.committees.views.committees import around_of, find, find_information, trail
from governance.committees.views.registry import PAGE
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.permissions import MANAGE_COMMITTEES, reads_what_is_for_managers
from governance.templatetags.french import day

FORM = "governance/committees/simple_form.html"


@require_safe
def meeting_list(request: HttpRequest, code: str) -> HttpResponse:
    """All the meetings of a committee, the last one first."""
    committee = find(code)
    page = Paginator(meetings_listed(committee), PAGE).get_page(request.GET.get("page"))
    context = {**around_of(committee, _("Its meetings")), "page_obj": page, "today": timezone.localdate()}
    return render(request, "governance/committees/meetings.html", context)


@require_safe
def meeting(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One meeting: its agenda, its minutes for whoever may read them, what was decided and shared."""
    shown = _find(code, number)
    context = {
        **_around(shown),
        "today": timezone.localdate(),
        "reads_minutes": shown.visibility == Decision.Visibility.EVERYONE or reads_what_is_for_managers(request.user),
        "information": shared_or_awaited(shown),
        "decisions": shown.committee.decisions.current().readable_by(request.user).filter(date=shown.held_on),
        "tasks": shown.committee.tasks.filter(state="open")[:PAGE],
    }
    return render(request, "governance/committees/meeting.html", context)


@permitted(MANAGE_COMMITTEES)
def meeting_new(request: HttpRequest, code: str) -> HttpResponse:
    """Announce a meeting, or record one that was held."""
    committee = find(code)

    def act(said: dict[str, Any]) -> HttpResponse:
        announced = convening.announce(committee, by=request.user, **said)
        messages.success(request, _("The meeting is announced."))
        return see_other(reverse("meeting", args=[code, announced.number]))

    context = around_of(committee, _("Announce a meeting"))
    return answer_form(request, MeetingForm(request.POST or None), FORM, act, context)


@permitted(MANAGE_COMMITTEES)
def meeting_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Change the day, the place or the agenda."""
    shown = _find(code, number)

    def act(said: dict[str, Any]) -> HttpResponse:
        convening.change_meeting(shown, by=request.user, **said)
        messages.success(request, _("The meeting is changed."))
        return see_other(reverse("meeting", args=[code, number]))

    form = MeetingEditForm.about(shown, request.POST or None)
    return answer_form(request, form, FORM, act, lambda: _around(_find(code, number), _("Change the meeting")))


@permitted(MANAGE_COMMITTEES)
def meeting_cancel(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say that a meeting does not take place."""
    shown = _find(code, number)

    def act(said: dict[str, Any]) -> HttpResponse:
        convening.cancel(shown, by=request.user, **said)
        messages.success(request, _("The meeting is cancelled. It stays in the list, with the reason."))
        return see_other(reverse("meeting", args=[code, number]))

    form = WhyForm(request.POST or None, initial={"seen": shown.row_version})
    return answer_form(request, form, FORM, act, lambda: _around(_find(code, number), _("Cancel the meeting")))


@permitted(MANAGE_COMMITTEES)
def meeting_minutes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Publish the minutes, or correct them; those for managers are corrected by whoever reads them."""
    shown = _find(code, number)
    convening.refuse_unreadable(shown, by=request.user)

    def act(said: dict[str, Any]) -> HttpResponse:
        convening.publish_minutes(shown, by=request.user, **said)
        messages.success(request, _("The minutes are published."))
        return see_other(reverse("meeting", args=[code, number]))

    form = MinutesForm.about(shown, request.POST or None)
    return answer_form(request, form, FORM, act, lambda: _around(_find(code, number), _("Minutes")))


@permitted(MANAGE_COMMITTEES)
def information_shared(request: HttpRequest, code: str, number: int, position: int) -> HttpResponse:
    """Record that something was shared for this meeting."""
    shown, item = _find(code, number), find_information(code, position)

    def act(said: dict[str, Any]) -> HttpResponse:
        convening.share(item, shown, by=request.user, **said)
        messages.success(request, _("It is recorded that this was shared."))
        return see_other(reverse("meeting", args=[code, number]))

    start = {"shared_on": timezone.localdate(), "place": item.place}
    context = {**_around(shown, _("It was shared")), "about": item.document}
    return answer_form(request, SharingForm(request.POST or None, initial=start), FORM, act, context)


def _find(code: str, number: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("committee"), committee__code=code, number=number)


def _around(shown: Meeting, page: str = "") -> dict[str, Any]:
    """What surrounds a page about a meeting, as it now is."""
    committee = shown.committee
    name = _("Meeting of %(day)s") % {"day": day(shown.held_on)}
    here = reverse("meeting", args=[committee.code, shown.number]) if page else ""
    further = [(_("Its meetings"), reverse("meetings", args=[committee.code])), (name, here)]
    way = trail(committee, *further, *([(page, "")] if page else []))
    return {"committee": committee, "meeting": shown, "heading": page or name, "trail": way}
