"""Job descriptions: the list, one of them, writing it, its end, what it said before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from charters.hr import keeping, wordings
from charters.hr.documents_form import DocumentForm
from charters.hr.drift import how_many_are_behind
from charters.hr.forms import EndForm, ProfileForm, ReopenForm, send_again
from charters.hr.models import JobProfile
from charters.hr.objectives import history_of_objectives
from charters.hr.pages import find_profile, trail
from charters.hr.sheets import read_sheet
from charters.hr.sources import quotable_version
from charters.permissions import KEEP_JOB_PROFILES
from governance.form_answers import answer_form, see_other
from governance.history import history_of
from governance.people.permissions import permitted
from governance.plain_text import typographic
from governance.refusals import Refused

PER_PAGE = 50


@require_safe
@permitted(KEEP_JOB_PROFILES)
def profile_list(request: HttpRequest) -> HttpResponse:
    """The desk: what is to be brought up to date, and every job description with what it quotes."""
    words = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    ended = request.GET.get("ended") == "1"
    found = JobProfile.objects.for_listing().named(words).filter(ended_on__isnull=not ended)
    version = quotable_version()
    context = {
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "version": version,
        "in_force": version is not None and version.pk == version.charter.version_in_force_id,
        "drifted": how_many_are_behind(),
        "words": words,
        "ended": ended,
        "trail": trail(),
    }
    return render(request, "charters/hr/profile_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def profile_new(request: HttpRequest) -> HttpResponse:
    """Write a job description."""
    form = ProfileForm(request.POST or None)

    def act(words: dict[str, Any]) -> HttpResponse:
        profile = keeping.create_profile(by=request.user, words=form.words())
        messages.success(request, _("The job description is created. Choose the clauses that it quotes."))
        return see_other(profile.get_absolute_url())

    context = {"trail": trail((pgettext("job description", "New"), ""))}
    return answer_form(request, form, "charters/hr/profile_form.html", act, context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def profile_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a job description says of the post."""
    profile = find_profile(pk)
    form = ProfileForm(request.POST or None, profile=profile)

    def act(cleaned: dict[str, Any]) -> HttpResponse:
        try:
            keeping.revise_profile(profile, by=request.user, words=form.words(), seen=cleaned["seen"])
        except Refused:
            send_again(form, seen=profile.row_version)
            raise
        messages.success(request, _("The job description is recorded."))
        return see_other(profile.get_absolute_url())

    context = {"profile": profile, "trail": trail((_("Change"), ""), profile=profile)}
    return answer_form(request, form, "charters/hr/profile_form.html", act, context)


@require_safe
@permitted(KEEP_JOB_PROFILES)
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """One job description: the post, what it quotes sentence by sentence, its objectives, its documents."""
    sheet = read_sheet(find_profile(pk))
    context = {
        "sheet": sheet,
        "profile": sheet.profile,
        "form": DocumentForm(sheet=sheet),
        "standing": wordings.standing(sheet),
        "exchange_support": wordings.exchange_support(sheet.opinion),
        "trail": trail((typographic(sheet.profile.title), "")),
    }
    return render(request, "charters/hr/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def profile_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a post is no more, or take it up again."""
    profile = find_profile(pk)
    seen = {"seen": profile.row_version}
    form_class, rule = (ReopenForm, keeping.reopen_profile) if profile.ended_on else (EndForm, keeping.end_profile)
    form = form_class(request.POST or None, initial=seen)

    def act(said: dict[str, Any]) -> HttpResponse:
        rule(profile, by=request.user, **said)
        messages.success(request, _("It is recorded. Nothing of the job description is lost."))
        return see_other(profile.get_absolute_url())

    here = _("Take up again") if profile.ended_on else _("End")
    context = {"profile": profile, "trail": trail((here, ""), profile=profile)}
    return answer_form(request, form, "charters/hr/profile_end.html", act, context)


@require_safe
@permitted(KEEP_JOB_PROFILES)
def profile_history(request: HttpRequest, pk: int) -> HttpResponse:
    """What a job description said before, and what it quoted, word for word."""
    profile = find_profile(pk)
    context = {
        "profile": profile,
        "changes": history_of(profile),
        "objectives": history_of_objectives(profile),
        "trail": trail((_("What changed"), ""), profile=profile),
    }
    return render(request, "charters/hr/profile_history.html", context)
