"""What the pages of human resources share: where one is, and the row an address names."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from charters.hr.models import JobProfile
from governance.plain_text import typographic


def find_profile(pk: int) -> JobProfile:
    """The job description of an address, ended or not."""
    return get_object_or_404(JobProfile.objects.select_related("department"), pk=pk)


def trail(*steps: tuple[str, str], profile: JobProfile | None = None) -> list[tuple[str, str]]:
    """Where the reader is, from the list of job descriptions down; the last step has no address."""
    above = [(_("Home"), reverse("home")), (_("Job descriptions"), reverse("hr"))]
    if profile is not None:
        above.append((typographic(profile.title), profile.get_absolute_url()))
    whole = [*above, *steps]
    return [*whole[:-1], (whole[-1][0], "")]


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to download, kept by no cache."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)
