"""Importing a list of job descriptions: what would be done is shown, then done whole; and the list as it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from charters.hr.profile_lists.carrying import brought_back, carried
from charters.hr.profile_lists.columns import COLUMNS
from charters.hr.profile_lists.exporting import MEDIA_TYPES, WRITERS, Rows, present_rows
from charters.hr.profile_lists.forms import ListForm
from charters.hr.profile_lists.importing import Changed, Imported, import_list
from charters.hr.profile_lists.lists import ListRead
from charters.hr.profile_lists.planning import plan
from charters.hr.profile_lists.report import Report
from charters.permissions import KEEP_JOB_PROFILES
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.refusals import Refused

CHOOSE, REPORT = "charters/hr/profile_lists/choose.html", "charters/hr/profile_lists/report.html"


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def profile_list_import(request: HttpRequest) -> HttpResponse:
    """Choose a file and read what importing it would do; confirmed, import it."""
    if "list_token" in request.POST:
        return _confirmed(request)

    def act(said: dict[str, Any]) -> HttpResponse:
        return _report(request, said["read"])

    return answer_form(request, ListForm(request.POST or None, request.FILES or None), CHOOSE, act, _around())


def _confirmed(request: HttpRequest) -> HttpResponse:
    """Import the list that the page carried, unless it would not do any more what the page said."""
    try:
        read = brought_back(request.POST["list_token"], by=request.user)
    except Refused as refused:
        return render(request, CHOOSE, {"form": ListForm(), "refusal": str(refused), **_around()}, status=409)
    try:
        imported = import_list(read, by=request.user, seen_digest=request.POST.get("seen_digest", ""))
    except Changed as changed:
        return _report(request, read, changed=changed)
    messages.success(request, _done(imported))
    return see_other(reverse("hr"))


def _report(request: HttpRequest, read: ListRead, *, changed: Changed | None = None) -> HttpResponse:
    """What importing would do: 200 when it can be done, 422 with what is wrong, 409 when it changed meanwhile."""
    report = Report(read, changed.plan if changed else plan(read.rows))
    token = carried(read, by=request.user) if report.can_be_done else ""
    context = {"report": report, "list_token": token, "form": ListForm(), "refusal": str(changed or ""), **_around()}
    status = 409 if changed else 422 if report.problems else 200
    return render(request, REPORT, context, status=status)


def _done(imported: Imported) -> str:
    created = ngettext("%(n)s job description created", "%(n)s job descriptions created", imported.created)
    revised = ngettext("%(n)s changed", "%(n)s changed", imported.revised)
    return _("The list is imported: %(created)s, %(revised)s.") % {
        "created": created % {"n": imported.created},
        "revised": revised % {"n": imported.revised},
    }


def _around() -> dict[str, Any]:
    trail = [(_("Home"), reverse("home")), (_("Job descriptions"), reverse("hr")), (_("Import a list"), "")]
    return {"trail": trail, "columns": COLUMNS, "multipart": True}


# --- Files to fill and to send back ----------------------------------------------------------------


@require_safe
@permitted(KEEP_JOB_PROFILES)
def profile_list_export(request: HttpRequest, ending: str) -> HttpResponse:
    """The present list, to correct in a spreadsheet and to import again."""
    return _file(present_rows(), _("job-descriptions"), ending)


@require_safe
@permitted(KEEP_JOB_PROFILES)
def profile_list_model(request: HttpRequest, ending: str) -> HttpResponse:
    """An empty list that names its columns."""
    return _file([], _("job-descriptions-model"), ending)


def _file(rows: Rows, name: str, ending: str) -> HttpResponse:
    """A file to download, kept by no cache."""
    if ending not in WRITERS:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"', "Cache-Control": "no-store"}
    return HttpResponse(WRITERS[ending](rows), content_type=MEDIA_TYPES[ending], headers=headers)
