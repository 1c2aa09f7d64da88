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
from charters.versions.content import frozen_content, frozen_contents
from charters.versions.documents.around import around, arounds
from charters.versions.documents.formats import FORMATS, changes_name, file_name, mark_of
from charters.versions.documents.outline import outline_of
from charters.versions.documents.tracked_file import write_tracked
from charters.versions.documents.word_frame import MEDIA_TYPE as WORD
from charters.versions.models import Version
from charters.versions.publishing import open_when_published
from charters.versions.reading import submitted_with_former, validation_of, version_numbered, versions_of, with_steps


class EndingConverter(StringConverter):
    """The ending of a file that a version can be taken away in."""

    regex = "|".join(FORMATS)


@require_safe
@open_when_published
def version_document(request: HttpRequest, charter: str, number: int, ending: str) -> HttpResponse:
    """A validated version as a file."""
    text = get_object_or_404(Charter, slug=charter)
    try:
        return _document(request, version_numbered(text, number), ending)
    except Version.DoesNotExist:
        raise Http404(_("There is no validated version with this number. See the list of versions.")) from None


@require_safe
def submitted_document(request: HttpRequest, charter: str, submission: int, ending: str) -> HttpResponse:
    """A submitted version as a file, which says first that it is a draft if it is not validated."""
    version = get_object_or_404(with_steps(), charter__slug=charter, submission=submission)
    return _document(request, version, ending)


@require_safe
@open_when_published
def version_changes_document(request: HttpRequest, charter: str, before: int, after: int) -> HttpResponse:
    """What changes from a validated version to another, whichever came first, as tracked changes."""
    text = get_object_or_404(Charter, slug=charter)
    known = versions_of(text, validated_only=True).filter(steps__number__in={before, after})
    found = {step.number: version for version in known if (step := validation_of(version))}
    if not {before, after} <= found.keys():
        raise Http404(_("There is no validated version with one of these numbers. See the list of versions."))
    return _changes(request, found[before], found[after])


@require_safe
def submitted_changes_document(request: HttpRequest, charter: str, submission: int) -> HttpResponse:
    """What a submitted version changes to the version that was in force then, as tracked changes."""
    try:
        version, former = submitted_with_former(charter, submission)
    except Version.DoesNotExist:
        raise Http404 from None
    if former is None:
        raise Http404(_("This version is the first: it changes no other."))
    return _changes(request, former, version)


def _document(request: HttpRequest, version: Version, ending: str) -> HttpResponse:
    found, kind = around(version), FORMATS[ending]

    def write() -> bytes:
        return kind.write(version, frozen_content(version), found)

    return _file(request, write, kind.media_type, file_name(version, found, ending), mark_of(version, found, ending))


def _changes(request: HttpRequest, before: Version, after: Version) -> HttpResponse:
    """The words are read only if the file has to be written."""
    found = arounds(before, after)
    sides = [(version, found[version.pk]) for version in (before, after)]

    def write() -> bytes:
        contents = frozen_contents(before, after)
        return write_tracked(*(outline_of(version, contents[version.pk], found) for version, found in sides))

    mark = mark_of(*sides[1], "changes", mark_of(*sides[0]))
    return _file(request, write, WORD, changes_name(sides[0], sides[1]), mark)


def _file(request: HttpRequest, write: Callable[[], bytes], media_type: str, name: str, mark: str) -> HttpResponse:
    """A file to download, kept by no cache; not made again for whoever says that they have it."""
    response = get_conditional_response(request, etag=mark)
    if response is None:
        response = HttpResponse(write(), content_type=media_type)
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["ETag"], response["Cache-Control"] = mark, "no-store"
    return response
