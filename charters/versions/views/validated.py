"""A validated version, at its own address for ever."""

from functools import cache, partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.text.models import Charter
from charters.versions.acts import State
from charters.versions.content import frozen_content
from charters.versions.kept_markup import article_of, contents_of
from charters.versions.models import Version
from charters.versions.publishing import open_when_published
from charters.versions.reading import state_of, validation_of, version_numbered


@require_safe
@open_when_published
def version(request: HttpRequest, charter: str, number: int) -> HttpResponse:
    """The article as it was validated, and outside it what became of it since."""
    text = get_object_or_404(Charter, slug=charter)
    try:
        found = version_numbered(text, number)
    except Version.DoesNotExist:
        raise Http404(_("There is no validated version with this number. See the list of versions.")) from None
    validation, read = validation_of(found), cache(partial(frozen_content, found))
    context = {
        "version": found,
        "validation": validation,
        "article": article_of(found, validation, signed_in=request.user.is_authenticated, read=read),
        "contents": contents_of(found, read=read),
        "superseded": state_of(found) is State.SUPERSEDED,
        "trail": [
            (_("Versions"), reverse("versions", args=[charter])),
            (_("Version %(number)s") % {"number": number}, ""),
        ],
    }
    return render(request, "charters/versions/version.html", context)
