"""Pages of human resources: job descriptions, the clauses they quote, their documents."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from charters.hr import keeping, wordings
from charters.hr.forms import ProfileForm, QuotesForm, send_again
from charters.hr.job_description_csv import write_csv
from charters.hr.job_description_docx import write_docx
from charters.hr.models import JobProfile
from charters.hr.sheets import Sheet, read_sheet
from charters.hr.sources import quotable_version
from charters.permissions import KEEP_JOB_PROFILES
from governance.form_answers import answer_form, see_other
from governance.people.models import Organisation
from governance.people.permissions import permitted
from governance.plain_text import typographic
from governance.refusals import Refused

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PER_PAGE = 25


@require_safe
@permitted(KEEP_JOB_PROFILES)
def profile_list(request: HttpRequest) -> HttpResponse:
    """Job descriptions, with what each quotes and whether it is still in force."""
    page = Paginator(JobProfile.objects.for_listing(), PER_PAGE).get_page(request.GET.get("page"))
    version = quotable_version()
    context = {
        "page_obj": page,
        "version": version,
        "in_force": version is not None and version.pk == version.charter.version_in_force_id,
        "trail": _trail(),
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

    return answer_form(
        request, form, "charters/hr/profile_form.html", act, {"trail": _trail(pgettext("job description", "New"))}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def profile_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a job description says of the post."""
    profile = get_object_or_404(JobProfile, pk=pk)
    form = ProfileForm(request.POST or None, profile=profile)

    def act(cleaned: dict[str, Any]) -> HttpResponse:
        try:
            keeping.revise_profile(profile, by=request.user, words=form.words(), seen=cleaned["seen"])
        except Refused:
            send_again(form, seen=profile.row_version)
            raise
        messages.success(request, _("The job description is recorded."))
        return see_other(profile.get_absolute_url())

    context = {"profile": profile, "trail": _trail(_("Change"), profile)}
    return answer_form(request, form, "charters/hr/profile_form.html", act, context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """One job description: what it quotes, ready to download, and the clauses to choose from."""
    sheet = read_sheet(_profile(pk))
    version = quotable_version()
    context = {
        "sheet": sheet,
        "profile": sheet.profile,
        "version": version,
        "exchange_support": wordings.exchange_support(),
        "trail": _trail(typographic(sheet.profile.title)),
    }
    if version is None:
        return render(request, "charters/hr/profile.html", context)
    form = QuotesForm(request.POST or None, version=version, sheet=sheet)

    def act(cleaned: dict[str, Any]) -> HttpResponse:
        guards = {"version": cleaned["version"], "seen": cleaned["seen"]}
        try:
            keeping.quote_clauses(sheet.profile, by=request.user, wordings=form.wordings(), **guards)
        except Refused:
            send_again(form, version=version.pk, seen=sheet.profile.row_version)
            raise
        messages.success(request, _("The quotes are recorded: the documents are ready."))
        return see_other(sheet.profile.get_absolute_url())

    return answer_form(request, form, "charters/hr/profile.html", act, context)


@require_safe
@permitted(KEEP_JOB_PROFILES)
def profile_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The Word document."""
    sheet, content = read_sheet(_profile(pk)), io.BytesIO()
    organisation = Organisation.objects.values_list("name", flat=True).first() or ""
    write_docx(sheet, content, organisation=organisation)
    return _file(content.getvalue(), WORD, sheet, "docx")


@require_safe
@permitted(KEEP_JOB_PROFILES)
def profile_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The table for Excel and for personnel software."""
    sheet, content = read_sheet(_profile(pk)), io.StringIO(newline="")
    write_csv(sheet, content)
    return _file(content.getvalue().encode(), "text/csv; charset=utf-8", sheet, "csv")


def _profile(pk: int) -> JobProfile:
    return get_object_or_404(JobProfile.objects.select_related("department"), pk=pk)


def _trail(here: str = "", profile: JobProfile | None = None) -> list[tuple[str, str]]:
    """Where the reader is, from the list of job descriptions down."""
    steps = [(_("Job descriptions"), reverse("hr"))]
    if profile is not None:
        steps.append((typographic(profile.title), profile.get_absolute_url()))
    steps.append((here, ""))
    return [(_("Home"), reverse("home")), *(steps if here else [(_("Job descriptions"), "")])]


def _file(content: bytes, content_type: str, sheet: Sheet, ending: str) -> HttpResponse:
    """A file to download, kept by no cache, whose name already says whether it is a draft."""
    words = [
        _("draft") if sheet.draft else "",
        _("job-description"),
        str(sheet.profile.pk),
        sheet.profile.title,
        f"v{sheet.source.number}" if sheet.source and sheet.source.number else "",
    ]
    name = slugify(" ".join(words).replace("'", " "))[:100].strip("-") + f".{ending}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
