"""A version as a file, and the changes between two versions as another. The same version always gives the same file."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls.converters import StringConverter
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.text.models import Charter
from charters.versions.content import frozen_content
from charters.versions.documents.around import around
from charters.versions.documents.formats import FORMATS, file_name, mark_of
from charters.versions.models import Version
from charters.versions.publishing import open_when_published
from charters.versions.reading import version_numbered, with_steps


class EndingConverter(StringConverter):
    """The ending of a file that a version can be taken away in."""

    regex = "|".join(FORMATS)


@require_safe
@open_when_published
def version_document(request: HttpRequest, charter: str, number: int, ending: str) -> HttpResponse:
    """A validated version as a file."""
    text = get_object_or_404(Charter, slug=charter)
    return _document(request, _numbered(text, number), ending)


@require_safe
def submitted_document(request: HttpRequest, charter: str, submission: int, ending: str) -> HttpResponse:
    """A submitted version as a file, which says first that it is a draft if it is not validated."""
    version = get_object_or_404(with_steps(), charter__slug=charter, submission=submission)
    return _document(request, version, ending)


def _numbered(charter: Charter, number: int) -> Version:
    try:
        return version_numbered(charter, number)
    except Version.DoesNotExist:
        raise Http404(_("There is no validated version with this number. See the list of versions.")) from None


def _document(request: HttpRequest, version: Version, ending: str) -> HttpResponse:
    found, kind = around(version), FORMATS[ending]

    def write() -> bytes:
        return kind.write(version, frozen_content(version), found)

    return _file(request, write, kind.media_type, file_name(version, found, ending), mark_of(version, found, ending))


def _file(request: HttpRequest, write: Callable[[], bytes], media_type: str, name: str, mark: str) -> HttpResponse:
    """A file to download, kept by no cache; not made again for whoever says that they have it."""
    response = get_conditional_response(request, etag=mark)
    if response is None:
        response = HttpResponse(write(), content_type=media_type)
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["ETag"], response["Cache-Control"] = mark, "no-store"
    return response
